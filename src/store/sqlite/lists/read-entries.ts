import type { StoredEntry } from "../../../domain/entry.ts";
import type { SectionFilter } from "../../../domain/section.ts";
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
  return readTested(connection, filter, limit, (columns, join) =>
    connection
      .sql<Tested>(
        `SELECT ${columns} FROM memberships m ${join} WHERE m.entry_id > ? AND m.first_seen_at >= ? ORDER BY m.entry_id`,
      )
      .iterate(afterId, since ?? Number.MIN_SAFE_INTEGER),
  );
}

/** The entries among `ids` that the desk has decided on and that pass the filter, in any order. */
export function readEntriesById(
  connection: Connection,
  filter: SectionFilter,
  ids: readonly number[],
): readonly StoredEntry[] {
  return readTested(connection, filter, ids.length, (columns, join) =>
    connection
      .sql<Tested>(`SELECT ${columns} FROM json_each(?) k CROSS JOIN memberships m ON m.entry_id = k.value ${join}`)
      .iterate(JSON.stringify(ids)),
  );
}

function readTested(
  connection: Connection,
  filter: SectionFilter,
  limit: number,
  read: (columns: string, join: string) => Iterable<Tested>,
): readonly StoredEntry[] {
  const match = filterMatch(connection, filter);
  if (match.kind === "none") return [];
  const test = match.kind === "some" ? match.whole : noTest;
  const passes = entryTester(connection, test);
  const ids: number[] = [];
  for (const row of read(testedColumns(test), testedJoin(test))) {
    if (ids.length >= limit) break;
    if (passes(row)) ids.push(row.entryId);
  }
  const sight = visibilityOf(connection, filter);
  return ids.map((id) => readStoredEntry(connection, sight, id)).filter((entry) => entry !== null);
}
