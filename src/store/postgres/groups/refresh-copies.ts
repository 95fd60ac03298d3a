import { groupedBy } from "../../../domain/grouped-by.ts";
import type { Instant } from "../../../domain/time.ts";
import {
  type Arrivals,
  arrivedOf,
  type CopyFacts,
  copyUpdate,
  type Lead,
  toldInPublic,
} from "../../rows/groups/copy-facts.ts";
import { noteWithdrawal, type Touched } from "../../rows/groups/touched.ts";
import { columnsOf } from "../columns.ts";
import { groupMembers } from "../lists/items/group-members.ts";
import { nextMark } from "../totals.ts";
import type { Transaction } from "../transaction.ts";

/**
 * Updates the touched copies from their members, and gives them the next change mark. Returns the copies that have no
 * members left, and the stories of all touched copies.
 */
export async function refreshCopies(
  tx: Transaction,
  touched: Touched,
): Promise<{ readonly emptied: readonly number[]; readonly storyIds: readonly number[] }> {
  const touchedIds = [...touched.copies.keys()];
  const rows = await tx.all<CopyRow>(copiesSql, [touchedIds]);
  const copies = rows.filter(({ merged_into }) => merged_into === null);
  const living = copies.filter(({ members }) => members > 0);
  if (living.length > 0) await writeCopies(tx, touched, living);
  return {
    emptied: copies.filter(({ members }) => members === 0).map(({ id }) => id),
    storyIds: copies.map(({ story_id }) => story_id),
  };
}

/**
 * A copy with the facts about its members and its lead. The facts about the lead are null only if the copy has no
 * members.
 */
interface CopyRow extends CopyFacts, Pick<Arrivals, "members" | "withdrew"> {
  readonly firstArrivedAt: Instant;
  /** The latest change that a member announced; null when none did. */
  readonly changedAt: Instant | null;
  readonly leadId: number | null;
  readonly leadPublishedAt: Instant;
  readonly leadSignificantAt: Instant;
  readonly leadSourceId: number;
}

/** The changes that the entries of one source announced in a copy. */
interface Change {
  readonly copyId: number;
  readonly sourceId: number;
  readonly at: Instant;
  /** The latest correction or withdrawal. */
  readonly told: Instant | null;
}

/** Writes the facts that `copyUpdate` gives for the copies. A lead that is no longer a member is replaced. */
async function writeCopies(tx: Transaction, touched: Touched, living: readonly CopyRow[]): Promise<void> {
  const [notices, members, changes] = await Promise.all([
    noticesOfOthers(tx, living),
    membersForPublic(tx, touched, living),
    readChanges(tx, living),
  ]);
  const changesOf = groupedBy(changes, ({ copyId }) => copyId);
  const rows = living.map((copy) => {
    const lead = leadOf(copy);
    const arrivals = { members: copy.members, arrived_at: copy.firstArrivedAt, withdrew: copy.withdrew };
    const seen = members.get(copy.id);
    const update = copyUpdate(copy, {
      lead,
      arrivals,
      own: ownChange(changesOf.get(copy.id) ?? [], copy, arrivedOf(copy, arrivals)),
      isAnnounced: touched.leadsToAnnounce.has(lead.id),
      isNoticeOfOther: notices.has(copy.id),
      public: seen === undefined ? null : toldInPublic(copy, lead.id, seen, touched),
    });
    if (update.withdrawn !== copy.withdrawn_by) noteWithdrawal(touched, copy.id, copy.withdrawn_by);
    return update;
  });
  tx.send(writeSql, columnsOf(rows));
}

async function readChanges(tx: Transaction, living: readonly CopyRow[]): Promise<readonly Change[]> {
  const ids = living.filter(({ changedAt }) => changedAt !== null).map(({ id }) => id);
  return ids.length === 0 ? [] : tx.all<Change>(changesSql, [ids]);
}

function leadOf({ id, leadId, leadPublishedAt, leadSignificantAt }: CopyRow): Lead {
  if (leadId === null) throw new Error(`copy ${id} has members but no lead`);
  return { id: leadId, published_at: leadPublishedAt, significant_at: leadSignificantAt };
}

/**
 * The latest change that the lead's own source announced. Corrections by other sources concern only their own texts.
 * `told`: the latest of these changes that is a correction or a withdrawal and came after the copy arrived.
 */
function ownChange(
  changes: readonly Change[],
  { leadSourceId }: CopyRow,
  arrived: Instant,
): { readonly at: Instant; readonly told: Instant | null } | undefined {
  const own = changes.find(({ sourceId }) => sourceId === leadSourceId);
  if (own === undefined) return undefined;
  return { at: own.at, told: own.told !== null && own.told > arrived ? own.told : null };
}

const mayBePinned = `m.editor_leads = 1 AND (m.standing IS NULL OR m.standing = 'listed') AND coalesce(c.withdrawn_by, 0) <= 0`;
const earliest = "ORDER BY m.first_seen_at, m.entry_id LIMIT 1";

/**
 * The lead, by the first of these rules that finds one: an entry that an editor pinned, if no notice withdraws the
 * copy; the named lead, if it is a member; the earliest entry that carries the text; the earliest member. The caller
 * leaves out merged copies. With a condition that excludes them, the server might read the whole index of copies that
 * were not merged.
 */
const copiesSql = `SELECT c.id, c.story_id, c.lead_entry_id, c.arrived_at, c.significant_at, c.public_significant_at,
    c.public_lead_id, c.withdrawn_by, c.told_at, c.merged_into, a.members, a.arrived AS "firstArrivedAt", a.withdrew,
    a.changed AS "changedAt",
    e.id AS "leadId", e.published_at AS "leadPublishedAt", e.significant_at AS "leadSignificantAt", f.source_id AS "leadSourceId"
  FROM copies c CROSS JOIN LATERAL (
    SELECT count(*) AS members, min(first_seen_at) AS arrived, max(editor_withdrew) AS withdrew, max(editor_leads) AS pinned,
      max(changed_at) AS changed
    FROM memberships WHERE copy_id = c.id) a
  LEFT JOIN entries e ON e.id = coalesce(
    (SELECT m.entry_id FROM memberships m WHERE a.pinned = 1 AND m.entry_id = c.lead_entry_id AND m.copy_id = c.id AND ${mayBePinned}),
    (SELECT m.entry_id FROM memberships m WHERE a.pinned = 1 AND m.copy_id = c.id AND ${mayBePinned} ${earliest}),
    (SELECT m.entry_id FROM memberships m WHERE m.entry_id = c.lead_entry_id AND m.copy_id = c.id),
    (SELECT m.entry_id FROM memberships m WHERE m.copy_id = c.id AND m.standing IS NULL ${earliest}),
    (SELECT m.entry_id FROM memberships m WHERE m.copy_id = c.id ${earliest}))
  LEFT JOIN feeds f ON f.id = e.feed_id WHERE c.id = ANY($1::bigint[])`;

const changesSql = `SELECT m.copy_id AS "copyId", f.source_id AS "sourceId", max(m.changed_at) AS at,
    max(m.changed_at) FILTER (WHERE e.cue_kind IN ('correction', 'withdrawn')) AS told
  FROM unnest($1::bigint[]) k (id) JOIN memberships m ON m.copy_id = k.id AND m.changed_at IS NOT NULL
  JOIN feeds f ON f.id = m.feed_id JOIN entries e ON e.id = m.entry_id GROUP BY m.copy_id, f.source_id`;

const writeSql = `UPDATE copies c SET lead_entry_id = n.lead, arrived_at = n.arrived, published_at = n.published,
    significant_at = n.significant, public_significant_at = n.public, withdrawn_by = n.withdrawn, told_at = n.told,
    changed_mark = ${nextMark}
  FROM unnest(:id::bigint[], :lead::bigint[], :arrived::bigint[], :published::bigint[], :significant::bigint[], :public::bigint[],
    :withdrawn::bigint[], :told::bigint[]) n (id, lead, arrived, published, significant, public, withdrawn, told)
  WHERE c.id = n.id`;

/**
 * The copies whose notice no longer withdraws them, because an editor moved the notice to another copy. A purged notice
 * still withdraws its copy.
 */
async function noticesOfOthers(tx: Transaction, living: readonly CopyFacts[]): Promise<ReadonlySet<number>> {
  const withdrawn = living
    .filter(({ withdrawn_by }) => withdrawn_by !== null && withdrawn_by !== 0)
    .map(({ id, withdrawn_by }) => ({ id, by: withdrawn_by }));
  if (withdrawn.length === 0) return new Set();
  const rows = await tx.all<{ id: number }>(
    `SELECT k.id FROM unnest(:id::bigint[], :by::bigint[]) k (id, by)
     JOIN memberships m ON m.entry_id = k.by AND m.copy_id <> k.id`,
    columnsOf(withdrawn),
  );
  return new Set(rows.map(({ id }) => id));
}

/** The members on which a copy's public time depends. If no source is private, the members need not be read. */
async function membersForPublic(
  tx: Transaction,
  touched: Touched,
  living: readonly CopyFacts[],
): ReturnType<typeof groupMembers> {
  const ids = living
    .filter(({ public_significant_at }) => public_significant_at !== null || touched.privateFeeds.size > 0)
    .map(({ id }) => id);
  return ids.length === 0 ? new Map() : groupMembers(tx, "copy", ids);
}
