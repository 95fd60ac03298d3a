import type { Connection } from "../connection.ts";
import { privateFeeds } from "../feeds/private-feeds.ts";
import { addToTotals } from "../totals.ts";
import { refreshCopy } from "./refresh-copy.ts";
import { refreshStory } from "./refresh-story.ts";

/** The groups that a transaction changed, each with the group that its members last went to, should it be found empty. */
export interface Touched {
  readonly copies: Map<number, number | null>;
  readonly stories: Map<number, number | null>;
  /** Leads that were found to stay in their copies after revisions that a reader should be told of. */
  readonly told: Set<number>;
  readonly privateFeeds: ReadonlySet<number>;
  copiesOpened: number;
  storiesOpened: number;
}

export function noneTouched(connection: Connection): Touched {
  return {
    copies: new Map(),
    stories: new Map(),
    told: new Set(),
    privateFeeds: privateFeeds(connection),
    copiesOpened: 0,
    storiesOpened: 0,
  };
}

export function touchCopy(touched: Touched, copyId: number, wentTo: number | null): void {
  touched.copies.set(copyId, wentTo ?? touched.copies.get(copyId) ?? null);
}

export function touchStory(touched: Touched, storyId: number, wentTo: number | null): void {
  touched.stories.set(storyId, wentTo ?? touched.stories.get(storyId) ?? null);
}

/**
 * Brings the kept facts of the touched groups (lead, times) in line with their members. A group left empty points at what it became,
 * and whatever pointed at it does too; where its members were deleted, it is deleted with everything that pointed at it.
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
}

/**
 * After revisions: a membership keeps what lists need of its entry. That a copy has changed for a reader is not told yet: the desk may find
 * that the revised entry has become another text and leaves the copy to its carriers, who tell nothing new.
 */
export function refreshRevised(connection: Connection, entryIds: readonly number[]): void {
  const touched = noneTouched(connection);
  for (const id of entryIds) {
    const row = connection.sql<{ copy_id: number }>(refreshMembershipSql).get(id);
    if (row !== undefined) touchCopy(touched, row.copy_id, null);
  }
  if (touched.copies.size > 0) refreshGroups(connection, touched);
}

const refreshMembershipSql = `UPDATE memberships SET published_at = (SELECT published_at FROM entries WHERE id = entry_id)
  WHERE entry_id = ? RETURNING copy_id`;

function redirect(connection: Connection, table: "copies" | "stories", id: number, wentTo: number | null): void {
  if (wentTo === null || wentTo === id) {
    connection.sql(`DELETE FROM ${table} WHERE id = :id OR merged_into = :id`).run({ id });
    return;
  }
  connection
    .sql(`UPDATE ${table} SET merged_into = :wentTo WHERE (id = :id OR merged_into = :id) AND id <> :wentTo`)
    .run({ id, wentTo });
}
