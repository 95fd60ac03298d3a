import type { Feed, FeedOrigin, FeedSpec, FeedState, SourceSpec } from "../../../domain/feed.ts";
import { withoutMove } from "../../../domain/poll-memory.ts";
import type { Instant } from "../../../domain/time.ts";
import { alreadySubscribed, belongsToPrivate, hasAddress, isConfigured, noFeed } from "../../rows/feed-faults.ts";
import { feedOf, type PollRow } from "../../rows/feed-rows.ts";
import { loggingSources } from "../changes/log-sources.ts";
import type { Connection } from "../connection.ts";
import { bumpWholeMark } from "../totals.ts";
import { findHost } from "./fill-hosts.ts";
import { releaseQuarantined } from "./quarantine.ts";
import { findFeedRow, insertFeed, isPrivateSource, reviveFeed, upsertSource } from "./write-feed.ts";

/**
 * Adds a feed. If an inactive feed has the address, that feed becomes active again, unless `origin` is "ingested". The
 * feed of an archive ("ingested") is not polled, because its address may lead to a file or to a dead server. Error:
 * conflict, when the feed is active already, when the feed belongs to a private source and `spec` names a public
 * source, or for the reason that `upsertSource` names.
 */
export function addFeed(connection: Connection, spec: FeedSpec, origin: FeedOrigin, now: Instant): Feed {
  const found = findFeedRow(connection, spec.url);
  if (found?.state === "active") {
    throw alreadySubscribed(found);
  }
  const sourceId = upsertSource(connection, spec.source, false);
  if (found?.source_private === 1 && !isPrivateSource(connection, sourceId)) {
    throw belongsToPrivate(found);
  }
  if (found === null) {
    insertFeed(connection, spec, { origin, state: origin === "ingested" ? "paused" : "active", sourceId, now });
  } else if (origin !== "ingested") {
    loggingSources(connection, { feedId: found.id, now }, () =>
      connection
        .sql("UPDATE feeds SET source_id = ?, origin = ?, title = coalesce(?, title), interval_ms = ? WHERE id = ?")
        .run(sourceId, origin, spec.title, spec.intervalMs, found.id),
    );
    reviveFeed(connection, found.id, now);
  }
  bumpWholeMark(connection);
  const added = findFeedRow(connection, spec.url);
  if (added === null) throw new Error("a feed vanished inside a transaction");
  return feedOf(added);
}

/** `FeedStore.pollSoon`, inside a transaction. Error: not-found. */
export function pollSoon(connection: Connection, feedId: number, now: Instant, gapMs = 0): void {
  const { changes } = connection
    .sql(
      `UPDATE polls SET next_poll_at = min(next_poll_at, max(:now, coalesce(last_poll_at + :gapMs, 0))), next_poll_reason = 'asked for'
       WHERE feed_id = :feedId`,
    )
    .run({ now, gapMs: gapMs === 0 ? null : gapMs, feedId });
  if (changes === 0) throw noFeed(feedId);
}

/** Delays the first poll of a new feed whose document another process has just fetched and is about to store. */
export function holdFeed(connection: Connection, feedId: number, until: Instant): void {
  connection
    .sql("UPDATE polls SET next_poll_at = max(next_poll_at, ?), next_poll_reason = 'just checked' WHERE feed_id = ?")
    .run(until, feedId);
}

/** `FeedStore.undoMove`, inside a transaction. Error: not-found. */
export function undoMove(connection: Connection, feedId: number, now: Instant): void {
  const row = connection.sql<Pick<PollRow, "memory">>("SELECT memory FROM polls WHERE feed_id = ?").get(feedId);
  const memory = withoutMove(JSON.parse(row?.memory ?? "{}"));
  connection.sql("UPDATE polls SET memory = ? WHERE feed_id = ?").run(JSON.stringify(memory), feedId);
  findHost(connection, feedId);
  pollSoon(connection, feedId, now);
}

/**
 * Gives a feed another address or source. A feed with a new address is due at once. The kind and rank apply to the
 * whole source. Errors: conflict, when the configuration names the feed or another feed has the address; not-found.
 */
export function editFeed(
  connection: Connection,
  { feedId, url, source }: { readonly feedId: number; readonly url: string; readonly source: SourceSpec },
  now: Instant,
): void {
  const feed = connection
    .sql<{ url: string; origin: FeedOrigin }>("SELECT url, origin FROM feeds WHERE id = ?")
    .get(feedId);
  if (feed === undefined) throw noFeed(feedId);
  if (feed.origin === "config") throw isConfigured();
  const other = findFeedRow(connection, url);
  if (other !== null && other.id !== feedId) throw hasAddress(other);
  loggingSources(connection, { feedId: null, now }, () => {
    const sourceId = upsertSource(connection, source, false);
    connection.sql("UPDATE sources SET kind = ?, rank = ? WHERE id = ?").run(source.kind, source.rank, sourceId);
    connection.sql("UPDATE feeds SET source_id = ? WHERE id = ?").run(sourceId, feedId);
  });
  if (url !== feed.url) {
    connection.sql("UPDATE feeds SET url = ?, spec_url = ? WHERE id = ?").run(url, url, feedId);
    connection.sql("UPDATE polls SET etag = NULL, last_modified = NULL WHERE feed_id = ?").run(feedId);
    undoMove(connection, feedId, now);
  }
  bumpWholeMark(connection);
}

/** `FeedStore.setFeedState`, inside a transaction. Error: not-found. */
export function setFeedState(connection: Connection, feedId: number, state: FeedState): void {
  const { changes } = connection
    .sql(
      "UPDATE feeds SET state = :state, removed_by = CASE WHEN :state = 'removed' THEN 'person' END WHERE id = :feedId",
    )
    .run({ state, feedId });
  if (changes === 0) throw noFeed(feedId);
  if (state === "active") releaseQuarantined(connection, feedId);
  bumpWholeMark(connection);
}
