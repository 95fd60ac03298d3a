import { formsMax, type WordForm } from "../../domain/forms/form.ts";
import { inflectedLanguages, type possibleForms } from "../../domain/forms/forms-of.ts";

type Possible = ReturnType<typeof possibleForms>;

/**
 * The languages of a word's forms. A word has forms only in languages in which it occurred itself, so "rat" is not a
 * Spanish word unless a Spanish text contained it. A word that never occurred may be of any language. `passed`: the
 * languages in which the word occurred.
 */
export function formLanguages(passed: readonly string[]): readonly string[] {
  return passed.length === 0 ? inflectedLanguages : passed;
}

/** The words to look up in the dictionary. They show which of the possible forms occur in the news. */
export function askedWords(possible: Possible): readonly string[] {
  return [...new Set(possible.flatMap(({ form, needs }) => [form, ...(needs ?? [])]))];
}

/**
 * The possible forms of a word in one language that occur in the news. If a form needs other words, one of these must
 * occur, too. `passed`: the looked-up words that occur.
 */
export function passedForms(
  word: string,
  language: string,
  possible: Possible,
  passed: ReadonlySet<string>,
): readonly WordForm[] {
  const isKnown = (one: string) => one === word || passed.has(one);
  const holds = possible.filter(
    ({ form, needs }) => isKnown(form) && (needs === null || needs.some((one) => one !== form && isKnown(one))),
  );
  const forms = [...new Set(holds.map(({ form }) => form))].slice(0, formsMax);
  return forms.map((form) => ({ of: word, form, language }));
}
