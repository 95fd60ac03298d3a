import type { Reason } from "../../../domain/reason.ts";
import type { CopyMerge, Membership } from "../../../domain/verdict.ts";
import { type MovedRow, type Touched, touchCopy, touchMoved, touchStory } from "../../rows/groups/touched.ts";
import type { Connection } from "../connection.ts";

/**
 * Moves all entries of the merged copies to the copy that stays, and to its story. The reasons of each moved entry then
 * begin with the reasons of the merge. `refreshGroups` must follow in the same transaction; it redirects the ids of the
 * merged copies to the copy that stays.
 */
export function mergeCopies(
  connection: Connection,
  touched: Touched,
  merges: readonly CopyMerge[],
  { copyId, storyId }: Membership,
): void {
  for (const { from, reasons } of merges) {
    const old = connection.sql<{ story_id: number }>(storySql).get(from);
    if (old === undefined || from === copyId) continue;
    const moved = connection.sql<Omit<MovedRow, "copy_id">>(moveSql).all({ from, copyId, storyId });
    touchMoved(
      touched,
      moved.map((row) => ({ ...row, copy_id: from })),
      old.story_id,
    );
    for (const { entry_id } of moved) tellWhy(connection, entry_id, reasons);
    touchCopy(touched, from, copyId);
    touchCopy(touched, copyId, null);
    touchStory(touched, old.story_id, storyId);
  }
}

const storySql = "SELECT story_id FROM copies WHERE id = ? AND merged_into IS NULL";

const moveSql =
  "UPDATE memberships SET copy_id = :copyId, story_id = :storyId WHERE copy_id = :from RETURNING entry_id, feed_id";

function tellWhy(connection: Connection, entryId: number, reasons: readonly Reason[]): void {
  const row = connection.sql<{ list: string }>("SELECT list FROM reasons WHERE entry_id = ?").get(entryId);
  const known: readonly Reason[] = row === undefined ? [] : JSON.parse(row.list);
  connection
    .sql("INSERT INTO reasons (entry_id, list) VALUES (?, ?) ON CONFLICT (entry_id) DO UPDATE SET list = excluded.list")
    .run(entryId, JSON.stringify([...reasons, ...known]));
}
