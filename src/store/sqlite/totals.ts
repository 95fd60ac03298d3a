import type { StoreCounts } from "../../domain/store.ts";
import { wholeCounts } from "../rows/whole-counts.ts";
import type { Connection } from "./connection.ts";
import { hiddenFeeds } from "./feeds/private-feeds.ts";

/**
 * Records that something visible to readers has changed. Call it inside the transaction that makes the change.
 * `isPublic`: the public sees the change too. The public has its own mark, so that the mark does not reveal when
 * entries of private sources arrive.
 */
export function bumpChangeMark(connection: Connection, isPublic = true): void {
  connection
    .sql("UPDATE totals SET change_mark = change_mark + 1, public_mark = public_mark + ? WHERE id = 1")
    .run(isPublic ? 1 : 0);
}

/**
 * Records that every group may look different, for example because a source has a new name. A change to a single group
 * is recorded by `refreshGroups` instead.
 */
export function bumpWholeMark(connection: Connection, isPublic = true): void {
  bumpChangeMark(connection, isPublic);
  connection.sql("UPDATE totals SET whole_mark = change_mark WHERE id = 1").run();
}

/** The mark of the last change that may have touched every group. */
export function readWholeMark(connection: Connection): number {
  return connection.sql<{ mark: number }>("SELECT whole_mark AS mark FROM totals WHERE id = 1").get()?.mark ?? 0;
}

/** `ReadStore.readShownMark`. */
export function readShownMark(connection: Connection): number {
  const row = connection
    .sql<{ whole: number; public: number }>(
      "SELECT change_mark AS whole, public_mark AS public FROM totals WHERE id = 1",
    )
    .get();
  return (connection.audience === "public" ? row?.public : row?.whole) ?? 0;
}

/** `ReadStore.readChangeMark`, inside a transaction. */
export function readChangeMark(connection: Connection): number {
  const row = connection.sql<{ change_mark: number }>("SELECT change_mark FROM totals WHERE id = 1").get();
  return row?.change_mark ?? 0;
}

/** `ReadStore.readIdBase`, inside a transaction. */
export function readIdBase(connection: Connection): string | null {
  return connection.sql<{ base: string | null }>("SELECT id_base AS base FROM totals WHERE id = 1").get()?.base ?? null;
}

/** `Store.keepIdBase`, inside a transaction. */
export function keepIdBase(connection: Connection, baseUrl: string): void {
  connection.sql("UPDATE totals SET id_base = ? WHERE id = 1 AND id_base IS NULL").run(baseUrl);
}

/**
 * Adds to the running counts of copies and stories, because counting a million rows takes too long for a page. The
 * running counts of entries and revisions are in the rows of their feeds.
 */
export function addToTotals(connection: Connection, added: { copies: number; stories: number }): void {
  connection
    .sql("UPDATE totals SET copies = copies + ?, stories = stories + ? WHERE id = 1")
    .run(added.copies, added.stories);
}

/**
 * Reads the counts. `revisions` includes every state of every entry, the present one too. The public counts include
 * only what the public may see. They also include each copy or story that the public saw before all of its sources
 * became private, until it is purged.
 */
export function readCounts(connection: Connection): StoreCounts {
  const row = connection.sql<StoreCounts>(hiddenFeeds(connection).size === 0 ? wholeCounts : publicCounts).get();
  if (row === undefined) throw new Error("the row of totals is missing");
  return row;
}

const openFeeds = "feeds f CROSS JOIN sources s ON s.id = f.source_id WHERE s.is_private = 0";

const publicCounts = `SELECT
  (SELECT count(*) FROM sources WHERE is_private = 0) AS sources,
  (SELECT count(*) FROM ${openFeeds} AND f.state <> 'removed') AS feeds,
  (SELECT coalesce(sum(f.entry_count), 0) FROM ${openFeeds}) AS entries,
  (SELECT coalesce(sum(f.revision_count), 0) FROM ${openFeeds}) AS revisions,
  copies - (SELECT count(*) FROM copies WHERE public_significant_at = 0 AND merged_into IS NULL) AS copies,
  stories - (SELECT count(*) FROM stories WHERE public_significant_at = 0 AND merged_into IS NULL) AS stories,
  (SELECT count(*) FROM pending) - (SELECT count(*) FROM pending p CROSS JOIN entries e ON e.id = p.entry_id
    WHERE e.feed_id IN (SELECT f.id FROM sources s CROSS JOIN feeds f ON f.source_id = s.id WHERE s.is_private = 1)) AS pending
  FROM totals WHERE id = 1`;
