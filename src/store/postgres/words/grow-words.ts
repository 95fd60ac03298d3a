import { dictionaryWords, languageWordsMax } from "../../searching/dictionary-words.ts";
import type { Connection } from "../connection.ts";
import { bumpChangeMark } from "../totals.ts";
import type { Transaction } from "../transaction.ts";

interface EntryRow {
  readonly id: number;
  readonly title: string;
  readonly text: string;
  readonly language: string | null;
  readonly isPrivate: number;
}

/** `Store.growWords`. */
export async function growWords(connection: Connection, limit: number): Promise<number> {
  const isDone = await connection.read(async (tx) => {
    const next = await tx.get("SELECT 1 FROM entries WHERE id >= (SELECT next_entry_id FROM words_read) LIMIT 1");
    return next === undefined;
  });
  return isDone ? 0 : await connection.write((tx) => readWords(tx, limit));
}

/**
 * Inside a transaction, adds the words of the next entries to the dictionary. Entries of private sources add no words,
 * because the dictionary expands the queries of the public.
 */
async function readWords(tx: Transaction, limit: number): Promise<number> {
  const entries = await tx.all<EntryRow>(
    `SELECT e.id, e.title, e.text, e.language, s.is_private AS "isPrivate"
     FROM entries e JOIN feeds f ON f.id = e.feed_id JOIN sources s ON s.id = f.source_id
     WHERE e.id >= (SELECT next_entry_id FROM words_read) ORDER BY e.id LIMIT $1::bigint`,
    [limit],
  );
  const last = entries.at(-1);
  if (last === undefined) return 0;
  const added = await addWords(
    tx,
    entries.filter(({ isPrivate }) => isPrivate === 0),
  );
  // Queries may find more with the new words.
  if (added > 0) await bumpChangeMark(tx);
  await tx.run("UPDATE words_read SET next_entry_id = $1", [last.id + 1]);
  return entries.length;
}

/** Returns the number of new words. A language that already has `languageWordsMax` words gets no more. */
async function addWords(tx: Transaction, entries: readonly EntryRow[]): Promise<number> {
  const byLanguage = new Map<string, Set<string>>();
  for (const found of entries.map(dictionaryWords)) {
    if (found === null) continue;
    const words = byLanguage.get(found.language) ?? new Set<string>();
    for (const word of found.words) words.add(word);
    byLanguage.set(found.language, words);
  }
  let added = 0;
  for (const [language, words] of byLanguage) added += await tx.run(addSql, [[...words], language, languageWordsMax]);
  return added;
}

const addSql = `INSERT INTO words (word, language)
  SELECT x.word, $2::text FROM unnest($1::text[]) x (word)
  WHERE NOT EXISTS (SELECT 1 FROM words w WHERE w.word = x.word AND w.language = $2::text)
    AND NOT EXISTS (SELECT 1 FROM words w WHERE w.language = $2::text OFFSET $3::bigint LIMIT 1)
  ON CONFLICT DO NOTHING`;
