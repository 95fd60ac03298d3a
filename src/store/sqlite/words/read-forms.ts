import type { WordForm } from "../../../domain/forms/form.ts";
import { possibleForms } from "../../../domain/forms/forms-of.ts";
import { formWordsOf, withForms } from "../../../domain/forms/with-forms.ts";
import type { SearchQuery } from "../../../domain/query/search-query.ts";
import { askedWords, formLanguages, passedForms } from "../../searching/choose-forms.ts";
import type { Connection } from "../connection.ts";

interface Kept {
  readonly nextId: number;
  readonly forms: Map<string, readonly WordForm[]>;
}

/** A cache of results. It is valid until more words are read. */
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
  return words.flatMap((word) => {
    const found = forms.get(word) ?? formsOf(connection, word);
    forms.set(word, found);
    return found;
  });
}

function formsOf(connection: Connection, word: string): readonly WordForm[] {
  connection.limits.check();
  const languages = connection.sql<string>("SELECT language FROM words WHERE word = ?").pluck().all(word);
  return formLanguages(languages).flatMap((language) => {
    const possible = possibleForms(word, language);
    const passed = connection
      .sql<string>(
        "SELECT w.word FROM json_each(?) j CROSS JOIN words w ON w.word = j.value AND w.language = ? WHERE j.value IS NOT NULL",
      )
      .pluck()
      .all(JSON.stringify(askedWords(possible)), language);
    return passedForms(word, language, possible, new Set(passed));
  });
}
