import type { ChangesQuery, ChangesRead, LogPlace } from "../../../domain/changes/change.ts";
import {
  type ChangeRow,
  changeColumns,
  changeReader,
  isKept,
  revisedSince,
  toldChanges,
} from "../../rows/changes/told-changes.ts";
import { type NamedFeed, namedFeedsSql } from "../../searching/filter-plan.ts";
import type { Connection } from "../connection.ts";
import { readRevisions } from "../entries/read-revisions.ts";
import { readEntriesById } from "../lists/read-entries.ts";

/** `ReadStore.readChanges`, inside a transaction. */
export function readChanges(connection: Connection, { filter, after, limit }: ChangesQuery): ChangesRead {
  const end = readLogEnd(connection);
  const row = connection.sql<LogPlace>("SELECT seq, at FROM changes WHERE seq = ?").get(after.seq) ?? null;
  const first = connection.sql<{ first: number | null }>("SELECT min(seq) AS first FROM changes").get()?.first ?? null;
  if (!isKept(after, { end, row, first })) return { kind: "forgotten" };
  const opened = filter.opensPrivate === true;
  const feeds = opened ? connection.sql<NamedFeed>(namedFeedsSql).all() : [];
  const reader = changeReader(connection.audience, filter, feeds);
  const hearsAll = opened || connection.audience === "editors";
  const rows = connection
    .sql<ChangeRow>(
      `SELECT ${changeColumns} FROM changes WHERE seq > :after AND (is_private = 0 OR :hearsAll = 1) ORDER BY seq LIMIT :limit`,
    )
    .all({ after: after.seq, hearsAll: hearsAll ? 1 : 0, limit });
  const ids = [...new Set(rows.map(({ entryId }) => entryId))];
  const found = ids.length === 0 ? [] : readEntriesById(connection, filter, ids);
  const entries = new Map(found.map((entry) => [entry.id, entry]));
  const past = new Map(revisedSince(rows, entries).map((id) => [id, readRevisions(connection, id)]));
  const last = rows.at(-1);
  const isMore = last !== undefined && rows.length === limit;
  const upTo = isMore ? { seq: last.seq, at: last.at } : end;
  return { kind: "read", changes: toldChanges(rows, reader, entries, past), upTo, isMore };
}

/** `ReadStore.readLogEnd`, inside a transaction. */
export function readLogEnd(connection: Connection): LogPlace {
  const end = connection.sql<LogPlace>("SELECT log_seq AS seq, logged_at AS at FROM totals WHERE id = 1").get();
  if (end === undefined) throw new Error("the row of totals is missing");
  return end;
}

/** `ReadStore.readPlaceKey`, inside a transaction. */
export function readPlaceKey(connection: Connection): Uint8Array {
  const row = connection.sql<{ key: Buffer }>("SELECT place_key AS key FROM totals WHERE id = 1").get();
  if (row === undefined) throw new Error("the row of totals is missing");
  return row.key;
}
