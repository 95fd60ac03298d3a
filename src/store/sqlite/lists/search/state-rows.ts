import type { EntryState } from "../../../../domain/query/entry-states.ts";
import type { Instant } from "../../../../domain/time.ts";
import type { Connection } from "../../connection.ts";
import { hiddenFeeds } from "../../feeds/private-feeds.ts";
import { sortedRows } from "./merged-rows.ts";
import type { IndexRows } from "./row-list.ts";
import { searchRow } from "./search-row.ts";

/** The rows of the entries in a state (`entry-states.ts`). There are few, so all are read. */
export function stateRows(connection: Connection, state: EntryState): IndexRows {
  const hidden = hiddenFeeds(connection);
  const rows = new Set<number>();
  for (const sql of statements[state]) {
    const read = connection.sql<StateRow>(sql).all();
    connection.limits.check(read.length);
    connection.limits.hold(read.length);
    // A withdrawal does not count for an audience that may not see the notice.
    for (const { id, at, noticeFeedId } of read)
      if (noticeFeedId === null || !hidden.has(noticeFeedId)) rows.add(searchRow(at, id));
  }
  return sortedRows([...rows].sort((a, b) => a - b));
}

interface StateRow {
  readonly id: number;
  readonly at: Instant;
  readonly noticeFeedId: number | null;
}

const columns = "e.id, e.first_seen_at AS at, NULL AS noticeFeedId";

function byCue(kind: string): string {
  return `SELECT ${columns} FROM entries e INDEXED BY entries_cue WHERE e.cue_kind = '${kind}'`;
}

const statements: Readonly<Record<EntryState, readonly string[]>> = {
  flash: [byCue("flash")],
  corrected: [byCue("correction")],
  updated: [
    byCue("update"),
    `SELECT ${columns} FROM entries e INDEXED BY entries_revised
     WHERE e.revision > 1 AND e.revised_at > 0 AND e.significant_at > e.first_seen_at`,
  ],
  withdrawn: [
    byCue("withdrawn"),
    `SELECT m.entry_id AS id, m.first_seen_at AS at, NULL AS noticeFeedId FROM memberships m
     WHERE m.standing IN ('struck', 'notice')`,
    `SELECT m.entry_id AS id, m.first_seen_at AS at, n.feed_id AS noticeFeedId
     FROM copies c CROSS JOIN memberships m ON m.copy_id = c.id LEFT JOIN entries n ON n.id = c.withdrawn_by
     WHERE c.withdrawn_by IS NOT NULL`,
  ],
};
