import type { WordForm } from "../../../domain/forms/form.ts";
import { possibleForms } from "../../../domain/forms/forms-of.ts";
import { formWordsOf, withForms } from "../../../domain/forms/with-forms.ts";
import type { SearchQuery } from "../../../domain/query/search-query.ts";
import { askedWords, formLanguages, passedForms } from "../../searching/choose-forms.ts";
import type { Transaction } from "../connection.ts";

/** A query with the other forms of its plain words that have occurred in the news. */
export async function expandQuery(tx: Transaction, query: SearchQuery): Promise<SearchQuery> {
  const words = formWordsOf([query]);
  return words.length === 0 ? query : withForms(query, await readForms(tx, words));
}

/** `ReadStore.readForms`, inside a transaction. It runs two statements, however many words are asked for. */
export async function readForms(tx: Transaction, words: readonly string[]): Promise<readonly WordForm[]> {
  if (words.length === 0) return [];
  const languages = await readPassed(tx, words);
  const asked = words.flatMap((word) =>
    formLanguages([...(languages.get(word) ?? [])]).map((language) => {
      return { word, language, possible: possibleForms(word, language) };
    }),
  );
  const passed = await readPassed(tx, [...new Set(asked.flatMap(({ possible }) => askedWords(possible)))]);
  return asked.flatMap(({ word, language, possible }) => {
    const own = askedWords(possible).filter((one) => passed.get(one)?.has(language));
    return passedForms(word, language, possible, new Set(own));
  });
}

/** For each word, the languages in which it has occurred, in order. */
async function readPassed(tx: Transaction, words: readonly string[]): Promise<Map<string, Set<string>>> {
  const passed = new Map<string, Set<string>>();
  const rows = await tx.all<{ word: string; language: string }>(
    "SELECT word, language FROM words WHERE word = ANY($1::text[]) ORDER BY word, language",
    [words],
  );
  for (const { word, language } of rows) passed.set(word, (passed.get(word) ?? new Set()).add(language));
  return passed;
}
