import type { Instant } from "../../../domain/time.ts";
import { type FeedLabel, labelsSql, relabelled } from "../../rows/changes/feed-labels.ts";
import type { Connection } from "../connection.ts";
import { takeNumbers } from "./log-changes.ts";

/**
 * Runs `work`, which changes feeds or sources, and logs what it changes about entries: their source's name, kind, rank
 * and family, and who may see them. `feedId`: the only feed that may change; null: any feed may.
 */
export function loggingSources<Result>(
  connection: Connection,
  { feedId, now }: { readonly feedId: number | null; readonly now: Instant | null },
  work: () => Result,
): Result {
  const read = () => connection.sql<FeedLabel>(labelsSql).all({ feedId });
  const before = read();
  const result = work();
  for (const change of relabelled(before, read())) {
    const count = connection.sql<{ count: number }>(countSql).get(change.feedId)?.count ?? 0;
    if (count === 0) continue;
    const { last, at } = takeNumbers(connection, count, now);
    connection.sql(logFeedSql).run({ ...change, at, seq: last - count });
  }
  return result;
}

const countSql =
  "SELECT count(*) AS count FROM entries e CROSS JOIN memberships m ON m.entry_id = e.id WHERE e.feed_id = ?";

const logFeedSql = `INSERT INTO changes (seq, at, kind, entry_id, feed_id, is_private, revision, copy_id, story_id)
  SELECT :seq + row_number() OVER (), :at, :kind, e.id, e.feed_id, :isPrivate, e.revision, m.copy_id, m.story_id
  FROM entries e CROSS JOIN memberships m ON m.entry_id = e.id WHERE e.feed_id = :feedId`;
