import { type StoryStart, unseen } from "../../rows/groups/placement.ts";
import { type MovedRow, type Touched, touchCopy, touchMoved, touchStory } from "../../rows/groups/touched.ts";
import { columnsOf } from "../columns.ts";
import type { Transaction } from "../transaction.ts";
import type { Placing } from "./placing.ts";

/**
 * Creates the stories that do not exist, and revives those that were merged into another. If a story is named several
 * times, its first start counts. `present`: the stories that exist and were not merged.
 */
export function openStories(
  tx: Transaction,
  touched: Touched,
  starts: readonly (StoryStart & { readonly id: number })[],
  present: ReadonlySet<number>,
): void {
  const rows = firstOfEach(starts).map(({ id, leadEntryId, first_seen_at, published_at, public: told }) => ({
    ...{ id, leadEntryId, arrived: first_seen_at, published: published_at, public: told },
  }));
  const opened = rows.filter(({ id }) => !present.has(id));
  touched.storiesOpened += opened.length;
  if (opened.length > 0) tx.send(openStoriesSql, columnsOf(opened));
  for (const { id } of rows) touchStory(touched, id, null);
}

/** Returns those of the given stories that exist and were not merged into another. */
export async function presentStories(tx: Transaction, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await tx.all<{ id: number; merged: number | null }>(
    "SELECT id, merged_into AS merged FROM stories WHERE id = ANY($1::bigint[])",
    [ids],
  );
  return new Set(rows.filter(({ merged }) => merged === null).map(({ id }) => id));
}

const openStoriesSql = `INSERT INTO stories (id, lead_entry_id, arrived_at, published_at, public_significant_at)
  SELECT * FROM unnest(:id::bigint[], :leadEntryId::bigint[], :arrived::bigint[], :published::bigint[], :public::bigint[])
  ON CONFLICT (id) DO UPDATE SET merged_into = NULL, arrived_at = excluded.arrived_at WHERE stories.merged_into IS NOT NULL`;

/**
 * Creates copies with the times of their first entries, or revives copies that were merged into others. A revived
 * copy's time of change (`significant_at`) never becomes earlier. A copy that exists already is moved to the story of
 * the placement.
 */
export async function openCopies(
  tx: Transaction,
  touched: Touched,
  run: readonly Placing[],
  storyOf: ReadonlyMap<number, number>,
): Promise<void> {
  const starts = firstOfEach(run.map(({ placement, facts }) => ({ id: placement.copyId, placement, facts })));
  const rows = starts.map(({ id, placement, facts }) => ({
    id,
    storyId: placement.storyId,
    entryId: placement.entryId,
    arrived: facts.first_seen_at,
    published: facts.published_at,
    significant: facts.significant_at,
    public: unseen(touched, facts),
  }));
  const opened = rows.filter(({ id }) => !storyOf.has(id));
  touched.copiesOpened += opened.length;
  if (opened.length > 0) tx.send(openCopiesSql, columnsOf(opened));
  for (const { id } of rows) touchCopy(touched, id, null);
  for (const { id, storyId } of rows) {
    const from = storyOf.get(id) ?? storyId;
    if (from === storyId) continue;
    touchMoved(touched, await moveCopy(tx, id, storyId), from);
    touchStory(touched, from, storyId);
  }
}

const openCopiesSql = `INSERT INTO copies (id, story_id, lead_entry_id, arrived_at, published_at, significant_at, public_significant_at)
  SELECT * FROM unnest(:id::bigint[], :storyId::bigint[], :entryId::bigint[], :arrived::bigint[], :published::bigint[],
    :significant::bigint[], :public::bigint[])
  ON CONFLICT (id) DO UPDATE SET merged_into = NULL, story_id = excluded.story_id, arrived_at = excluded.arrived_at,
    significant_at = greatest(copies.significant_at, excluded.significant_at) WHERE copies.merged_into IS NOT NULL`;

/** Moves a whole copy to another story. A copy belongs to one story, so when one of its entries moves, all do. */
function moveCopy(tx: Transaction, id: number, storyId: number): Promise<readonly MovedRow[]> {
  tx.send("UPDATE copies SET story_id = $1 WHERE id = $2", [storyId, id]);
  return tx.all<MovedRow>(
    "UPDATE memberships SET story_id = $1 WHERE copy_id = $2 RETURNING entry_id, feed_id, copy_id",
    [storyId, id],
  );
}

function firstOfEach<Row extends { readonly id: number }>(rows: readonly Row[]): readonly Row[] {
  const first = new Map<number, Row>();
  for (const row of rows) if (!first.has(row.id)) first.set(row.id, row);
  return [...first.values()];
}
