import { formsMax, type WordForm } from "../../../domain/forms/form.ts";
import { inflectedLanguages, possibleForms } from "../../../domain/forms/forms-of.ts";
import { formWordsOf, withForms } from "../../../domain/forms/with-forms.ts";
import type { SearchQuery } from "../../../domain/query/search-query.ts";
import type { Connection } from "../connection.ts";

interface Kept {
  readonly nextId: number;
  readonly forms: Map<string, readonly WordForm[]>;
}

/** A cache of results. It is valid until more words are read. */
const memories = new WeakMap<Connection["db"], Kept>();

/** A query with the other forms of its plain words, as far as such forms have passed. */
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
  return words.flatMap((word) => {
    const found = forms.get(word) ?? formsOf(connection, word);
    forms.set(word, found);
    return found;
  });
}

/**
 * A word has forms only in languages in which it occurred itself, so "rat" is not a Spanish word unless a Spanish text
 * contained it. A word that never occurred may be of any language.
 */
function formsOf(connection: Connection, word: string): readonly WordForm[] {
  connection.limits.check();
  const passed = connection.sql<string>("SELECT language FROM words WHERE word = ?").pluck().all(word);
  const languages = passed.length === 0 ? inflectedLanguages : passed;
  return languages.flatMap((language) => {
    const possible = possibleForms(word, language);
    const asked = new Set(possible.flatMap(({ form, needs }) => [form, ...(needs ?? [])]));
    const known = new Set(
      connection
        .sql<string>(
          "SELECT w.word FROM json_each(?) j CROSS JOIN words w ON w.word = j.value AND w.language = ? WHERE j.value IS NOT NULL",
        )
        .pluck()
        .all(JSON.stringify([...asked]), language),
    );
    known.add(word);
    const holds = possible.filter(
      ({ form, needs }) => known.has(form) && (needs === null || needs.some((one) => one !== form && known.has(one))),
    );
    const forms = [...new Set(holds.map(({ form }) => form))].slice(0, formsMax);
    return forms.map((form) => ({ of: word, form, language }));
  });
}
