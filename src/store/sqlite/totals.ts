import type { StoreCounts } from "../../domain/store.ts";
import type { Connection } from "./connection.ts";

/** Says that what a reader can see has changed; call it inside the transaction that changes it. */
export function bumpChangeMark(connection: Connection): void {
  connection.sql("UPDATE totals SET change_mark = change_mark + 1 WHERE id = 1").run();
}

export function readChangeMark(connection: Connection): number {
  const row = connection.sql<{ change_mark: number }>("SELECT change_mark FROM totals WHERE id = 1").get();
  return row?.change_mark ?? 0;
}

/** Running counts, because counting a million rows takes longer than a page may. Entries are counted by feed. */
export function addToTotals(
  connection: Connection,
  added: { revisions?: number; copies?: number; stories?: number },
): void {
  connection
    .sql("UPDATE totals SET revisions = revisions + ?, copies = copies + ?, stories = stories + ? WHERE id = 1")
    .run(added.revisions ?? 0, added.copies ?? 0, added.stories ?? 0);
}

/**
 * `revisions` counts every state of every entry, the present ones too. The public is told of the sources, feeds and entries that it may see;
 * what the desk made of all of them is counted for everybody alike.
 */
export function readCounts(connection: Connection): StoreCounts {
  const row = connection.sql<StoreCounts>(countsSql).get({ isPublic: connection.audience === "public" ? 1 : 0 });
  if (row === undefined) throw new Error("the row of totals is missing");
  return row;
}

const countsSql = `SELECT
  (SELECT count(*) FROM sources WHERE is_private * :isPublic = 0) AS sources,
  (SELECT count(*) FROM feeds f CROSS JOIN sources s ON s.id = f.source_id WHERE f.state <> 'removed' AND s.is_private * :isPublic = 0) AS feeds,
  (SELECT coalesce(sum(f.entry_count), 0) FROM feeds f CROSS JOIN sources s ON s.id = f.source_id
   WHERE s.is_private * :isPublic = 0) AS entries,
  revisions, copies, stories,
  (SELECT count(*) FROM pending) AS pending
  FROM totals WHERE id = 1`;
