import type { FeedSpec } from "../../../domain/feed.ts";
import type { Instant } from "../../../domain/time.ts";
import { loggingSources } from "../changes/log-sources.ts";
import type { Connection } from "../connection.ts";
import { bumpWholeMark } from "../totals.ts";
import { findFeedRow, insertFeed, reviveFeed, upsertSource } from "./write-feed.ts";

/** `FeedStore.syncFeeds`, inside a transaction. */
export function syncFeeds(connection: Connection, configured: readonly FeedSpec[], now: Instant): void {
  const kept = new Set<number>();
  loggingSources(connection, { feedId: null, now }, () => {
    for (const spec of configured) kept.add(syncFeed(connection, spec, now));
  });
  removeLeft(connection, kept);
  bumpWholeMark(connection);
}

function syncFeed(connection: Connection, spec: FeedSpec, now: Instant): number {
  const sourceId = upsertSource(connection, spec.source, true);
  const found = findFeedRow(connection, spec.url);
  if (found === null) return insertFeed(connection, spec, { origin: "config", state: "active", sourceId, now });
  connection
    .sql("UPDATE feeds SET source_id = ?, title = coalesce(?, title), interval_ms = ? WHERE id = ?")
    .run(sourceId, spec.title, spec.intervalMs, found.id);
  // Keep the origin of a feed that a person added, so that the feed does not vanish when the configuration later drops
  // it.
  if (found.origin === "ingested") {
    connection.sql("UPDATE feeds SET origin = 'config' WHERE id = ?").run(found.id);
    reviveFeed(connection, found.id, now);
  }
  if (found.state === "removed" && found.removed_by === "config") reviveFeed(connection, found.id, now);
  return found.id;
}

/**
 * Removes the feeds that are no longer in the configuration. The store records that the configuration removed them, so
 * that they return when they are configured again.
 */
function removeLeft(connection: Connection, kept: ReadonlySet<number>): void {
  const feeds = connection
    .sql<{ id: number }>("SELECT id FROM feeds WHERE origin = 'config' AND state <> 'removed'")
    .all();
  for (const { id } of feeds) {
    if (kept.has(id)) continue;
    connection.sql("UPDATE feeds SET state = 'removed', removed_by = 'config' WHERE id = ?").run(id);
  }
}
