import type { Instant } from "../../../domain/time.ts";
import {
  noneTouched,
  noteRelabelled,
  type PlacedRow,
  type Reread,
  type Touched,
  touchRevised,
  touchStory,
} from "../../rows/groups/touched.ts";
import { logTouched } from "../changes/log-changes.ts";
import type { Connection } from "../connection.ts";
import { privateFeeds } from "../feeds/private-feeds.ts";
import { addToTotals, readChangeMark } from "../totals.ts";
import { refreshCopy } from "./refresh-copy.ts";
import { refreshStory } from "./refresh-story.ts";

/**
 * Updates the stored facts of the touched groups (lead, times) from their members. An empty group is redirected to the
 * group to which its members moved, and so are all groups that were redirected to it. If its members were deleted
 * instead, all of these groups are deleted.
 */
export function refreshGroups(connection: Connection, touched: Touched): void {
  for (const [id, wentTo] of touched.copies) {
    const copy = refreshCopy(connection, id, touched);
    if (copy.emptied) redirect(connection, "copies", id, wentTo);
    touched.copiesOpened -= copy.emptied ? 1 : 0;
    if (copy.storyId !== null) touchStory(touched, copy.storyId, null);
  }
  for (const [id, wentTo] of touched.stories) {
    if (!refreshStory(connection, id)) continue;
    redirect(connection, "stories", id, wentTo);
    touched.storiesOpened -= 1;
  }
  addToTotals(connection, { copies: touched.copiesOpened, stories: touched.storiesOpened });
  markChanged(connection, touched);
}

/**
 * Gives the groups the next change mark. This transaction will end with that mark or with the mark after it. In either
 * case, no earlier transaction gave a group that mark.
 */
function markChanged(connection: Connection, { copies, stories }: Touched): void {
  const mark = readChangeMark(connection) + 1;
  const markAll = (table: "copies" | "stories", ids: Iterable<number>) =>
    connection
      .sql(`UPDATE ${table} SET changed_mark = ? WHERE id IN (SELECT value FROM json_each(?))`)
      .run(mark, JSON.stringify([...ids]));
  markAll("copies", copies.keys());
  markAll("stories", stories.keys());
}

/**
 * After entries were revised, updates the columns of `memberships` that lists need. It does not announce a change of
 * the copy yet, because the desk may decide that the revised entry now tells another text and must leave the copy. It
 * adds the revisions to the log of changes at once, because readers see them at once.
 */
export function refreshRevised(connection: Connection, { revisedIds, healedIds }: Reread, now: Instant): void {
  if (revisedIds.length + healedIds.length === 0) return;
  const touched = noneTouched(privateFeeds(connection));
  for (const id of revisedIds) {
    const row = connection.sql<PlacedRow>(refreshMembershipSql).get(id);
    if (row !== undefined) touchRevised(touched, row);
  }
  if (touched.copies.size > 0) refreshGroups(connection, touched);
  for (const id of healedIds) {
    const row = connection.sql<PlacedRow>(membershipSql).get(id);
    if (row !== undefined) noteRelabelled(touched, row);
  }
  logTouched(connection, touched, now);
}

const membershipSql = "SELECT entry_id, feed_id, copy_id, story_id FROM memberships WHERE entry_id = ?";

const refreshMembershipSql = `UPDATE memberships SET published_at = (SELECT published_at FROM entries WHERE id = entry_id)
  WHERE entry_id = ? RETURNING entry_id, feed_id, copy_id, story_id`;

function redirect(connection: Connection, table: "copies" | "stories", id: number, wentTo: number | null): void {
  if (wentTo === null || wentTo === id) {
    connection.sql(`DELETE FROM ${table} WHERE id = :id OR merged_into = :id`).run({ id });
    return;
  }
  connection
    .sql(`UPDATE ${table} SET merged_into = :wentTo WHERE (id = :id OR merged_into = :id) AND id <> :wentTo`)
    .run({ id, wentTo });
}
