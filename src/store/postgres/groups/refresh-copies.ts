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
import { columnsOf } from "../columns.ts";
import type { Transaction } from "../connection.ts";
import { groupMembers } from "../lists/items/group-members.ts";

/**
 * Updates the touched copies from their members, and gives them the change mark. Returns the copies that have no
 * members left, and the stories of all touched copies.
 */
export async function refreshCopies(
  tx: Transaction,
  touched: Touched,
  mark: number,
): Promise<{ readonly emptied: readonly number[]; readonly storyIds: readonly number[] }> {
  const touchedIds = [...touched.copies.keys()];
  const [facts, arrivalRows, leadRows] = await Promise.all([
    tx.all<CopyFacts>(factsSql, [touchedIds]),
    tx.all<Arrivals & Keyed>(arrivalsSql, [touchedIds]),
    tx.all<Lead & Keyed>(leadsSql, [touchedIds]),
  ]);
  const ids = facts.map(({ id }) => id);
  const arrivals = byId(arrivalRows);
  const copies = facts.flatMap((copy) => {
    const own = arrivals.get(copy.id);
    return own === undefined ? [] : [{ copy, arrivals: own }];
  });
  if (copies.length > 0) await writeCopies(tx, touched, copies, { leads: byId(leadRows), mark });
  return {
    emptied: ids.filter((id) => !arrivals.has(id)),
    storyIds: facts.map(({ story_id }) => story_id),
  };
}

interface Keyed {
  readonly copyId: number;
}

interface Living {
  readonly copy: CopyFacts;
  readonly arrivals: Arrivals;
}

function byId<Row extends Keyed>(rows: readonly Row[]): ReadonlyMap<number, Row> {
  return new Map(rows.map((row) => [row.copyId, row]));
}

/** Writes the facts that `copyUpdate` gives for the copies. A lead that is no longer a member is replaced. */
async function writeCopies(
  tx: Transaction,
  touched: Touched,
  living: readonly Living[],
  { leads, mark }: { readonly leads: ReadonlyMap<number, Lead>; readonly mark: number },
): Promise<void> {
  const found = living.map(({ copy, arrivals }) => {
    const lead = leads.get(copy.id);
    if (lead === undefined) throw new Error(`copy ${copy.id} has members but no lead`);
    return { copy, arrivals, lead };
  });
  const led = found.map(({ copy, arrivals, lead }) => ({
    id: copy.id,
    lead: lead.id,
    arrived: arrivedOf(copy, arrivals),
  }));
  const [changedRows, notices, members] = await Promise.all([
    tx.all<Changed & Keyed>(changedSql, columnsOf(led)),
    noticesOfOthers(tx, living),
    membersForPublic(tx, touched, living),
  ]);
  const changed = byId(changedRows);
  const rows = found.map(({ copy, arrivals, lead }) => {
    const seen = members.get(copy.id);
    const update = copyUpdate(copy, {
      lead,
      arrivals,
      own: changed.get(copy.id),
      isAnnounced: touched.leadsToAnnounce.has(lead.id),
      isNoticeOfOther: notices.has(copy.id),
      public: seen === undefined ? null : toldInPublic(copy, lead.id, seen, touched),
    });
    if (update.withdrawn !== copy.withdrawn_by) noteWithdrawal(touched, copy.id, copy.withdrawn_by);
    return update;
  });
  tx.send(writeSql, { ...columnsOf(rows), mark });
}

const factsSql = `SELECT id, story_id, lead_entry_id, arrived_at, significant_at, public_significant_at,
  public_lead_id, withdrawn_by, told_at, merged_into
  FROM copies WHERE id = ANY($1::bigint[]) AND merged_into IS NULL`;

const arrivalsSql = `SELECT copy_id AS "copyId", count(*) AS members, min(first_seen_at) AS arrived_at, max(editor_withdrew) AS withdrew
  FROM memberships WHERE copy_id = ANY($1::bigint[]) GROUP BY copy_id`;

/**
 * The latest change that the lead's own source announced. Corrections by other sources concern only their own texts.
 * `told`: the latest of these changes that is a correction or a withdrawal.
 */
const changedSql = `SELECT k.id AS "copyId", max(m.changed_at) AS at,
  max(CASE WHEN m.changed_at > k.arrived AND e.cue_kind IN ('correction', 'withdrawn') THEN m.changed_at END) AS told
  FROM unnest(:id::bigint[], :lead::bigint[], :arrived::bigint[]) k (id, lead, arrived)
  JOIN memberships led ON led.entry_id = k.lead JOIN feeds own ON own.id = led.feed_id
  JOIN memberships m ON m.copy_id = k.id AND m.changed_at IS NOT NULL
  JOIN feeds f ON f.id = m.feed_id AND f.source_id = own.source_id JOIN entries e ON e.id = m.entry_id GROUP BY k.id`;

const mayBePinned = `m.editor_leads = 1 AND (m.standing IS NULL OR m.standing = 'listed')
  AND NOT EXISTS (SELECT 1 FROM copies c WHERE c.id = k.id AND c.withdrawn_by > 0)`;
const earliest = "ORDER BY m.first_seen_at, m.entry_id LIMIT 1";

/**
 * The lead: an entry that an editor pinned, unless a notice withdraws the copy; otherwise the named lead, if it is a
 * member; otherwise the earliest entry that carries the text, or the earliest member.
 */
const leadsSql = `SELECT k.id AS "copyId", e.id, e.published_at, e.significant_at
  FROM (SELECT id, lead_entry_id AS lead FROM copies WHERE id = ANY($1::bigint[])) k JOIN entries e ON e.id = coalesce(
    (SELECT m.entry_id FROM memberships m WHERE m.entry_id = k.lead AND m.copy_id = k.id AND ${mayBePinned}),
    (SELECT m.entry_id FROM memberships m WHERE m.copy_id = k.id AND ${mayBePinned} ${earliest}),
    (SELECT m.entry_id FROM memberships m WHERE m.entry_id = k.lead AND m.copy_id = k.id),
    (SELECT m.entry_id FROM memberships m WHERE m.copy_id = k.id AND m.standing IS NULL ${earliest}),
    (SELECT m.entry_id FROM memberships m WHERE m.copy_id = k.id ${earliest}))`;

const writeSql = `UPDATE copies c SET lead_entry_id = n.lead, arrived_at = n.arrived, published_at = n.published,
    significant_at = n.significant, public_significant_at = n.public, withdrawn_by = n.withdrawn, told_at = n.told,
    changed_mark = :mark
  FROM unnest(:id::bigint[], :lead::bigint[], :arrived::bigint[], :published::bigint[], :significant::bigint[], :public::bigint[],
    :withdrawn::bigint[], :told::bigint[]) n (id, lead, arrived, published, significant, public, withdrawn, told)
  WHERE c.id = n.id`;

/**
 * The copies whose notice no longer withdraws them, because an editor moved the notice to another copy. A purged notice
 * still withdraws its copy.
 */
async function noticesOfOthers(tx: Transaction, living: readonly Living[]): Promise<ReadonlySet<number>> {
  const withdrawn = living
    .filter(({ copy }) => copy.withdrawn_by !== null && copy.withdrawn_by !== 0)
    .map(({ copy }) => ({ id: copy.id, by: copy.withdrawn_by }));
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
  living: readonly Living[],
): ReturnType<typeof groupMembers> {
  const ids = living
    .filter(({ copy }) => copy.public_significant_at !== null || touched.privateFeeds.size > 0)
    .map(({ copy }) => copy.id);
  return ids.length === 0 ? new Map() : groupMembers(tx, "copy", ids);
}
