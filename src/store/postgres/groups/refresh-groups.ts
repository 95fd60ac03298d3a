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
import { addToTotals } from "../totals.ts";
import type { Transaction } from "../transaction.ts";
import { refreshCopies } from "./refresh-copies.ts";
import { refreshStories } from "./refresh-stories.ts";

/**
 * Updates the stored facts of the touched groups (lead, times) from their members. An empty group is redirected to the
 * group to which its members moved, and so are all groups that were redirected to it. If its members were deleted
 * instead, all of these groups are deleted. Gives each group the next change mark, which no group has yet, because
 * earlier transactions gave no mark above the store's present one. Then adds the noted changes to the log
 * (`logTouched`).
 */
export async function refreshGroups(tx: Transaction, touched: Touched, now: Instant | null): Promise<void> {
  if (touched.copies.size > 0) await refreshTouchedCopies(tx, touched);
  await Promise.all([refreshTouchedStories(tx, touched), logTouched(tx, touched, now)]);
  addToTotals(tx, { copies: touched.copiesOpened, stories: touched.storiesOpened });
}

async function refreshTouchedCopies(tx: Transaction, touched: Touched): Promise<void> {
  const copies = await refreshCopies(tx, touched);
  for (const id of copies.emptied) {
    redirect(tx, "copies", id, touched.copies.get(id) ?? null);
    touched.copiesOpened -= 1;
  }
  for (const storyId of copies.storyIds) touchStory(touched, storyId, null);
}

async function refreshTouchedStories(tx: Transaction, touched: Touched): Promise<void> {
  if (touched.stories.size === 0) return;
  for (const id of await refreshStories(tx, [...touched.stories.keys()])) {
    redirect(tx, "stories", id, touched.stories.get(id) ?? null);
    touched.storiesOpened -= 1;
  }
}

/**
 * After entries were revised, updates the columns of `memberships` that lists need. It does not announce a change of
 * the copy yet, because the desk may decide that the revised entry now tells another text and must leave the copy. It
 * adds the revisions to the log of changes at once, because readers see them at once. `hidden`: the feeds of private
 * sources.
 */
export async function refreshRevised(
  tx: Transaction,
  { revisedIds, healedIds }: Reread,
  { now, hidden }: { readonly now: Instant; readonly hidden: ReadonlySet<number> },
): Promise<void> {
  if (revisedIds.length + healedIds.length === 0) return;
  const rows = await tx.all<PlacedRow>(
    `UPDATE memberships m SET published_at = e.published_at FROM entries e
     WHERE e.id = m.entry_id AND m.entry_id = ANY($1::bigint[]) RETURNING m.entry_id, m.feed_id, m.copy_id, m.story_id`,
    [revisedIds],
  );
  const healed =
    healedIds.length === 0
      ? []
      : await tx.all<PlacedRow>(
          "SELECT entry_id, feed_id, copy_id, story_id FROM memberships WHERE entry_id = ANY($1::bigint[])",
          [healedIds],
        );
  const touched = noneTouched(hidden);
  for (const row of rows) touchRevised(touched, row);
  for (const row of healed) noteRelabelled(touched, row);
  await refreshGroups(tx, touched, now);
}

function redirect(tx: Transaction, table: "copies" | "stories", id: number, wentTo: number | null): void {
  if (wentTo === null || wentTo === id) {
    tx.send(`DELETE FROM ${table} WHERE id = $1 OR merged_into = $1`, [id]);
    return;
  }
  tx.send(`UPDATE ${table} SET merged_into = :wentTo WHERE (id = :id OR merged_into = :id) AND id <> :wentTo`, {
    id,
    wentTo,
  });
}
