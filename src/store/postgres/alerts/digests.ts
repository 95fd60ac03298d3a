import { digestsKept, type SectionDigest } from "../../../domain/alerts/digests/digest.ts";
import type { SectionFilter } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import {
  type DigestItemRow,
  type DigestRow,
  digestColumns,
  digestItemColumns,
  digestItemTables,
  digestsOf,
  placedItems,
} from "../../rows/alerts/digest-rows.ts";
import { columnsOf } from "../columns.ts";
import { lookUpSeen, seesEntry, seesWithdrawal, visibilityOf } from "../lists/items/visibility.ts";
import { bumpChangeMark } from "../totals.ts";
import type { Transaction } from "../transaction.ts";

/** `AlertClockStore.saveDigest`, inside a transaction. */
export async function saveDigest(
  tx: Transaction,
  digest: Omit<SectionDigest, "madeAt">,
  now: Instant,
): Promise<boolean> {
  const { section, from, to, more, timeZone } = digest;
  const last = await readLastDigest(tx, section);
  if (last !== null && last >= to) return false;
  // Another desk may be writing the same digest.
  const added = await tx.run(
    `INSERT INTO digests (section, until_at, from_at, more, time_zone, made_at)
     VALUES (:section, :to, :from, :more, :timeZone, :now) ON CONFLICT DO NOTHING`,
    { section, to, from, more, timeZone, now },
  );
  if (added === 0) return false;
  const items = placedItems(digest);
  // An entry may have been purged since the stories of the digest were read.
  if (items.length > 0)
    await tx.run(
      `INSERT INTO digest_items (section, until_at, place, entry_id, story_id, event, headline, summary, source, outlets, url, at)
       SELECT :section::text, :to::bigint, k.place, e.id, k.story_id, k.event, k.headline, k.summary, k.source, k.outlets, k.url, k.at
       FROM unnest(:place::int[], :entryId::bigint[], :storyId::bigint[], :event::text[], :headline::text[], :summary::text[],
         :source::text[], :outlets::int[], :url::text[], :at::bigint[])
         k (place, entry_id, story_id, event, headline, summary, source, outlets, url, at)
       JOIN entries e ON e.id = k.entry_id`,
      { ...columnsOf(items), section, to },
    );
  for (const table of ["digest_items", "digests"]) await tx.run(dropSql(table), { section });
  await bumpChangeMark(tx);
  return true;
}

/** SQL that deletes the rows of a section's digests, except the newest `digestsKept`. */
function dropSql(table: string): string {
  return `DELETE FROM ${table} WHERE section = :section AND until_at <
    (SELECT min(until_at) FROM (SELECT until_at FROM digests WHERE section = :section ORDER BY until_at DESC LIMIT ${digestsKept}) k)`;
}

/** Deletes the digests that ended before a time, of all sections, inside a transaction. */
export function forgetDigests(tx: Transaction, before: Instant): void {
  for (const table of ["digest_items", "digests"]) tx.send(`DELETE FROM ${table} WHERE until_at < :before`, { before });
}

/** `AlertReadStore.readLastDigest`, inside a transaction. */
export async function readLastDigest(tx: Transaction, section: string): Promise<Instant | null> {
  const row = await tx.get<{ last: Instant | null }>("SELECT max(until_at) AS last FROM digests WHERE section = $1", [
    section,
  ]);
  return row?.last ?? null;
}

/** `AlertReadStore.readDigests`, inside a transaction. */
export async function readDigests(
  tx: Transaction,
  section: string,
  filter: SectionFilter,
): Promise<readonly SectionDigest[]> {
  const rows = await tx.all<DigestRow>(
    `SELECT ${digestColumns} FROM digests WHERE section = $1 ORDER BY until_at DESC`,
    [section],
  );
  const items = await tx.all<DigestItemRow>(
    `SELECT ${digestItemColumns} FROM ${digestItemTables} WHERE d.section = $1 ORDER BY d.until_at, d.place`,
    [section],
  );
  const sight = await visibilityOf(tx, filter);
  await lookUpSeen(
    tx,
    sight,
    items.flatMap(({ entryId, withdrawnBy }) => [entryId, withdrawnBy ?? 0]),
  );
  return digestsOf(rows, items, {
    sees: (entryId) => seesEntry(sight, entryId),
    seesWithdrawal: (withdrawnBy) => seesWithdrawal(sight, withdrawnBy) !== null,
  });
}
