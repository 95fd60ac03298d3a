import { analyse } from "../../domain/analyse/analyse.ts";
import { primaryLanguage } from "../../domain/forms/form.ts";
import { inflectedLanguages, isInflectable } from "../../domain/forms/forms-of.ts";

/** At most this many characters of a text are read, because the beginning of a text has most of its words. */
const charsMax = 5_000;
/** At most this many words of one language are kept: as many as a large dictionary has forms. */
export const languageWordsMax = 500_000;

/**
 * The words of an entry for the dictionary of forms, in the order of the text, each once. null when we know no forms of
 * words in the entry's language.
 */
export function dictionaryWords({
  title,
  text,
  language,
}: {
  readonly title: string;
  readonly text: string;
  readonly language: string | null;
}): { readonly language: string; readonly words: readonly string[] } | null {
  const primary = primaryLanguage(language);
  if (primary === null || !inflectedLanguages.includes(primary)) return null;
  const { words } = analyse(`${title}\n${text.slice(0, charsMax)}`, language);
  return { language: primary, words: [...new Set(words.map((word) => word.text))].filter(isInflectable) };
}
