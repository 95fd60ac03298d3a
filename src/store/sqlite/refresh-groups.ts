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
 * `revised`: entries of which the same transaction stored a significant revision.
 */
export function refreshGroups(
  connection: Connection,
  touched: Touched,
  revised: ReadonlySet<number> = new Set(),
): void {
  for (const [id, wentTo] of touched.copies) {
    const copy = refreshCopy(connection, id, wentTo, revised);
    touched.copiesOpened -= copy.emptied ? 1 : 0;
    if (copy.storyId !== null) touchStory(touched, copy.storyId, null);
  }
  for (const [id, wentTo] of touched.stories) {
    if (refreshStory(connection, id, wentTo)) touched.storiesOpened -= 1;
  }
  addToTotals(connection, { copies: touched.copiesOpened, stories: touched.storiesOpened });
}

/** After revisions: a membership keeps what lists need of its entry. `significant`: those that a reader should be told of. */
export function refreshRevised(
  connection: Connection,
  entryIds: readonly number[],
  significant: ReadonlySet<number>,
): void {
  const touched = noneTouched();
  for (const id of entryIds) {
    const row = connection.sql<{ copy_id: number }>(refreshMembershipSql).get(id);
    if (row !== undefined) touchCopy(touched, row.copy_id, null);
  }
  if (touched.copies.size > 0) refreshGroups(connection, touched, significant);
}

const refreshMembershipSql = `UPDATE memberships SET (published_at, changed_at) = (SELECT published_at,
    CASE WHEN cue_kind IN ('update', 'correction', 'withdrawn') THEN significant_at END FROM entries WHERE id = entry_id)
  WHERE entry_id = ? RETURNING copy_id`;

interface CopyFacts {
  readonly story_id: number;
  readonly lead_entry_id: number;
  readonly arrived_at: Instant;
  readonly significant_at: Instant;
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
  revised: ReadonlySet<number>,
): { emptied: boolean; storyId: number | null } {
  const copy = connection
    .sql<CopyFacts>("SELECT story_id, lead_entry_id, arrived_at, significant_at, merged_into FROM copies WHERE id = ?")
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
  writeCopy(connection, id, copy, arrivals, revised);
  return { emptied: false, storyId: copy.story_id };
}

/**
 * A significant revision of the lead is news of the copy; so is a member that says it changes something. Nothing else is: a new lead and the
 * purge of an old carrier leave both times as they are, so that no reader is shown old news as changed. A lead that is no member is replaced.
 */
function writeCopy(
  connection: Connection,
  id: number,
  copy: CopyFacts,
  arrivals: Arrivals,
  revised: ReadonlySet<number>,
): void {
  const lead = connection
    .sql<{ id: number; published_at: Instant; significant_at: Instant }>(leadSql)
    .get({ lead: copy.lead_entry_id, copy: id });
  if (lead === undefined) throw new Error(`copy ${id} has members and no lead`);
  const revisedAt = revised.has(lead.id) ? lead.significant_at : 0;
  const significant = Math.max(copy.significant_at, arrivals.changed_at ?? 0, revisedAt);
  const arrived = Math.min(copy.arrived_at, arrivals.arrived_at);
  connection
    .sql(
      `UPDATE copies SET lead_entry_id = :lead, arrived_at = :arrived, published_at = :published, significant_at = :significant
       WHERE id = :id AND (lead_entry_id, arrived_at, published_at, significant_at) IS NOT (:lead, :arrived, :published, :significant)`,
    )
    .run({ id, lead: lead.id, arrived, published: lead.published_at, significant });
}

/** The named lead where it is a member, else the earliest member. */
const leadSql = `SELECT e.id, e.published_at, e.significant_at FROM entries e WHERE e.id = coalesce(
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
      `UPDATE stories SET lead_entry_id = :lead, arrived_at = min(arrived_at, :arrived), published_at = :published
       WHERE id = :id AND (lead_entry_id, min(arrived_at, :arrived), published_at) IS NOT (:lead, arrived_at, :published)`,
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
