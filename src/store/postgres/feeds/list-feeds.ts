import type { FeedStatus } from "../../../domain/feed.ts";
import type { FeedPage } from "../../../domain/store.ts";
import { feedColumns, feedOf, pollColumns, pollOf, type StatusRow } from "../../rows/feed-rows.ts";
import type { Transaction } from "../transaction.ts";

/**
 * All feeds with their health, ordered by source and address; or one page of the feeds, ordered by id. The statement
 * leaves out feeds that the audience must not see, so that only the last page has fewer feeds than were asked for.
 */
export async function listFeeds(tx: Transaction, page: FeedPage | null): Promise<readonly FeedStatus[]> {
  const isPublic = tx.audience === "public" ? 1 : 0;
  const rows =
    page === null
      ? await tx.all<StatusRow>(`${statusSql} ORDER BY s.rank, s.name_key, f.url`, { isPublic })
      : await tx.all<StatusRow>(`${statusSql} AND f.id > :afterId ORDER BY f.id LIMIT :limit`, { ...page, isPublic });
  return rows.map((row): FeedStatus => ({ feed: feedOf(row), poll: pollOf(row), entryCount: row.entry_count }));
}

const statusSql = `SELECT ${feedColumns}, f.entry_count, ${pollColumns} FROM feeds f JOIN sources s ON s.id = f.source_id
  JOIN polls p ON p.feed_id = f.id WHERE (s.is_private = 0 OR :isPublic::int = 0)`;
