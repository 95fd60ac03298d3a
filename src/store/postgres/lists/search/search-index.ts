import type { Instant } from "../../../../domain/time.ts";
import type { IndexedEntry } from "../../../searching/tags.ts";
import type { Transaction } from "../../transaction.ts";
import { allWordsOf, type OwnWords, ownWordsOf } from "./entry-words.ts";

/**
 * An entry to index. `past`: the words of its earlier states that it no longer contains; "" when there are none. `own`:
 * its own words, if they are known already.
 */
interface ToIndex {
  readonly id: number;
  readonly feedId: number;
  readonly firstSeenAt: Instant;
  readonly entry: IndexedEntry;
  readonly past: string;
  readonly own?: OwnWords | undefined;
}

/** Indexes entries by their words. Replaces their earlier rows in the index. */
export function indexEntries(tx: Transaction, entries: readonly ToIndex[]): void {
  if (entries.length === 0) return;
  const rows = entries.map(({ feedId, entry, firstSeenAt, past, own = ownWordsOf(feedId, entry) }) =>
    allWordsOf(own, { firstSeenAt, language: entry.language, past }),
  );
  tx.send(indexSql, [
    entries.map(({ id }) => id),
    entries.map(({ firstSeenAt }) => firstSeenAt),
    rows.map(({ tokens }) => tokens),
    rows.map(({ isRough }) => isRough),
    rows.map(({ words }) => words),
  ]);
}

const indexSql = `INSERT INTO search (entry_id, at, tokens, is_rough, words)
  SELECT x.id, x.at, x.tokens, x.is_rough, x.words::tsvector
  FROM unnest($1::bigint[], $2::bigint[], $3::integer[], $4::smallint[], $5::text[]) x (id, at, tokens, is_rough, words)
  ON CONFLICT (entry_id) DO UPDATE SET at = excluded.at, tokens = excluded.tokens, is_rough = excluded.is_rough,
    words = excluded.words`;

/** Removes entries from the index. */
export async function unindexEntries(tx: Transaction, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await tx.run("DELETE FROM search WHERE entry_id = ANY($1::bigint[])", [ids]);
}
