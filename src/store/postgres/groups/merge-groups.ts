import type { CopyMerge, Membership } from "../../../domain/verdict.ts";
import type { StoryStart } from "../../rows/groups/placement.ts";
import { type MovedRow, type Touched, touchCopy, touchMoved, touchStory } from "../../rows/groups/touched.ts";
import { columnsOf } from "../columns.ts";
import type { Transaction } from "../transaction.ts";
import { openStories, presentStories } from "./open-groups.ts";
import { writeReasonsSql } from "./place-entries.ts";

/** Moves every copy of one story to another story, which is created if it does not exist yet. */
export async function mergeStories(tx: Transaction, touched: Touched, from: number, into: number): Promise<void> {
  if (from === into) return;
  const [old, present] = await Promise.all([
    tx.get<StoryStart & { readonly pinned: number }>(
      `SELECT lead_entry_id AS "leadEntryId", pinned, arrived_at AS first_seen_at, published_at, public_significant_at AS public
       FROM stories WHERE id = $1 AND merged_into IS NULL`,
      [from],
    ),
    presentStories(tx, [into]),
  ]);
  if (old === undefined) return;
  openStories(tx, touched, [{ ...old, id: into }], present);
  await tx.run("UPDATE copies SET story_id = $1 WHERE story_id = $2 AND merged_into IS NULL", [into, from]);
  const moved = await tx.all<MovedRow>(
    "UPDATE memberships SET story_id = $1 WHERE story_id = $2 RETURNING entry_id, feed_id, copy_id",
    [into, from],
  );
  touchMoved(touched, moved, from);
  if (old.pinned === 1) await tx.run("UPDATE stories SET pinned = 1 WHERE id = $1", [into]);
  touchStory(touched, from, into);
}

/**
 * Moves all entries of the merged copies to the copy that stays, and to its story. The reasons of each moved entry then
 * begin with the reasons of the merge. `refreshGroups` must follow in the same transaction; it redirects the ids of the
 * merged copies to the copy that stays.
 */
export async function mergeCopies(
  tx: Transaction,
  touched: Touched,
  merges: readonly CopyMerge[],
  { copyId, storyId }: Membership,
): Promise<void> {
  for (const { from, reasons } of merges) {
    const old = await tx.get<{ story_id: number }>(
      "SELECT story_id FROM copies WHERE id = $1 AND merged_into IS NULL",
      [from],
    );
    if (old === undefined || from === copyId) continue;
    const moved = await tx.all<MergedRow>(moveSql, { from, copyId, storyId });
    touchMoved(
      touched,
      moved.map(({ entry_id, feed_id }) => ({ entry_id, feed_id, copy_id: from })),
      old.story_id,
    );
    const told = moved.map(({ entry_id, list }) => ({
      entryId: entry_id,
      list: JSON.stringify([...reasons, ...(list === null ? [] : JSON.parse(list))]),
    }));
    if (told.length > 0) await tx.run(writeReasonsSql, columnsOf(told));
    touchCopy(touched, from, copyId);
    touchCopy(touched, copyId, null);
    touchStory(touched, old.story_id, storyId);
  }
}

interface MergedRow {
  readonly entry_id: number;
  readonly feed_id: number;
  readonly list: string | null;
}

const moveSql = `WITH moved AS (
    UPDATE memberships SET copy_id = :copyId, story_id = :storyId WHERE copy_id = :from RETURNING entry_id, feed_id
  ) SELECT m.entry_id, m.feed_id, r.list FROM moved m LEFT JOIN reasons r ON r.entry_id = m.entry_id`;
