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
import { readEntriesById } from "../lists/read-entries.ts";
import { readRevisions } from "../lists/read-groups.ts";
import type { Transaction } from "../transaction.ts";

/** `ReadStore.readChanges`, inside a transaction. */
export async function readChanges(tx: Transaction, { filter, after, limit }: ChangesQuery): Promise<ChangesRead> {
  const opened = filter.opensPrivate === true;
  const [end, row, oldest, feeds] = await Promise.all([
    readLogEnd(tx),
    tx.get<LogPlace>("SELECT seq, at FROM changes WHERE seq = $1", [after.seq]),
    tx.get<{ first: number | null }>("SELECT min(seq) AS first FROM changes"),
    opened ? tx.all<NamedFeed>(namedFeedsSql) : [],
  ]);
  if (!isKept(after, { end, row: row ?? null, first: oldest?.first ?? null })) return { kind: "forgotten" };
  const rows = await tx.all<ChangeRow>(
    `SELECT ${changeColumns} FROM changes WHERE seq > :after AND (is_private = 0 OR :hearsAll) ORDER BY seq LIMIT :limit`,
    { after: after.seq, hearsAll: opened || tx.audience === "editors", limit },
  );
  const found = await readEntriesById(tx, filter, [...new Set(rows.map(({ entryId }) => entryId))]);
  const entries = new Map(found.map((entry) => [entry.id, entry]));
  const revised = revisedSince(rows, entries);
  const past = new Map(await Promise.all(revised.map(async (id) => [id, await readRevisions(tx, id)] as const)));
  const last = rows.at(-1);
  const isMore = last !== undefined && rows.length === limit;
  const upTo = isMore ? { seq: last.seq, at: last.at } : end;
  const reader = changeReader(tx.audience, filter, feeds);
  return { kind: "read", changes: toldChanges(rows, reader, entries, past), upTo, isMore };
}

/** `ReadStore.readLogEnd`, inside a transaction. */
export async function readLogEnd(tx: Transaction): Promise<LogPlace> {
  const end = await tx.get<LogPlace>("SELECT log_seq AS seq, logged_at AS at FROM totals WHERE id = 1");
  if (end === undefined) throw new Error("the row of totals is missing");
  return end;
}

/** `ReadStore.readPlaceKey`, inside a transaction. */
export async function readPlaceKey(tx: Transaction): Promise<Uint8Array> {
  const row = await tx.get<{ key: Buffer }>("SELECT place_key AS key FROM totals WHERE id = 1");
  if (row === undefined) throw new Error("the row of totals is missing");
  return row.key;
}
