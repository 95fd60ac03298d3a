import type { WordForm } from "../../../domain/forms/form.ts";
import { formWordsOf, withForms } from "../../../domain/forms/with-forms.ts";
import type { SearchQuery } from "../../../domain/query/search-query.ts";
import { askedForms, askedWords, type Passed, passedForms, passedOf } from "../../searching/choose-forms.ts";
import { together } from "../together.ts";
import type { Transaction } from "../transaction.ts";

/** A query with the other forms of its plain words that have occurred in the news. */
export async function expandQuery(tx: Transaction, query: SearchQuery): Promise<SearchQuery> {
  const words = formWordsOf([query]);
  return words.length === 0 ? query : withForms(query, await readForms(tx, words));
}

/** `ReadStore.readForms`, inside a transaction. It runs few statements, however many words are asked for. */
export async function readForms(tx: Transaction, words: readonly string[]): Promise<readonly WordForm[]> {
  if (words.length === 0) return [];
  const [passed, any] = await together([readPassed(tx, words), tx.get("SELECT 1 FROM words LIMIT 1")]);
  if (any === undefined) return [];
  const asked = askedForms(words, passed);
  return passedForms(asked, await readPassed(tx, askedWords(asked)));
}

async function readPassed(tx: Transaction, words: readonly string[]): Promise<Passed> {
  const rows = await tx.all<{ word: string; language: string }>(
    "SELECT word, language FROM words WHERE word = ANY($1::text[]) ORDER BY word, language",
    [words],
  );
  return passedOf(rows);
}
