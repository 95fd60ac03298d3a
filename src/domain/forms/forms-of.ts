import { foldWord } from "../analyse/fold-word.ts";
import { arabic, hebrew, persian, turkish } from "./eastern.ts";
import { english, englishAlone } from "./english.ts";
import type { Paradigm } from "./paradigm.ts";
import { polish, russian, ukrainian } from "./slavic.ts";
import { dutch, french, german, germanAlone, italian, portuguese, spanish } from "./western.ts";

interface Inflection {
  readonly paradigms: readonly Paradigm[];
  /** Folded words that have no other forms. */
  readonly alone: ReadonlySet<string>;
}

/** Hebrew writes five letters differently at the end of a word. */
const finalLetters: Readonly<Record<string, string>> = { ם: "מ", ן: "נ", ץ: "צ", ף: "פ", ך: "כ" };
const medialLetters: Readonly<Record<string, string>> = { מ: "ם", נ: "ן", צ: "ץ", פ: "ף", כ: "ך" };

const none: ReadonlySet<string> = new Set();
const inflections: ReadonlyMap<string, Inflection> = new Map(
  Object.entries({
    ...{ nl: dutch, fr: french, es: spanish, pt: portuguese, it: italian },
    ...{ ru: russian, uk: ukrainian, pl: polish, tr: turkish, ar: arabic, he: hebrew, fa: persian },
  })
    .map(([language, paradigms]): [string, Inflection] => [language, { paradigms: paradigms.map(folded), alone: none }])
    .concat([
      ["en", { paradigms: english, alone: englishAlone }],
      ["de", { paradigms: german.map(folded), alone: germanAlone }],
    ]),
);

/** The languages whose words are inflected, as the first part of a tag. */
export const inflectedLanguages: readonly string[] = [...inflections.keys()];

/**
 * Whether the dictionary of forms may contain a word: it consists of letters, and is neither too short nor too long to
 * be inflected.
 */
export function isInflectable(word: string): boolean {
  return word.length >= wordCharsMin && word.length <= wordCharsMax && /^[\p{L}\p{M}]+$/u.test(word);
}

const wordCharsMin = 3;
const wordCharsMax = 30;
/** The limit of candidates for one word in one language. */
const candidatesMax = 2_000;

/**
 * A word that may be another form of the given word. `needs`: it counts only if the dictionary contains one of these
 * words, too; null: it needs no other word.
 */
export interface PossibleForm {
  readonly form: string;
  readonly needs: readonly string[] | null;
}

/**
 * The folded words that may be forms of a folded word in a language. Some are wrong, so callers use only those that
 * occur in the dictionary of words from real texts.
 */
export function possibleForms(word: string, language: string): readonly PossibleForm[] {
  const inflection = inflections.get(language);
  if (inflection === undefined || !isInflectable(word) || inflection.alone.has(word)) return [];
  const found: PossibleForm[] = [];
  for (const one of inflection.paradigms) {
    for (const stem of stemsOf(word, one)) {
      const needs = one.anchors === null ? null : one.anchors.map((anchor) => stem + anchor);
      for (const prefix of one.prefixes) {
        for (const ending of one.endings) {
          const form = final(`${prefix}${stem}${ending}`);
          if (form !== word && !inflection.alone.has(form)) found.push({ form, needs });
        }
      }
    }
  }
  return found.slice(0, candidatesMax);
}

function stemsOf(word: string, { prefixes, endings, stemMin, stem: fits }: Paradigm): readonly string[] {
  const stems = new Set<string>();
  const loose = medial(word);
  for (const prefix of prefixes) {
    if (!loose.startsWith(prefix)) continue;
    for (const ending of endings) {
      if (!loose.endsWith(ending) || loose.length - prefix.length - ending.length < stemMin) continue;
      const stem = loose.slice(prefix.length, loose.length - ending.length);
      if (fits === null || fits.test(stem)) stems.add(stem);
    }
  }
  return [...stems];
}

function folded({ prefixes, endings, anchors, ...rest }: Paradigm): Paradigm {
  const fold = (list: readonly string[]) => [...new Set(list.map((one) => medial(foldWord(one))))];
  return {
    ...rest,
    prefixes: fold(prefixes),
    endings: fold(endings),
    anchors: anchors === null ? null : fold(anchors),
  };
}

function medial(word: string): string {
  const last = finalLetters[word.at(-1) ?? ""];
  return last === undefined ? word : word.slice(0, -1) + last;
}

function final(word: string): string {
  const last = medialLetters[word.at(-1) ?? ""];
  return last === undefined ? word : word.slice(0, -1) + last;
}
