import { dictionaryWords, languageWordsMax } from "../../searching/dictionary-words.ts";
import type { Connection } from "../connection.ts";
import { bumpChangeMark } from "../totals.ts";

/** How many words a connection remembers as already written, so that it does not write them again. */
const rememberedMax = 400_000;

interface EntryRow {
  readonly id: number;
  readonly title: string;
  readonly text: string;
  readonly language: string | null;
  readonly isPrivate: 0 | 1;
}

/**
 * What a connection remembers of the table `words`, so that it need not look up every word: some of the words, and the
 * number of words in each language.
 */
interface Memory {
  readonly words: Set<string>;
  readonly counts: Map<string, number>;
}

const memories = new WeakMap<Connection["db"], Memory>();

/** Whether there are entries whose words are not in the dictionary yet. */
function hasUnreadWords(connection: Connection): boolean {
  return connection.sql("SELECT 1 FROM entries WHERE id >= ? LIMIT 1").get(nextId(connection)) !== undefined;
}

/**
 * `Store.growWords`. If the transaction fails, the connection forgets its memory, because the words were not written.
 */
export async function growWords(connection: Connection, limit: number): Promise<number> {
  if (!(await connection.read(() => hasUnreadWords(connection)))) return 0;
  try {
    return await connection.write(() => readWords(connection, limit));
  } catch (thrown) {
    memories.delete(connection.db);
    throw thrown;
  }
}

/**
 * Inside a transaction, adds the words of the next entries to the dictionary. Entries of private sources add no words,
 * because the dictionary expands the queries of the public.
 */
function readWords(connection: Connection, limit: number): number {
  const entries = connection
    .sql<EntryRow>(
      `SELECT e.id, e.title, e.text, e.language, s.is_private AS isPrivate
       FROM entries e CROSS JOIN feeds f ON f.id = e.feed_id CROSS JOIN sources s ON s.id = f.source_id
       WHERE e.id >= ? ORDER BY e.id LIMIT ?`,
    )
    .all(nextId(connection), limit);
  const last = entries.at(-1);
  if (last === undefined) return 0;
  const added = entries.map((entry) => (entry.isPrivate === 0 ? addWords(connection, entry) : 0));
  // Queries may find more with the new words.
  if (added.some((count) => count > 0)) bumpChangeMark(connection);
  connection.sql("UPDATE words_read SET next_entry_id = ?").run(last.id + 1);
  return entries.length;
}

function nextId(connection: Connection): number {
  return connection.sql<number>("SELECT next_entry_id FROM words_read").pluck().get() ?? 1;
}

/** Returns the number of new words. */
function addWords(connection: Connection, entry: EntryRow): number {
  const found = dictionaryWords(entry);
  if (found === null) return 0;
  const { language, words } = found;
  const { words: remembered, counts } = memoryOf(connection);
  const insert = connection.sql("INSERT INTO words (word, language) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const before = counts.get(language) ?? 0;
  let count = before;
  for (const word of words) {
    const key = `${language} ${word}`;
    if (count >= languageWordsMax || remembered.has(key)) continue;
    count += insert.run(word, language).changes;
    if (remembered.size >= rememberedMax) remembered.clear();
    remembered.add(key);
  }
  counts.set(language, count);
  return count - before;
}

function memoryOf(connection: Connection): Memory {
  const known = memories.get(connection.db);
  if (known !== undefined) return known;
  const rows = connection
    .sql<{ language: string; count: number }>("SELECT language, count(*) AS count FROM words GROUP BY language")
    .all();
  const memory = { words: new Set<string>(), counts: new Map(rows.map(({ language, count }) => [language, count])) };
  memories.set(connection.db, memory);
  return memory;
}
