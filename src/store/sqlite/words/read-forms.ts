import type { WordForm } from "../../../domain/forms/form.ts";
import { formWordsOf, withForms } from "../../../domain/forms/with-forms.ts";
import { groupedBy } from "../../../domain/grouped-by.ts";
import type { SearchQuery } from "../../../domain/query/search-query.ts";
import { askedForms, askedWords, type Passed, passedForms, passedOf } from "../../searching/choose-forms.ts";
import type { Connection } from "../connection.ts";

interface Kept {
  readonly nextId: number;
  readonly forms: Map<string, readonly WordForm[]>;
}

/** A cache of results. It is valid until the words of further entries are added to the dictionary. */
const memories = new WeakMap<Connection["db"], Kept>();

/** A query with the other forms of its plain words that have occurred in the news. */
export function expandQuery(connection: Connection, query: SearchQuery): SearchQuery {
  const words = formWordsOf([query]);
  return words.length === 0 ? query : withForms(query, readForms(connection, words));
}

/** `ReadStore.readForms`, inside a transaction. */
export function readForms(connection: Connection, words: readonly string[]): readonly WordForm[] {
  const nextId = connection.sql<number>("SELECT next_entry_id FROM words_read").pluck().get() ?? 1;
  const kept = memories.get(connection.db);
  const { forms } = kept?.nextId === nextId ? kept : { forms: new Map<string, readonly WordForm[]>() };
  memories.set(connection.db, { nextId, forms });
  const missing = [...new Set(words)].filter((word) => !forms.has(word));
  for (let at = 0; at < missing.length; at += wordsAtOnce) {
    const some = missing.slice(at, at + wordsAtOnce);
    const found = groupedBy(findForms(connection, some), ({ of }) => of);
    for (const word of some) forms.set(word, found.get(word) ?? []);
  }
  return words.flatMap((word) => forms.get(word) ?? []);
}

/**
 * How many words are looked up at a time. A word that never occurred may have thousands of forms, so this limits the
 * memory, and the time between checks of the deadline.
 */
const wordsAtOnce = 20;

function findForms(connection: Connection, words: readonly string[]): readonly WordForm[] {
  connection.limits.check();
  const passed = readPassed(connection, words);
  if (passed.size === 0 && connection.sql("SELECT 1 FROM words LIMIT 1").get() === undefined) return [];
  const asked = askedForms(words, passed);
  return passedForms(asked, readPassed(connection, askedWords(asked)));
}

function readPassed(connection: Connection, words: readonly string[]): Passed {
  const rows = connection
    .sql<{ word: string; language: string }>(
      "SELECT w.word, w.language FROM json_each(?) j CROSS JOIN words w ON w.word = j.value WHERE j.value IS NOT NULL",
    )
    .all(JSON.stringify(words));
  return passedOf(rows);
}
