import type { Instant } from "../../../domain/time.ts";
import {
  type Arrivals,
  arrivedOf,
  type Changed,
  type CopyFacts,
  copyUpdate,
  type Lead,
  toldInPublic,
} from "../../rows/groups/copy-facts.ts";
import { noteWithdrawal, type Touched } from "../../rows/groups/touched.ts";
import type { Connection } from "../connection.ts";
import { noTest } from "../lists/filter-match.ts";
import { groupMembers } from "./group-members.ts";

/**
 * Updates a copy from its members. `emptied`: the copy has no members left. `storyId`: its story; null when the copy
 * does not exist or was merged into another.
 */
export function refreshCopy(
  connection: Connection,
  id: number,
  touched: Touched,
): { readonly emptied: boolean; readonly storyId: number | null } {
  const copy = connection.sql<CopyFacts>(copySql).get(id);
  if (copy === undefined || copy.merged_into !== null) return { emptied: false, storyId: null };
  const arrivals = connection.sql<Arrivals>(arrivalsSql).get(id);
  const emptied = arrivals === undefined || arrivals.members === 0;
  if (!emptied) writeCopy(connection, copy, arrivals, touched);
  return { emptied, storyId: copy.story_id };
}

const copySql = `SELECT id, story_id, lead_entry_id, arrived_at, significant_at, public_significant_at,
  public_lead_id, withdrawn_by, told_at, merged_into
  FROM copies WHERE id = ?`;

const arrivalsSql = `SELECT count(*) AS members, min(first_seen_at) AS arrived_at, max(editor_withdrew) AS withdrew
  FROM memberships WHERE copy_id = ?`;

/**
 * The latest change that the lead's own source announced. Corrections by other sources concern only their own texts.
 * `told`: the latest of these changes that is a correction or a withdrawal.
 */
const changedSql = `SELECT max(m.changed_at) AS at,
  max(CASE WHEN m.changed_at > :arrived AND e.cue_kind IN ('correction', 'withdrawn') THEN m.changed_at END) AS told
  FROM memberships m CROSS JOIN feeds f ON f.id = m.feed_id CROSS JOIN entries e ON e.id = m.entry_id
  WHERE m.copy_id = :copy AND f.source_id = (SELECT own.source_id FROM memberships led
    CROSS JOIN feeds own ON own.id = led.feed_id WHERE led.entry_id = :lead)`;

/** Writes the facts that `copyUpdate` gives for a copy. A lead that is no longer a member is replaced. */
function writeCopy(connection: Connection, copy: CopyFacts, arrivals: Arrivals, touched: Touched): void {
  const lead = connection.sql<Lead>(leadSql).get({ lead: copy.lead_entry_id, copy: copy.id });
  if (lead === undefined) throw new Error(`copy ${copy.id} has members but no lead`);
  const arrived = arrivedOf(copy, arrivals);
  const update = copyUpdate(copy, {
    lead,
    arrivals,
    own: connection.sql<Changed>(changedSql).get({ copy: copy.id, lead: lead.id, arrived }),
    isAnnounced: touched.leadsToAnnounce.has(lead.id),
    isNoticeOfOther: isNoticeOfOther(connection, copy),
    public: publicTime(connection, copy, lead.id, touched),
  });
  if (update.withdrawn !== copy.withdrawn_by) noteWithdrawal(touched, copy.id, copy.withdrawn_by);
  connection
    .sql(
      `UPDATE copies SET (lead_entry_id, arrived_at, published_at, significant_at, public_significant_at, withdrawn_by, told_at)
         = (:lead, :arrived, :published, :significant, :public, :withdrawn, :told)
       WHERE id = :id AND (lead_entry_id, arrived_at, published_at, significant_at, public_significant_at, withdrawn_by, told_at)
         IS NOT (:lead, :arrived, :published, :significant, :public, :withdrawn, :told)`,
    )
    .run(update);
}

/** See `toldInPublic`. If no source is private, the members need not be read. */
function publicTime(connection: Connection, copy: CopyFacts, leadId: number, touched: Touched): Instant | null {
  if (copy.public_significant_at === null && touched.privateFeeds.size === 0) return null;
  return toldInPublic(copy, leadId, groupMembers(connection, "copy", copy.id, noTest), touched);
}

/**
 * Whether an editor moved the notice of withdrawal to another copy, so that the notice no longer withdraws this copy. A
 * purged notice still withdraws the copy.
 */
function isNoticeOfOther(connection: Connection, { id, withdrawn_by }: CopyFacts): boolean {
  return (
    withdrawn_by !== null &&
    withdrawn_by !== 0 &&
    connection.sql("SELECT 1 FROM memberships WHERE entry_id = ? AND copy_id <> ?").get(withdrawn_by, id) !== undefined
  );
}

const mayBePinned = `m.editor_leads = 1 AND (m.standing IS NULL OR m.standing = 'listed')
  AND NOT EXISTS (SELECT 1 FROM copies c WHERE c.id = :copy AND c.withdrawn_by > 0)`;

/**
 * The lead, by the first of these rules that finds one: an entry that an editor pinned, if no notice withdraws the
 * copy; the named lead, if it is a member; the earliest entry that carries the text; the earliest member.
 */
const leadSql = `SELECT e.id, e.published_at, e.significant_at FROM entries e WHERE e.id = coalesce(
  (SELECT m.entry_id FROM memberships m WHERE m.entry_id = :lead AND m.copy_id = :copy AND ${mayBePinned}),
  (SELECT m.entry_id FROM memberships m WHERE m.copy_id = :copy AND ${mayBePinned}
   ORDER BY m.first_seen_at, m.entry_id LIMIT 1),
  (SELECT m.entry_id FROM memberships m WHERE m.entry_id = :lead AND m.copy_id = :copy),
  (SELECT m.entry_id FROM memberships m WHERE m.copy_id = :copy AND m.standing IS NULL
   ORDER BY m.first_seen_at, m.entry_id LIMIT 1),
  (SELECT m.entry_id FROM memberships m WHERE m.copy_id = :copy ORDER BY m.first_seen_at, m.entry_id LIMIT 1))`;
