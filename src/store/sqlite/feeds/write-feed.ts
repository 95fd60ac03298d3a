import { sourceKey } from "../../../domain/copies/houses.ts";
import type { FeedOrigin, FeedSpec, FeedState, SourceSpec } from "../../../domain/feed.ts";
import type { Instant } from "../../../domain/time.ts";
import { publicSource } from "../../rows/feed-faults.ts";
import { type FoundFeed, feedColumns } from "../../rows/feed-rows.ts";
import { hostOfFeed } from "../../rows/feeds/feed-host.ts";
import type { Connection } from "../connection.ts";

/** Finds a feed by its address, or by the configured address that it had before it moved (a permanent redirect). */
export function findFeedRow(connection: Connection, url: string): FoundFeed | null {
  const row = connection
    .sql<FoundFeed>(
      `SELECT ${feedColumns}, f.spec_url, f.removed_by FROM feeds f JOIN sources s ON s.id = f.source_id
       WHERE f.url = :url OR f.spec_url = :url ORDER BY f.spec_url = :url DESC LIMIT 1`,
    )
    .get({ url });
  return row ?? null;
}

/** Inserts a feed with its poll state; the feed is due at once. Returns its id. */
export function insertFeed(
  connection: Connection,
  spec: FeedSpec,
  state: { readonly origin: FeedOrigin; readonly state: FeedState; readonly sourceId: number; readonly now: Instant },
): number {
  const { lastInsertRowid } = connection
    .sql(
      `INSERT INTO feeds (url, spec_url, source_id, origin, state, title, site_url, interval_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(spec.url, spec.url, state.sourceId, state.origin, state.state, spec.title, spec.siteUrl, spec.intervalMs);
  const id = Number(lastInsertRowid);
  connection
    .sql(
      `INSERT INTO polls (feed_id, next_poll_at, next_poll_reason, host_key, shard)
       VALUES (:id, :now, 'new feed', :hostKey, :shard)`,
    )
    .run({ id, now: state.now, ...hostOfFeed(spec.url, {}) });
  return id;
}

/** Makes a removed, paused or gone feed active again, and due at once. */
export function reviveFeed(connection: Connection, feedId: number, now: Instant): void {
  connection.sql("UPDATE feeds SET state = 'active', removed_by = NULL WHERE id = ?").run(feedId);
  connection
    .sql("UPDATE polls SET next_poll_at = min(next_poll_at, ?), next_poll_reason = 'brought back' WHERE feed_id = ?")
    .run(now, feedId);
}

/**
 * Finds the source with that name (upper and lower case do not matter), or creates it. `authority`: true when the kind,
 * rank, family and privacy given here override the stored values. The configuration has this authority. Error:
 * conflict, when a caller without authority asks for a private source that is public already; that caller would wrongly
 * believe the source to be private.
 */
export function upsertSource(connection: Connection, spec: SourceSpec, authority: boolean): number {
  const key = sourceKey(spec.name);
  const isPrivate = spec.isPrivate === true ? 1 : 0;
  const family = spec.family?.trim() ?? null;
  const familyKey = family === null ? null : sourceKey(family);
  const found = connection.sql<{ id: number }>("SELECT id FROM sources WHERE name_key = ?").get(key);
  if (found === undefined) {
    const inserted = connection
      .sql(
        "INSERT INTO sources (name, name_key, kind, rank, family, family_key, is_private) VALUES (?, ?, ?, ?, ?, ?, ?)",
      )
      .run(spec.name.trim(), key, spec.kind, spec.rank, family, familyKey, isPrivate);
    return Number(inserted.lastInsertRowid);
  }
  if (authority) {
    connection
      .sql("UPDATE sources SET name = ?, kind = ?, rank = ?, family = ?, family_key = ?, is_private = ? WHERE id = ?")
      .run(spec.name.trim(), spec.kind, spec.rank, family, familyKey, isPrivate, found.id);
  } else if (isPrivate === 1 && !isPrivateSource(connection, found.id)) {
    throw publicSource(spec.name);
  }
  return found.id;
}

/** Whether a source is private. */
export function isPrivateSource(connection: Connection, sourceId: number): boolean {
  return connection.sql("SELECT 1 FROM sources WHERE id = ? AND is_private = 1").get(sourceId) !== undefined;
}
