import type { Reason } from "../../../domain/reason.ts";
import { leadAmong } from "../../rows/group-leads.ts";
import { reasonsOfPlaced } from "../../rows/groups/kept-reasons.ts";
import { type EntryFacts, notePlaced, type Placement, type StoryStart, unseen } from "../../rows/groups/placement.ts";
import {
  type MovedRow,
  type Touched,
  touchCopy,
  touchMoved,
  touchNews,
  touchStory,
} from "../../rows/groups/touched.ts";
import type { Connection } from "../connection.ts";
import { noTest } from "../lists/filter-match.ts";
import { groupMembers } from "./group-members.ts";

/**
 * Puts an entry into its copy and the copy into its story, wherever the entry and the copy were before. Notes in
 * `touched` the groups whose members change; `refreshGroups` must follow in the same transaction. Returns false when
 * the entry was purged in the meantime. `decidedOn`: the revision on which the desk decided; null when the decision was
 * not about a text. An entry with a newer revision stays pending.
 */
export function placeEntry(
  connection: Connection,
  touched: Touched,
  placement: Placement,
  decidedOn: number | null = null,
): boolean {
  const { entryId, copyId, storyId } = placement;
  const facts = connection.sql<EntryFacts>(factsSql).get(entryId);
  if (facts === undefined) return false;
  const isPresent = decidedOn === null || decidedOn === facts.revision;
  touchNews(touched, entryId, facts, isPresent);
  if (isPresent && facts.news === 1 && facts.copy_id === copyId) tellOfLead(connection, touched, entryId, copyId);
  openStory(connection, touched, storyId, { ...facts, leadEntryId: entryId, public: unseen(touched, facts) });
  openCopy(connection, touched, placement, facts);
  if (facts.copy_id !== null && facts.copy_id !== copyId) touchCopy(touched, facts.copy_id, copyId);
  // If the whole copy was moved just now, this entry was moved with it, but `facts` still names the older story. Noting
  // that story again does no harm.
  if (facts.story_id !== null && facts.story_id !== storyId) touchStory(touched, facts.story_id, storyId);
  connection.sql(placeSql).run({
    ...{ entryId, copyId, storyId, decidedAt: placement.decidedAt },
    standing: placement.standing === "text" ? null : (placement.standing ?? null),
    isTold: placement.standing === undefined ? 0 : 1,
    isPresent: isPresent ? 1 : 0,
  });
  const reasons = reasonsOfPlaced(placement, facts);
  if (reasons.length > 0 || facts.copy_id !== null) writeReasons(connection, entryId, reasons);
  notePlaced(touched, entryId, facts, JSON.stringify(reasons));
  if (isPresent) {
    connection.sql("DELETE FROM pending WHERE first_seen_at = ? AND entry_id = ?").run(facts.first_seen_at, entryId);
  }
  return true;
}

const factsSql = `SELECT e.feed_id, e.first_seen_at, e.published_at, e.significant_at, e.revision, m.copy_id, m.story_id,
  m.standing, r.list AS reasons, coalesce(p.significant, 0) AS news
  FROM entries e LEFT JOIN memberships m ON m.entry_id = e.id LEFT JOIN reasons r ON r.entry_id = m.entry_id
  LEFT JOIN pending p ON p.first_seen_at = e.first_seen_at AND p.entry_id = e.id WHERE e.id = ?`;

/**
 * Notes the entry if it is the lead of its copy, because a significant revision of the lead is news of the copy. Call
 * this only after the desk has decided that the entry stays in the copy.
 */
function tellOfLead(connection: Connection, touched: Touched, entryId: number, copyId: number): void {
  const copy = connection
    .sql<{ lead_entry_id: number; public_lead_id: number | null }>(
      "SELECT lead_entry_id, public_lead_id FROM copies WHERE id = ?",
    )
    .get(copyId);
  if (copy === undefined) return;
  if (copy.lead_entry_id === entryId) touched.leadsToAnnounce.add(entryId);
  if (copy.lead_entry_id === entryId || touched.privateFeeds.size === 0) return;
  const seen = groupMembers(connection, "copy", copyId, noTest).filter(
    ({ feedId }) => !touched.privateFeeds.has(feedId),
  );
  const leads = { leadEntryId: copy.lead_entry_id, publicLeadId: copy.public_lead_id };
  if (leadAmong(seen, leads)?.entryId === entryId) touched.leadsToAnnounce.add(entryId);
}

/** Moves every copy of one story to another story, which is created if it does not exist yet. */
export function mergeStories(connection: Connection, touched: Touched, from: number, into: number): void {
  if (from === into) return;
  const old = connection
    .sql<StoryStart & { pinned: number }>(
      `SELECT lead_entry_id AS leadEntryId, pinned, arrived_at AS first_seen_at, published_at, public_significant_at AS public
       FROM stories WHERE id = ? AND merged_into IS NULL`,
    )
    .get(from);
  if (old === undefined) return;
  openStory(connection, touched, into, old);
  connection.sql("UPDATE copies SET story_id = ? WHERE story_id = ? AND merged_into IS NULL").run(into, from);
  const moved = connection
    .sql<MovedRow>("UPDATE memberships SET story_id = ? WHERE story_id = ? RETURNING entry_id, feed_id, copy_id")
    .all(into, from);
  touchMoved(touched, moved, from);
  if (old.pinned === 1) connection.sql("UPDATE stories SET pinned = 1 WHERE id = ?").run(into);
  touchStory(touched, from, into);
}

/** Creates a story that does not exist, or revives a story that was merged into another. */
function openStory(connection: Connection, touched: Touched, id: number, start: StoryStart): void {
  const { changes } = connection
    .sql(
      `INSERT INTO stories (id, lead_entry_id, arrived_at, published_at, public_significant_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET merged_into = NULL, arrived_at = excluded.arrived_at WHERE merged_into IS NOT NULL`,
    )
    .run(id, start.leadEntryId, start.first_seen_at, start.published_at, start.public);
  touched.storiesOpened += changes;
  touchStory(touched, id, null);
}

/**
 * Creates a copy with the times of its first entry, or revives a copy that was merged into another. A revived copy's
 * time of change (`significant_at`) never becomes earlier.
 */
function openCopy(connection: Connection, touched: Touched, placement: Placement, facts: EntryFacts): void {
  const { copyId, storyId, entryId } = placement;
  const { changes } = connection
    .sql(
      `INSERT INTO copies (id, story_id, lead_entry_id, arrived_at, published_at, significant_at, public_significant_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET merged_into = NULL, story_id = excluded.story_id, arrived_at = excluded.arrived_at,
         significant_at = max(significant_at, excluded.significant_at) WHERE merged_into IS NOT NULL`,
    )
    .run(
      ...[copyId, storyId, entryId, facts.first_seen_at, facts.published_at, facts.significant_at],
      unseen(touched, facts),
    );
  touched.copiesOpened += changes;
  touchCopy(touched, copyId, null);
  if (changes === 0) moveCopy(connection, touched, copyId, storyId);
}

/** Moves a whole copy to another story. A copy belongs to one story, so when one of its entries moves, all do. */
function moveCopy(connection: Connection, touched: Touched, copyId: number, storyId: number): void {
  const row = connection.sql<{ story_id: number }>("SELECT story_id FROM copies WHERE id = ?").get(copyId);
  if (row === undefined || row.story_id === storyId) return;
  connection.sql("UPDATE copies SET story_id = ? WHERE id = ?").run(storyId, copyId);
  const moved = connection
    .sql<MovedRow>("UPDATE memberships SET story_id = ? WHERE copy_id = ? RETURNING entry_id, feed_id, copy_id")
    .all(storyId, copyId);
  touchMoved(touched, moved, row.story_id);
  touchStory(touched, row.story_id, storyId);
}

/**
 * An entry that joins a copy is news of the copy (`changed_at`) if its cue is an update, a correction or a withdrawal.
 * A new carrier alone is not news. Revisions that the desk has not seen yet are not announced.
 */
const placeSql = `INSERT INTO memberships (entry_id, feed_id, copy_id, story_id, first_seen_at, published_at, decided_at, changed_at, standing)
  SELECT id, feed_id, :copyId, :storyId, first_seen_at, published_at, :decidedAt,
    CASE WHEN :isPresent AND cue_kind IN ('update', 'correction', 'withdrawn') THEN significant_at END, :standing
  FROM entries WHERE id = :entryId
  ON CONFLICT (entry_id) DO UPDATE SET copy_id = excluded.copy_id, story_id = excluded.story_id,
    standing = CASE WHEN NOT :isTold AND copy_id = excluded.copy_id THEN standing ELSE excluded.standing END,
    published_at = excluded.published_at, changed_at = CASE WHEN :isPresent THEN excluded.changed_at ELSE changed_at END`;

function writeReasons(connection: Connection, entryId: number, reasons: readonly Reason[]): void {
  if (reasons.length === 0) {
    connection.sql("DELETE FROM reasons WHERE entry_id = ?").run(entryId);
    return;
  }
  connection
    .sql("INSERT INTO reasons (entry_id, list) VALUES (?, ?) ON CONFLICT (entry_id) DO UPDATE SET list = excluded.list")
    .run(entryId, JSON.stringify(reasons));
}
