import type { StoreCounts } from "../../domain/store.ts";
import { wholeCounts } from "../rows/whole-counts.ts";
import { hiddenFeeds } from "./feeds/private-feeds.ts";
import type { Transaction } from "./transaction.ts";

/**
 * Records that something visible to readers has changed. Call it inside the transaction that makes the change.
 * `isPublic`: the public sees the change too. The public has its own mark, so that the mark does not reveal when
 * entries of private sources arrive.
 */
export async function bumpChangeMark(tx: Transaction, isPublic = true): Promise<void> {
  tx.send("UPDATE totals SET change_mark = change_mark + 1, public_mark = public_mark + :public::int WHERE id = 1", {
    public: isPublic ? 1 : 0,
  });
}

/**
 * Records that every group may look different, for example because a source has a new name. A change to a single group
 * is recorded by `refreshGroups` instead.
 */
export async function bumpWholeMark(tx: Transaction, isPublic = true): Promise<void> {
  await bumpChangeMark(tx, isPublic);
  tx.send("UPDATE totals SET whole_mark = change_mark WHERE id = 1");
}

/**
 * SQL for statements that write: the value that the next `bumpChangeMark` of this transaction gives the change mark.
 */
export const nextMark = "(SELECT change_mark + 1 FROM totals WHERE id = 1)";

/** The mark of the last change that may have touched every group. */
export async function readWholeMark(tx: Transaction): Promise<number> {
  return (await readMarks(tx)).wholeMark;
}

/** `ReadStore.readShownMark`. */
export async function readShownMark(tx: Transaction): Promise<number> {
  const { changeMark, publicMark } = await readMarks(tx);
  return tx.audience === "public" ? publicMark : changeMark;
}

/** `ReadStore.readChangeMark`, inside a transaction. */
export async function readChangeMark(tx: Transaction): Promise<number> {
  return (await readMarks(tx)).changeMark;
}

interface Marks {
  readonly changeMark: number;
  readonly publicMark: number;
  readonly wholeMark: number;
}

async function readMarks(tx: Transaction): Promise<Marks> {
  const marks = await tx.get<Marks>(
    `SELECT change_mark AS "changeMark", public_mark AS "publicMark", whole_mark AS "wholeMark" FROM totals WHERE id = 1`,
  );
  if (marks === undefined) throw new Error("the row of totals is missing");
  return marks;
}

/** `ReadStore.readIdBase`, inside a transaction. */
export async function readIdBase(tx: Transaction): Promise<string | null> {
  return (await tx.get<{ base: string | null }>("SELECT id_base AS base FROM totals WHERE id = 1"))?.base ?? null;
}

/** `Store.keepIdBase`, inside a transaction. */
export async function keepIdBase(tx: Transaction, baseUrl: string): Promise<void> {
  await tx.run("UPDATE totals SET id_base = $1 WHERE id = 1 AND id_base IS NULL", [baseUrl]);
}

/**
 * Adds to the running counts of copies and stories, because counting a million rows takes too long for a page. The
 * running counts of entries and revisions are in the rows of their feeds.
 */
export function addToTotals(tx: Transaction, added: { copies: number; stories: number }): void {
  if (added.copies === 0 && added.stories === 0) return;
  tx.send(
    "UPDATE totals SET copies = copies + :copies::bigint, stories = stories + :stories::bigint WHERE id = 1",
    added,
  );
}

/**
 * Reads the counts. `revisions` includes every state of every entry, the present one too. The public counts include
 * only what the public may see. They also include each copy or story that the public saw before all of its sources
 * became private, until it is purged.
 */
export async function readCounts(tx: Transaction): Promise<StoreCounts> {
  const row = await tx.get<StoreCounts>((await hiddenFeeds(tx)).size === 0 ? wholeCounts : publicCounts);
  if (row === undefined) throw new Error("the row of totals is missing");
  return row;
}

const openFeeds = "feeds f JOIN sources s ON s.id = f.source_id WHERE s.is_private = 0";

const publicCounts = `SELECT
  (SELECT count(*) FROM sources WHERE is_private = 0) AS sources,
  (SELECT count(*) FROM ${openFeeds} AND f.state <> 'removed') AS feeds,
  (SELECT coalesce(sum(f.entry_count), 0) FROM ${openFeeds}) AS entries,
  (SELECT coalesce(sum(f.revision_count), 0) FROM ${openFeeds}) AS revisions,
  copies - (SELECT count(*) FROM copies WHERE public_significant_at = 0 AND merged_into IS NULL) AS copies,
  stories - (SELECT count(*) FROM stories WHERE public_significant_at = 0 AND merged_into IS NULL) AS stories,
  (SELECT count(*) FROM pending p JOIN entries e ON e.id = p.entry_id JOIN feeds f ON f.id = e.feed_id
    JOIN sources s ON s.id = f.source_id WHERE s.is_private = 0) AS pending
  FROM totals WHERE id = 1`;
