import { formsMax, type WordForm } from "../../domain/forms/form.ts";
import { inflectedLanguages, type PossibleForm, possibleForms } from "../../domain/forms/forms-of.ts";

/** For each word of the dictionary that was looked up, the languages in which it has occurred, in order. */
export type Passed = ReadonlyMap<string, ReadonlySet<string>>;

/** A word with its possible forms in one language. */
export interface AskedForms {
  readonly word: string;
  readonly language: string;
  readonly possible: readonly PossibleForm[];
}

/**
 * The possible forms of words. A word has forms only in languages in which it occurred itself. So "rat" counts as a
 * Spanish word only if a Spanish text contained it. A word that never occurred may be of any language. `passed`: the
 * words that occurred.
 */
export function askedForms(words: readonly string[], passed: Passed): readonly AskedForms[] {
  return words.flatMap((word) =>
    [...(passed.get(word) ?? inflectedLanguages)].map((language) => {
      return { word, language, possible: possibleForms(word, language) };
    }),
  );
}

/** The words to look up in the dictionary. They show which of the possible forms occur in the news. */
export function askedWords(asked: readonly AskedForms[]): readonly string[] {
  const words = new Set<string>();
  for (const { possible } of asked)
    for (const { form, needs } of possible) {
      words.add(form);
      for (const one of needs ?? []) words.add(one);
    }
  return [...words];
}

/**
 * The possible forms that occur in the news. If a form needs other words, one of these must occur, too. `passed`: the
 * words of `askedWords` that occur.
 */
export function passedForms(asked: readonly AskedForms[], passed: Passed): readonly WordForm[] {
  return asked.flatMap((one) => formsOf(one, passed));
}

function formsOf({ word, language, possible }: AskedForms, passed: Passed): readonly WordForm[] {
  const isKnown = (one: string) => one === word || passed.get(one)?.has(language) === true;
  const holds = possible.filter(
    ({ form, needs }) => isKnown(form) && (needs === null || needs.some((one) => one !== form && isKnown(one))),
  );
  const forms = [...new Set(holds.map(({ form }) => form))].slice(0, formsMax);
  return forms.map((form) => ({ of: word, form, language }));
}

/** The rows of the dictionary by word. */
export function passedOf(rows: readonly { readonly word: string; readonly language: string }[]): Passed {
  const passed = new Map<string, Set<string>>();
  for (const { word, language } of rows) {
    const languages = passed.get(word);
    if (languages === undefined) passed.set(word, new Set([language]));
    else languages.add(language);
  }
  return passed;
}
