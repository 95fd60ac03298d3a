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
import type { Connection } from "../connection.ts";
import { seesWithdrawal } from "../lists/seen-group.ts";
import { seesEntry, visibilityOf } from "../lists/visibility.ts";
import { bumpChangeMark } from "../totals.ts";

/** `AlertClockStore.saveDigest`, inside a transaction. */
export function saveDigest(connection: Connection, digest: Omit<SectionDigest, "madeAt">, now: Instant): boolean {
  const { section, from, to, more, timeZone } = digest;
  const last = readLastDigest(connection, section);
  if (last !== null && last >= to) return false;
  connection
    .sql(
      "INSERT INTO digests (section, until_at, from_at, more, time_zone, made_at) VALUES (:section, :to, :from, :more, :timeZone, :now)",
    )
    .run({ section, to, from, more, timeZone, now });
  // An entry may have been purged since the stories of the digest were read.
  const insert = connection.sql(
    `INSERT INTO digest_items (section, until_at, place, entry_id, story_id, event, headline, summary, source, outlets, url, at)
     SELECT :section, :to, :place, id, :storyId, :event, :headline, :summary, :source, :outlets, :url, :at
     FROM entries WHERE id = :entryId`,
  );
  for (const item of placedItems(digest)) insert.run({ ...item, section, to });
  for (const table of ["digest_items", "digests"]) connection.sql(dropSql(table)).run({ section });
  bumpChangeMark(connection);
  return true;
}

/** SQL that deletes the rows of a section's digests, except the newest `digestsKept`. */
function dropSql(table: string): string {
  return `DELETE FROM ${table} WHERE section = :section AND until_at <
    (SELECT min(until_at) FROM (SELECT until_at FROM digests WHERE section = :section ORDER BY until_at DESC LIMIT ${digestsKept}))`;
}

/** Deletes the digests that ended before a time, of all sections, inside a transaction. */
export function forgetDigests(connection: Connection, before: Instant): void {
  for (const table of ["digest_items", "digests"])
    connection.sql(`DELETE FROM ${table} WHERE until_at < ?`).run(before);
}

/** `AlertReadStore.readLastDigest`, inside a transaction. */
export function readLastDigest(connection: Connection, section: string): Instant | null {
  return (
    connection.sql<{ last: Instant | null }>("SELECT max(until_at) AS last FROM digests WHERE section = ?").get(section)
      ?.last ?? null
  );
}

/** `AlertReadStore.readDigests`, inside a transaction. */
export function readDigests(connection: Connection, section: string, filter: SectionFilter): readonly SectionDigest[] {
  const rows = connection
    .sql<DigestRow>(`SELECT ${digestColumns} FROM digests WHERE section = ? ORDER BY until_at DESC`)
    .all(section);
  const items = connection
    .sql<DigestItemRow>(
      `SELECT ${digestItemColumns} FROM ${digestItemTables} WHERE d.section = ? ORDER BY d.until_at, d.place`,
    )
    .all(section);
  const sight = visibilityOf(connection, filter);
  return digestsOf(rows, items, {
    sees: (entryId) => seesEntry(connection, sight, entryId),
    seesWithdrawal: (withdrawnBy) => seesWithdrawal(connection, sight, withdrawnBy) !== null,
  });
}
