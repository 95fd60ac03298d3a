import type { Instant } from "../../domain/time.ts";
import type { Reason } from "../../domain/verdict.ts";
import type { Connection } from "./connection.ts";
import { type Touched, touchCopy, touchStory } from "./refresh-groups.ts";

export interface Placement {
  readonly entryId: number;
  readonly copyId: number;
  readonly storyId: number;
  readonly reasons: readonly Reason[];
}

/**
 * Puts an entry into its copy and its copy into its story, wherever they stood before. Groups that lose or gain members are only noted
 * in `touched`: `refreshGroups` must follow in the same transaction. False when the entry is gone (purged meanwhile).
 */
export function placeEntry(connection: Connection, touched: Touched, placement: Placement): boolean {
  const { entryId, copyId, storyId } = placement;
  const facts = connection.sql<Facts>("SELECT first_seen_at, published_at FROM entries WHERE id = ?").get(entryId);
  if (facts === undefined) return false;
  openStory(connection, touched, storyId, entryId, facts);
  openCopy(connection, touched, placement, facts);
  leaveOldPlace(connection, touched, placement);
  connection.sql(placeSql).run({ entryId, copyId, storyId });
  writeReasons(connection, entryId, placement.reasons);
  connection.sql("DELETE FROM pending WHERE first_seen_at = ? AND entry_id = ?").run(facts.first_seen_at, entryId);
  return true;
}

/** Moves every copy of one story into another, which begins to be when it is not there yet. */
export function mergeStories(connection: Connection, touched: Touched, from: number, into: number): void {
  if (from === into) return;
  const old = connection
    .sql<{ lead_entry_id: number; pinned: number } & Facts>(
      "SELECT lead_entry_id, pinned, arrived_at AS first_seen_at, published_at FROM stories WHERE id = ? AND merged_into IS NULL",
    )
    .get(from);
  if (old === undefined) return;
  openStory(connection, touched, into, old.lead_entry_id, old);
  connection.sql("UPDATE copies SET story_id = ? WHERE story_id = ? AND merged_into IS NULL").run(into, from);
  connection.sql("UPDATE memberships SET story_id = ? WHERE story_id = ?").run(into, from);
  if (old.pinned === 1) connection.sql("UPDATE stories SET pinned = 1 WHERE id = ?").run(into);
  touchStory(touched, from, into);
}

interface Facts {
  readonly first_seen_at: Instant;
  readonly published_at: Instant;
}

/** A group that was merged away and is named again is itself again. */
function openStory(connection: Connection, touched: Touched, id: number, leadEntryId: number, facts: Facts): void {
  const { changes } = connection
    .sql(
      `INSERT INTO stories (id, lead_entry_id, arrived_at, published_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET merged_into = NULL WHERE merged_into IS NOT NULL`,
    )
    .run(id, leadEntryId, facts.first_seen_at, facts.published_at);
  touched.storiesOpened += changes;
  touchStory(touched, id, null);
}

function openCopy(connection: Connection, touched: Touched, placement: Placement, facts: Facts): void {
  const { copyId, storyId, entryId } = placement;
  const { changes } = connection
    .sql(
      `INSERT INTO copies (id, story_id, lead_entry_id, arrived_at, published_at, significant_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET merged_into = NULL, story_id = excluded.story_id WHERE merged_into IS NOT NULL`,
    )
    .run(copyId, storyId, entryId, facts.first_seen_at, facts.published_at, facts.first_seen_at);
  touched.copiesOpened += changes;
  touchCopy(touched, copyId, null);
  if (changes === 0) moveCopy(connection, touched, copyId, storyId);
}

/** A copy belongs to one story: when one of its entries is put into another story, the whole copy goes there. */
function moveCopy(connection: Connection, touched: Touched, copyId: number, storyId: number): void {
  const row = connection.sql<{ story_id: number }>("SELECT story_id FROM copies WHERE id = ?").get(copyId);
  if (row === undefined || row.story_id === storyId) return;
  connection.sql("UPDATE copies SET story_id = ? WHERE id = ?").run(storyId, copyId);
  connection.sql("UPDATE memberships SET story_id = ? WHERE copy_id = ?").run(storyId, copyId);
  touchStory(touched, row.story_id, storyId);
}

function leaveOldPlace(connection: Connection, touched: Touched, { entryId, copyId, storyId }: Placement): void {
  const old = connection
    .sql<{ copy_id: number; story_id: number }>("SELECT copy_id, story_id FROM memberships WHERE entry_id = ?")
    .get(entryId);
  if (old === undefined) return;
  if (old.copy_id !== copyId) touchCopy(touched, old.copy_id, copyId);
  if (old.story_id !== storyId) touchStory(touched, old.story_id, storyId);
}

/** Cues that make a joining entry news of its copy: an update, a correction, a withdrawal. A new carrier alone is none. */
const placeSql = `INSERT INTO memberships (entry_id, copy_id, story_id, first_seen_at, published_at, changed_at)
  SELECT id, :copyId, :storyId, first_seen_at, published_at,
    CASE WHEN cue_kind IN ('update', 'correction', 'withdrawn') THEN significant_at END
  FROM entries WHERE id = :entryId
  ON CONFLICT (entry_id) DO UPDATE SET copy_id = excluded.copy_id, story_id = excluded.story_id,
    published_at = excluded.published_at, changed_at = excluded.changed_at`;

function writeReasons(connection: Connection, entryId: number, reasons: readonly Reason[]): void {
  if (reasons.length === 0) {
    connection.sql("DELETE FROM reasons WHERE entry_id = ?").run(entryId);
    return;
  }
  connection
    .sql("INSERT INTO reasons (entry_id, list) VALUES (?, ?) ON CONFLICT (entry_id) DO UPDATE SET list = excluded.list")
    .run(entryId, JSON.stringify(reasons));
}
