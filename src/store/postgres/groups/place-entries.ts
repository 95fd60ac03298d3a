import { leadAmong } from "../../rows/group-leads.ts";
import { reasonsOfPlaced } from "../../rows/groups/kept-reasons.ts";
import { notePlaced, unseen } from "../../rows/groups/placement.ts";
import { type Touched, touchCopy, touchNews, touchStory } from "../../rows/groups/touched.ts";
import { columnsOf } from "../columns.ts";
import { groupMembers } from "../lists/items/group-members.ts";
import type { Transaction } from "../transaction.ts";
import { openCopies, openStories } from "./open-groups.ts";
import type { Placing, PresentGroups } from "./placing.ts";

/**
 * Puts entries into their copies and the copies into their stories, wherever the entries and copies were before. Notes
 * in `touched` the groups whose members change; `refreshGroups` must follow in the same transaction. If there are
 * several entries, none of them may leave a group, and no copy may change its story (`plainRun`).
 */
export async function placeEntries(
  tx: Transaction,
  touched: Touched,
  run: readonly Placing[],
  { storyOf, stories }: PresentGroups,
): Promise<void> {
  await tellOfLeads(tx, touched, run);
  const starts = run.map(({ placement: { entryId, storyId }, facts }) => {
    return { ...facts, id: storyId, leadEntryId: entryId, public: unseen(touched, facts) };
  });
  openStories(tx, touched, starts, stories);
  await openCopies(tx, touched, run, storyOf);
  for (const { placement, facts, isPresent } of run) {
    touchNews(touched, placement.entryId, facts, isPresent);
    if (facts.copy_id !== null && facts.copy_id !== placement.copyId)
      touchCopy(touched, facts.copy_id, placement.copyId);
    // If the whole copy was moved just now, this entry was moved with it, but `facts` still names the older story.
    // Noting that story again does no harm.
    if (facts.story_id !== null && facts.story_id !== placement.storyId)
      touchStory(touched, facts.story_id, placement.storyId);
  }
  writeMemberships(tx, run);
  writeReasons(tx, touched, run);
}

interface Leads {
  readonly id: number;
  readonly leadEntryId: number;
  readonly publicLeadId: number | null;
}

/**
 * Notes the entries that lead their copies, because a significant revision of a lead is news of its copy. Notes only
 * entries for which the desk has decided that they stay in their copies.
 */
async function tellOfLeads(tx: Transaction, touched: Touched, run: readonly Placing[]): Promise<void> {
  const news = run.filter(
    ({ placement, facts, isPresent }) => isPresent && facts.news === 1 && facts.copy_id === placement.copyId,
  );
  if (news.length === 0) return;
  const rows = await tx.all<Leads>(
    `SELECT id, lead_entry_id AS "leadEntryId", public_lead_id AS "publicLeadId" FROM copies WHERE id = ANY($1::bigint[])`,
    [news.map(({ placement }) => placement.copyId)],
  );
  const copies = new Map(rows.map((row) => [row.id, row]));
  for (const { placement } of news) {
    const copy = copies.get(placement.copyId);
    if (copy !== undefined) await tellOfLead(tx, touched, placement.entryId, copy);
  }
}

async function tellOfLead(tx: Transaction, touched: Touched, entryId: number, copy: Leads): Promise<void> {
  if (copy.leadEntryId === entryId) touched.leadsToAnnounce.add(entryId);
  if (copy.leadEntryId === entryId || touched.privateFeeds.size === 0) return;
  const members = (await groupMembers(tx, "copy", [copy.id])).get(copy.id) ?? [];
  const seen = members.filter(({ feedId }) => !touched.privateFeeds.has(feedId));
  if (leadAmong(seen, copy)?.entryId === entryId) touched.leadsToAnnounce.add(entryId);
}

function writeMemberships(tx: Transaction, run: readonly Placing[]): void {
  const rows = run.map(({ placement: { entryId, copyId, storyId, decidedAt, standing }, isPresent }) => ({
    ...{ entryId, copyId, storyId, decidedAt },
    standing: standing === "text" ? null : (standing ?? null),
    isTold: standing !== undefined,
    isPresent,
  }));
  tx.send(placeSql, columnsOf(rows));
}

/**
 * An entry that joins a copy is news of the copy (`changed_at`) if its cue is an update, a correction or a withdrawal.
 * A new carrier alone is not news. Revisions that the desk has not seen yet are not announced. Entries that already
 * have a membership are updated in a separate part (`moved`), because ON CONFLICT cannot see `is_told` and
 * `is_present`. An entry stops waiting when the desk has decided on its present revision (`decided`).
 */
const placeSql = `WITH n AS (
    SELECT k.*, e.feed_id, e.first_seen_at, e.published_at,
      CASE WHEN k.is_present AND e.cue_kind IN ('update', 'correction', 'withdrawn') THEN e.significant_at END AS changed_at
    FROM unnest(:entryId::bigint[], :copyId::bigint[], :storyId::bigint[], :decidedAt::bigint[], :standing::text[], :isTold::boolean[],
      :isPresent::boolean[]) k (entry_id, copy_id, story_id, decided_at, standing, is_told, is_present)
    JOIN entries e ON e.id = k.entry_id
  ), moved AS (
    UPDATE memberships m SET copy_id = n.copy_id, story_id = n.story_id,
      standing = CASE WHEN NOT n.is_told AND m.copy_id = n.copy_id THEN m.standing ELSE n.standing END,
      published_at = n.published_at, changed_at = CASE WHEN n.is_present THEN n.changed_at ELSE m.changed_at END
    FROM n WHERE m.entry_id = n.entry_id RETURNING m.entry_id
  ), decided AS (
    DELETE FROM pending p USING n WHERE n.is_present AND p.first_seen_at = n.first_seen_at AND p.entry_id = n.entry_id
  )
  INSERT INTO memberships (entry_id, feed_id, copy_id, story_id, first_seen_at, published_at, decided_at, changed_at, standing)
  SELECT entry_id, feed_id, copy_id, story_id, first_seen_at, published_at, decided_at, changed_at, standing FROM n
  WHERE entry_id NOT IN (SELECT entry_id FROM moved)`;

function writeReasons(tx: Transaction, touched: Touched, run: readonly Placing[]): void {
  const explained = run.map(({ placement, facts }) => {
    return { entryId: placement.entryId, facts, reasons: reasonsOfPlaced(placement, facts) };
  });
  for (const { entryId, facts, reasons } of explained) notePlaced(touched, entryId, facts, JSON.stringify(reasons));
  const changed = explained.filter(({ facts, reasons }) => reasons.length > 0 || facts.copy_id !== null);
  const none = changed.filter(({ reasons }) => reasons.length === 0).map(({ entryId }) => entryId);
  if (none.length > 0) tx.send("DELETE FROM reasons WHERE entry_id = ANY($1::bigint[])", [none]);
  const some = changed.filter(({ reasons }) => reasons.length > 0);
  if (some.length > 0) tx.send(writeReasonsSql, columnsOf(some.map(asJson)));
}

function asJson({ entryId, reasons }: { readonly entryId: number; readonly reasons: readonly unknown[] }) {
  return { entryId, list: JSON.stringify(reasons) };
}

/** Writes the reasons of entries. Replaces their earlier reasons. */
export const writeReasonsSql = `INSERT INTO reasons (entry_id, list) SELECT * FROM unnest(:entryId::bigint[], :list::text[])
  ON CONFLICT (entry_id) DO UPDATE SET list = excluded.list`;
