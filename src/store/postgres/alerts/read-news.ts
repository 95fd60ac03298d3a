import type { AlertThread, NewsEntry, NewsPage, NewsPlace, StoryMember } from "../../../domain/alerts/story-news.ts";
import { groupedBy } from "../../../domain/grouped-by.ts";
import {
  alertMembersMax,
  memberColumns,
  type NewsRow,
  newsColumns,
  newsOf,
  type ThreadRow,
  threadColumns,
  threadsOf,
} from "../../rows/alerts/alert-rows.ts";
import { pastOf } from "../../rows/past-text.ts";
import { readFiledStates } from "../entries/filed-states.ts";
import { houseColumn } from "../publisher-column.ts";
import type { Transaction } from "../transaction.ts";

/**
 * Decided entries with everything that rules test, in the order of the ids. `looksBack`: whether to read the words of
 * their earlier states as well.
 */
export async function readNews(
  tx: Transaction,
  ids: readonly number[],
  looksBack: boolean,
): Promise<readonly NewsEntry[]> {
  if (ids.length === 0) return [];
  const rows = await tx.all<NewsRow>(
    `SELECT ${newsColumns(houseColumn("m", "s"))} FROM unnest($1::bigint[]) WITH ORDINALITY k (id, at) JOIN memberships m ON m.entry_id = k.id
     JOIN entries e ON e.id = m.entry_id JOIN copies c ON c.id = m.copy_id
     JOIN feeds f ON f.id = m.feed_id JOIN sources s ON s.id = f.source_id ORDER BY k.at`,
    [ids],
  );
  const states = looksBack ? await readFiledStates(tx, ids) : null;
  return rows.map((row) => newsOf(row, states === null ? "" : pastOf(states.get(row.entryId) ?? [], row)));
}

/** The ids of the earliest entries of each group, at most `limit` for each. */
export async function readIdsIn(
  tx: Transaction,
  column: "copy_id" | "story_id",
  groups: readonly number[],
  limit: number,
): Promise<readonly number[]> {
  if (groups.length === 0) return [];
  const rows = await tx.all<{ id: number }>(
    `SELECT m.entry_id AS id FROM unnest(:groups::bigint[]) k (id) CROSS JOIN LATERAL (
       SELECT entry_id FROM memberships WHERE ${column} = k.id ORDER BY first_seen_at, entry_id LIMIT :limit) m`,
    { groups, limit },
  );
  return rows.map(({ id }) => id);
}

/** The entries of each of these stories, in order of arrival. */
export async function readMembers(
  tx: Transaction,
  stories: readonly number[],
): Promise<ReadonlyMap<number, readonly StoryMember[]>> {
  const rows = await tx.all<Omit<StoryMember, "isPrivate"> & { readonly isPrivate: number; readonly storyId: number }>(
    `SELECT ${memberColumns(houseColumn("m", "s"))} FROM unnest($1::bigint[]) k (id) CROSS JOIN LATERAL (
       SELECT * FROM memberships WHERE story_id = k.id ORDER BY first_seen_at, entry_id LIMIT ${alertMembersMax}) m
     JOIN copies c ON c.id = m.copy_id JOIN stories t ON t.id = m.story_id
     JOIN feeds f ON f.id = m.feed_id JOIN sources s ON s.id = f.source_id ORDER BY m.first_seen_at, m.entry_id`,
    [stories],
  );
  return groupedBy(
    rows.map((row) => ({ ...row, isPrivate: row.isPrivate === 1 })),
    ({ storyId }) => storyId,
  );
}

/** The alert threads of these stories, and of the stories that were merged into them. */
export async function readThreads(tx: Transaction, stories: readonly number[]): Promise<readonly AlertThread[]> {
  const rows = await tx.all<ThreadRow>(
    `SELECT k.id AS "storyId", a.story_id AS "ownId", ${threadColumns} FROM unnest($1::bigint[]) k (id)
     CROSS JOIN LATERAL (SELECT k.id UNION ALL SELECT s.id FROM stories s WHERE s.merged_into = k.id) own (id)
     JOIN alert_threads a ON a.story_id = own.id`,
    [stories],
  );
  return threadsOf(rows);
}

/** `AlertReadStore.readNewsSince`, inside a transaction. */
export async function readNewsSince(tx: Transaction, after: NewsPlace, limit: number): Promise<NewsPage> {
  if (tx.audience === "public") return { news: [], members: new Map() };
  const rows = await tx.all<{ id: number }>(
    `SELECT entry_id AS id FROM memberships WHERE (first_seen_at, entry_id) > (:at::bigint, :id::bigint)
     ORDER BY first_seen_at, entry_id LIMIT :limit`,
    { ...after, limit },
  );
  const ids = rows.map(({ id }) => id);
  const news = await readNews(tx, ids, true);
  return { news, members: await readMembers(tx, [...new Set(news.map(({ storyId }) => storyId))]) };
}
