import type { StoredEntry } from "../../../domain/entry.ts";
import type { ReadStore } from "../../../domain/store.ts";
import type { Connection } from "../connection.ts";
import { entryTester, type Tested, testedColumns, testedJoin } from "./entry-tester.ts";
import { filterMatch, noTest } from "./filter-match.ts";
import { visibilityOf } from "./visibility.ts";
import { readStoredEntry } from "./wire-item.ts";

/** `ReadStore.readEntries`, inside a transaction. It walks entries by id and tests each. */
export function readEntries(
  connection: Connection,
  { filter, since, afterId, limit }: Parameters<ReadStore["readEntries"]>[0],
): readonly StoredEntry[] {
  const match = filterMatch(connection, filter);
  if (match.kind === "none") return [];
  const test = match.kind === "some" ? match.whole : noTest;
  const passes = entryTester(connection, test);
  const ids: number[] = [];
  const rows = connection
    .sql<Tested>(
      `SELECT ${testedColumns(test)} FROM memberships m ${testedJoin(test)}
       WHERE m.entry_id > ? AND m.first_seen_at >= ? ORDER BY m.entry_id`,
    )
    .iterate(afterId, since ?? Number.MIN_SAFE_INTEGER);
  for (const row of rows) {
    if (ids.length >= limit) break;
    if (passes(row)) ids.push(row.entryId);
  }
  const sight = visibilityOf(connection, filter);
  return ids.map((id) => readStoredEntry(connection, sight, id)).filter((entry) => entry !== null);
}
