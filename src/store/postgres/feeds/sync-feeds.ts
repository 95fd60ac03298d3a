import type { FeedSpec } from "../../../domain/feed.ts";
import type { Instant } from "../../../domain/time.ts";
import { loggingSources } from "../changes/log-sources.ts";
import { bumpWholeMark } from "../totals.ts";
import type { Transaction } from "../transaction.ts";
import { findFeedRow, insertFeed, reviveFeed, upsertSource } from "./write-feed.ts";

/** `FeedStore.syncFeeds`, inside a transaction. */
export async function syncFeeds(tx: Transaction, configured: readonly FeedSpec[], now: Instant): Promise<void> {
  const kept: number[] = [];
  const sourceIds = new Map<FeedSpec["source"], number>();
  await loggingSources(tx, { feedId: null, now }, async () => {
    for (const spec of configured) {
      const sourceId = sourceIds.get(spec.source) ?? (await upsertSource(tx, spec.source, true));
      sourceIds.set(spec.source, sourceId);
      kept.push(await syncFeed(tx, spec, sourceId, now));
    }
  });
  await removeLeft(tx, kept);
  await bumpWholeMark(tx);
}

async function syncFeed(tx: Transaction, spec: FeedSpec, sourceId: number, now: Instant): Promise<number> {
  const found = await findFeedRow(tx, spec.url);
  if (found === null) return insertFeed(tx, spec, { origin: "config", state: "active", sourceId, now });
  await tx.run(changeSql, { id: found.id, sourceId, title: spec.title, intervalMs: spec.intervalMs });
  // Keep the origin of a feed that a person added, so that the feed does not vanish when the configuration later drops
  // it.
  if (found.origin === "ingested") {
    await tx.run("UPDATE feeds SET origin = 'config' WHERE id = $1", [found.id]);
    await reviveFeed(tx, found.id, now);
  }
  if (found.state === "removed" && found.removed_by === "config") await reviveFeed(tx, found.id, now);
  return found.id;
}

const changeSql = `UPDATE feeds SET source_id = :sourceId, title = coalesce(:title, title), interval_ms = :intervalMs
  WHERE id = :id AND (source_id, title, interval_ms) IS DISTINCT FROM (:sourceId::bigint, coalesce(:title, title), :intervalMs::bigint)`;

/**
 * Removes the feeds that are no longer in the configuration. The store records that the configuration removed them, so
 * that they return when they are configured again.
 */
async function removeLeft(tx: Transaction, kept: readonly number[]): Promise<void> {
  await tx.run(
    `UPDATE feeds SET state = 'removed', removed_by = 'config'
     WHERE origin = 'config' AND state <> 'removed' AND id <> ALL($1::bigint[])`,
    [kept],
  );
}
