import type { AlertThread, NewsEntry, NewsPage, NewsPlace, StoryMember } from "../../../domain/alerts/story-news.ts";
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
import type { Connection } from "../connection.ts";
import { readPast } from "../entries/past-text.ts";
import { houseColumn } from "../publisher-column.ts";

const fromNews = `FROM memberships m CROSS JOIN entries e ON e.id = m.entry_id CROSS JOIN copies c ON c.id = m.copy_id
  CROSS JOIN feeds f ON f.id = m.feed_id CROSS JOIN sources s ON s.id = f.source_id`;

/**
 * Decided entries with everything that rules test, in the order of the ids. `looksBack`: whether to read the words of
 * their earlier states as well.
 */
export function readNews(connection: Connection, ids: readonly number[], looksBack: boolean): readonly NewsEntry[] {
  const read = connection.sql<NewsRow>(`SELECT ${newsColumns(houseColumn)} ${fromNews} WHERE m.entry_id = ?`);
  return ids.flatMap((id) => {
    const row = read.get(id);
    return row === undefined ? [] : [newsOf(row, looksBack ? readPast(connection, id, row) : "")];
  });
}

/** The ids of the earliest entries of each group, at most `limit` for each. */
export function readIdsIn(
  connection: Connection,
  column: "copy_id" | "story_id",
  groups: readonly number[],
  limit: number,
): readonly number[] {
  const read = connection
    .sql<number>(`SELECT entry_id FROM memberships WHERE ${column} = ? ORDER BY first_seen_at, entry_id LIMIT ?`)
    .pluck();
  return groups.flatMap((id) => read.all(id, limit));
}

/** The entries of each of these stories, in order of arrival. */
export function readMembers(
  connection: Connection,
  stories: readonly number[],
): ReadonlyMap<number, readonly StoryMember[]> {
  const read = connection.sql<Omit<StoryMember, "isPrivate"> & { readonly isPrivate: number }>(
    `SELECT ${memberColumns(houseColumn)} FROM memberships m CROSS JOIN copies c ON c.id = m.copy_id CROSS JOIN stories t ON t.id = m.story_id
     CROSS JOIN feeds f ON f.id = m.feed_id CROSS JOIN sources s ON s.id = f.source_id
     WHERE m.story_id = ? ORDER BY m.first_seen_at, m.entry_id LIMIT ${alertMembersMax}`,
  );
  return new Map(
    stories.map((id) => [id, read.all(id).map((row) => ({ ...row, isPrivate: row.isPrivate === 1 }))] as const),
  );
}

/** The alert threads of these stories, and of the stories that were merged into them. */
export function readThreads(connection: Connection, stories: readonly number[]): readonly AlertThread[] {
  const read = connection.sql<ThreadRow>(
    `SELECT :id AS storyId, a.story_id AS ownId, ${threadColumns} FROM alert_threads a
     WHERE a.story_id IN (SELECT :id UNION ALL SELECT id FROM stories WHERE merged_into = :id)`,
  );
  return threadsOf(stories.flatMap((id) => read.all({ id })));
}

/** `AlertReadStore.readNewsSince`, inside a transaction. */
export function readNewsSince(connection: Connection, after: NewsPlace, limit: number): NewsPage {
  if (connection.audience === "public") return { news: [], members: new Map() };
  const ids = connection
    .sql<number>(
      `SELECT entry_id FROM memberships WHERE (first_seen_at, entry_id) > (:at, :id)
       ORDER BY first_seen_at, entry_id LIMIT :limit`,
    )
    .pluck()
    .all({ ...after, limit });
  const news = readNews(connection, ids, true);
  return { news, members: readMembers(connection, [...new Set(news.map(({ storyId }) => storyId))]) };
}
