import type { Instant } from "../../../domain/time.ts";
import { type FeedLabel, labelsSql, relabelled } from "../../rows/changes/feed-labels.ts";
import type { Transaction } from "../transaction.ts";
import { takeNumbersSql } from "./log-changes.ts";

/**
 * Runs `work`, which changes feeds or sources, and logs what it changes about entries: their source's name, kind, rank
 * and family, and who may see them. `feedId`: the only feed that may change; null: any feed may.
 */
export async function loggingSources<Result>(
  tx: Transaction,
  { feedId, now }: { readonly feedId: number | null; readonly now: Instant | null },
  work: () => Promise<Result>,
): Promise<Result> {
  const read = () => tx.all<FeedLabel>(labelsSql, { feedId });
  const before = await read();
  const result = await work();
  for (const change of relabelled(before, await read())) {
    const row = await tx.get<{ count: number }>(countSql, [change.feedId]);
    const count = row?.count ?? 0;
    if (count > 0) tx.send(logFeedSql, { ...change, count, now });
  }
  return result;
}

const countSql = "SELECT count(*) AS count FROM entries e JOIN memberships m ON m.entry_id = e.id WHERE e.feed_id = $1";

const logFeedSql = `WITH taken AS (${takeNumbersSql})
  INSERT INTO changes (seq, at, kind, entry_id, feed_id, is_private, revision, copy_id, story_id)
  SELECT taken.seq + row_number() OVER (), taken.at, :kind::smallint, e.id, e.feed_id, :isPrivate::smallint, e.revision,
    m.copy_id, m.story_id
  FROM taken, entries e JOIN memberships m ON m.entry_id = e.id WHERE e.feed_id = :feedId::bigint`;
