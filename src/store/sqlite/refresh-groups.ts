import type { Instant } from "../../domain/time.ts";
import type { Connection } from "./connection.ts";
import { addToTotals } from "./totals.ts";

/** The groups that a transaction changed, each with the group that its members last went to, should it be found empty. */
export interface Touched {
  readonly copies: Map<number, number | null>;
  readonly stories: Map<number, number | null>;
  copiesOpened: number;
  storiesOpened: number;
}

export function noneTouched(): Touched {
  return { copies: new Map(), stories: new Map(), copiesOpened: 0, storiesOpened: 0 };
}

export function touchCopy(touched: Touched, copyId: number, wentTo: number | null): void {
  touched.copies.set(copyId, wentTo ?? touched.copies.get(copyId) ?? null);
}

export function touchStory(touched: Touched, storyId: number, wentTo: number | null): void {
  touched.stories.set(storyId, wentTo ?? touched.stories.get(storyId) ?? null);
}

/**
 * Brings the kept facts of the touched groups (lead, times) in line with their members. A group left empty points at what it became,
 * and whatever pointed at it does too; where its members were deleted, it is deleted with everything that pointed at it.
 */
export function refreshGroups(connection: Connection, touched: Touched): void {
  for (const [id, wentTo] of touched.copies) {
    const copy = refreshCopy(connection, id, wentTo);
    touched.copiesOpened -= copy.emptied ? 1 : 0;
    if (copy.storyId !== null) touchStory(touched, copy.storyId, null);
  }
  for (const [id, wentTo] of touched.stories) {
    if (refreshStory(connection, id, wentTo)) touched.storiesOpened -= 1;
  }
  addToTotals(connection, { copies: touched.copiesOpened, stories: touched.storiesOpened });
}

/** After revisions: a membership keeps what lists need of its entry. */
export function refreshRevised(connection: Connection, entryIds: readonly number[]): void {
  const touched = noneTouched();
  for (const id of entryIds) {
    const row = connection.sql<{ copy_id: number }>(refreshMembershipSql).get(id);
    if (row !== undefined) touchCopy(touched, row.copy_id, null);
  }
  if (touched.copies.size > 0) refreshGroups(connection, touched);
}

const refreshMembershipSql = `UPDATE memberships SET (published_at, changed_at) = (SELECT published_at,
    CASE WHEN cue_kind IN ('update', 'correction', 'withdrawn') THEN significant_at END FROM entries WHERE id = entry_id)
  WHERE entry_id = ? RETURNING copy_id`;

interface CopyFacts {
  readonly story_id: number;
  readonly lead_entry_id: number;
  readonly merged_into: number | null;
}

interface Arrivals {
  readonly members: number;
  readonly arrived_at: Instant;
  readonly changed_at: Instant | null;
}

function refreshCopy(
  connection: Connection,
  id: number,
  wentTo: number | null,
): { emptied: boolean; storyId: number | null } {
  const copy = connection
    .sql<CopyFacts>("SELECT story_id, lead_entry_id, merged_into FROM copies WHERE id = ?")
    .get(id);
  if (copy === undefined || copy.merged_into !== null) return { emptied: false, storyId: null };
  const arrivals = connection
    .sql<Arrivals>(
      `SELECT count(*) AS members, min(first_seen_at) AS arrived_at, max(changed_at) AS changed_at
       FROM memberships WHERE copy_id = ?`,
    )
    .get(id);
  if (arrivals === undefined || arrivals.members === 0) {
    redirect(connection, "copies", id, wentTo);
    return { emptied: true, storyId: copy.story_id };
  }
  writeCopy(connection, id, copy.lead_entry_id, arrivals);
  return { emptied: false, storyId: copy.story_id };
}

/** A revision of the lead is news of the copy; so is a member that says it changes something. A lead that is no member is replaced. */
function writeCopy(connection: Connection, id: number, leadEntryId: number, arrivals: Arrivals): void {
  const lead = connection
    .sql<{ id: number; first_seen_at: Instant; published_at: Instant; significant_at: Instant }>(leadSql)
    .get({ lead: leadEntryId, copy: id });
  if (lead === undefined) throw new Error(`copy ${id} has members and no lead`);
  const revisedAt = lead.significant_at > lead.first_seen_at ? lead.significant_at : 0;
  const significantAt = Math.max(arrivals.arrived_at, arrivals.changed_at ?? 0, revisedAt);
  connection
    .sql(
      `UPDATE copies SET lead_entry_id = :lead, arrived_at = :arrived, published_at = :published, significant_at = :significant
       WHERE id = :id AND (lead_entry_id, arrived_at, published_at, significant_at) IS NOT (:lead, :arrived, :published, :significant)`,
    )
    .run({ id, lead: lead.id, arrived: arrivals.arrived_at, published: lead.published_at, significant: significantAt });
}

/** The named lead where it is a member, else the earliest member. */
const leadSql = `SELECT e.id, e.first_seen_at, e.published_at, e.significant_at FROM entries e WHERE e.id = coalesce(
  (SELECT m.entry_id FROM memberships m WHERE m.entry_id = :lead AND m.copy_id = :copy),
  (SELECT m.entry_id FROM memberships m WHERE m.copy_id = :copy ORDER BY m.first_seen_at, m.entry_id LIMIT 1))`;

/** A story is told by its oldest copy, so that its title stays while it grows. True when it was found empty. */
function refreshStory(connection: Connection, id: number, wentTo: number | null): boolean {
  const open = connection.sql("SELECT 1 FROM stories WHERE id = ? AND merged_into IS NULL").get(id);
  if (open === undefined) return false;
  const oldest = connection
    .sql<{ lead_entry_id: number; arrived_at: Instant; published_at: Instant }>(
      `SELECT lead_entry_id, arrived_at, published_at FROM copies WHERE story_id = ? AND merged_into IS NULL
       ORDER BY arrived_at, id LIMIT 1`,
    )
    .get(id);
  if (oldest === undefined) {
    redirect(connection, "stories", id, wentTo);
    return true;
  }
  connection
    .sql(
      `UPDATE stories SET lead_entry_id = :lead, arrived_at = :arrived, published_at = :published
       WHERE id = :id AND (lead_entry_id, arrived_at, published_at) IS NOT (:lead, :arrived, :published)`,
    )
    .run({ id, lead: oldest.lead_entry_id, arrived: oldest.arrived_at, published: oldest.published_at });
  return false;
}

function redirect(connection: Connection, table: "copies" | "stories", id: number, wentTo: number | null): void {
  if (wentTo === null || wentTo === id) {
    connection.sql(`DELETE FROM ${table} WHERE id = :id OR merged_into = :id`).run({ id });
    return;
  }
  connection
    .sql(`UPDATE ${table} SET merged_into = :wentTo WHERE (id = :id OR merged_into = :id) AND id <> :wentTo`)
    .run({ id, wentTo });
}
