import type { Instant } from "../../../../domain/time.ts";
import { detailsOf } from "../../../rows/entry-rows.ts";
import type { IndexedEntry } from "../../../searching/tags.ts";
import type { Connection } from "../../connection.ts";
import { countUncased, takeUncased } from "./cased-rows.ts";
import { hasEarlierIndex } from "./earlier-index.ts";
import { indexEntry, removeEarlier } from "./search-index.ts";
import { searchIdsMax } from "./search-row.ts";

/**
 * `Store.takeOverIndexed`, inside a transaction. Analyses the newest entries of an earlier build's index again and
 * moves them to the present index. Every entry is always in exactly one of the two indexes, so lists find all entries
 * during the move. The last batch drops the earlier index. After that, entries of the present index that have no marked
 * tokens for words in capitals are indexed again. Returns how many entries are left.
 */
export function takeOverIndexed(connection: Connection, limit: number): number {
  if (!hasEarlierIndex(connection)) return takeUncased(connection, limit, (row) => takeOver(connection, row));
  const rows = connection
    .sql<number>("SELECT id FROM search_before_docsize ORDER BY id DESC LIMIT ?")
    .pluck()
    .all(limit)
    .map(Number);
  // FTS5 inserts fastest in ascending order.
  for (const row of rows.reverse()) takeOver(connection, row);
  if (countEarlier(connection) === 0) connection.db.exec("DROP TABLE search_before");
  return countWaiting(connection);
}

/** How many entries wait to be taken over. */
export function countWaiting(connection: Connection): number {
  return countEarlier(connection) + countUncased(connection);
}

function countEarlier(connection: Connection): number {
  if (!hasEarlierIndex(connection)) return 0;
  return connection.sql<number>("SELECT count(*) FROM search_before_docsize").pluck().get() ?? 0;
}

interface EntryRow extends Omit<IndexedEntry, "authors" | "categories"> {
  readonly feedId: number;
  readonly firstSeenAt: Instant;
  readonly details: string;
}

function takeOver(connection: Connection, row: number): void {
  const id = row % searchIdsMax;
  const entry = connection
    .sql<EntryRow>(
      `SELECT feed_id AS feedId, first_seen_at AS firstSeenAt, title, text, language, urgency, url, details
       FROM entries WHERE id = ?`,
    )
    .get(id);
  if (entry === undefined) {
    removeEarlier(connection, row);
    return;
  }
  const { authors, categories } = detailsOf(entry.details);
  const { feedId, firstSeenAt } = entry;
  indexEntry(connection, { id, feedId, firstSeenAt, known: true }, { ...entry, authors, categories });
}
