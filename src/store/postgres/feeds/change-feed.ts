import type { Feed, FeedOrigin, FeedSpec, FeedState, SourceSpec } from "../../../domain/feed.ts";
import { withoutMove } from "../../../domain/poll-memory.ts";
import type { Instant } from "../../../domain/time.ts";
import {
  addressTaken,
  alreadySubscribed,
  belongsToPrivate,
  hasAddress,
  isConfigured,
  noFeed,
} from "../../rows/feed-faults.ts";
import { feedOf, type PollRow } from "../../rows/feed-rows.ts";
import { loggingSources } from "../changes/log-sources.ts";
import { bumpChangeMark, bumpWholeMark } from "../totals.ts";
import type { Transaction } from "../transaction.ts";
import { findHost } from "./fill-hosts.ts";
import { releaseQuarantined } from "./quarantine.ts";
import { findFeedRow, insertFeed, isPrivateSource, reviveFeed, upsertSource } from "./write-feed.ts";

/**
 * Adds a feed. If an inactive feed has the address, that feed becomes active again, unless `origin` is "ingested". The
 * feed of an archive ("ingested") is not polled, because its address may lead to a file or to a dead server. Error:
 * conflict, when the feed is active already, when the feed belongs to a private source and `spec` names a public
 * source, or for the reason that `upsertSource` names.
 */
export async function addFeed(tx: Transaction, spec: FeedSpec, origin: FeedOrigin, now: Instant): Promise<Feed> {
  const found = await findFeedRow(tx, spec.url);
  if (found?.state === "active") throw alreadySubscribed(found);
  const sourceId = await upsertSource(tx, spec.source, false);
  if (found?.source_private === 1 && !(await isPrivateSource(tx, sourceId))) throw belongsToPrivate(found);
  if (found === null) {
    await insertFeed(tx, spec, { origin, state: origin === "ingested" ? "paused" : "active", sourceId, now });
  } else if (origin !== "ingested") {
    const { title, intervalMs } = spec;
    await loggingSources(tx, { feedId: found.id, now }, () =>
      tx.run(
        `UPDATE feeds SET source_id = :sourceId, origin = :origin, title = coalesce(:title, title), interval_ms = :intervalMs
         WHERE id = :id`,
        { sourceId, origin, title, intervalMs, id: found.id },
      ),
    );
    await reviveFeed(tx, found.id, now);
  }
  await bumpWholeMark(tx);
  const added = await findFeedRow(tx, spec.url);
  if (added === null) throw new Error("a feed vanished inside a transaction");
  return feedOf(added);
}

/** `FeedStore.pollSoon`, inside a transaction. Error: not-found. */
export async function pollSoon(tx: Transaction, feedId: number, now: Instant, gapMs = 0): Promise<void> {
  const changed = await tx.run(
    `UPDATE polls SET next_poll_reason = 'asked for',
       next_poll_at = least(next_poll_at, greatest(:now::bigint, coalesce(last_poll_at + :gapMs::bigint, 0)))
     WHERE feed_id = :feedId`,
    { now, gapMs: gapMs === 0 ? null : gapMs, feedId },
  );
  if (changed === 0) throw noFeed(feedId);
}

/** Delays the first poll of a new feed whose document another process has just fetched and is about to store. */
export async function holdFeed(tx: Transaction, feedId: number, until: Instant): Promise<void> {
  await tx.run(
    `UPDATE polls SET next_poll_at = greatest(next_poll_at, :until::bigint), next_poll_reason = 'just checked'
     WHERE feed_id = :feedId`,
    { feedId, until },
  );
}

/** `FeedStore.undoMove`, inside a transaction. Error: not-found. */
export async function undoMove(tx: Transaction, feedId: number, now: Instant): Promise<void> {
  const row = await tx.get<Pick<PollRow, "memory">>("SELECT memory FROM polls WHERE feed_id = $1", [feedId]);
  const memory = withoutMove(JSON.parse(row?.memory ?? "{}"));
  await tx.run("UPDATE polls SET memory = $1 WHERE feed_id = $2", [JSON.stringify(memory), feedId]);
  await findHost(tx, feedId);
  await pollSoon(tx, feedId, now);
}

/**
 * Gives a feed another address or source. A feed with a new address is due at once. The kind and rank apply to the
 * whole source. Errors: conflict, when the configuration names the feed or another feed has the address; not-found.
 */
export async function editFeed(
  tx: Transaction,
  { feedId, url, source }: { readonly feedId: number; readonly url: string; readonly source: SourceSpec },
  now: Instant,
): Promise<void> {
  const feed = await tx.get<{ url: string; origin: FeedOrigin }>("SELECT url, origin FROM feeds WHERE id = $1", [
    feedId,
  ]);
  if (feed === undefined) throw noFeed(feedId);
  if (feed.origin === "config") throw isConfigured();
  const other = await findFeedRow(tx, url);
  if (other !== null && other.id !== feedId) throw hasAddress(other);
  await loggingSources(tx, { feedId: null, now }, async () => {
    const sourceId = await upsertSource(tx, source, false);
    await tx.run("UPDATE sources SET kind = $1, rank = $2 WHERE id = $3", [source.kind, source.rank, sourceId]);
    await tx.run("UPDATE feeds SET source_id = $1 WHERE id = $2", [sourceId, feedId]);
  });
  if (url !== feed.url) {
    await tx.run(changeUrlSql, [url, feedId]);
    await tx.run("UPDATE polls SET etag = NULL, last_modified = NULL WHERE feed_id = $1", [feedId]);
    await undoMove(tx, feedId, now);
  }
  await bumpWholeMark(tx);
}

const changeUrlSql = "UPDATE feeds SET url = $1, spec_url = $1 WHERE id = $2";

/** `FeedStore.setFeedState`, inside a transaction. Error: not-found. */
export async function setFeedState(tx: Transaction, feedId: number, state: FeedState): Promise<void> {
  const changed = await tx.run(
    "UPDATE feeds SET state = :state, removed_by = CASE WHEN :state = 'removed' THEN 'person' END WHERE id = :feedId",
    { state, feedId },
  );
  if (changed === 0) throw noFeed(feedId);
  if (state === "active") await releaseQuarantined(tx, feedId);
  await bumpWholeMark(tx);
}

/** `FeedStore.renameFeed`, inside a transaction. Error: conflict, when another feed has the address. */
export async function renameFeed(tx: Transaction, feedId: number, url: string): Promise<void> {
  const other = await findFeedRow(tx, url);
  if (other !== null && other.id !== feedId) throw addressTaken(url);
  await tx.run(changeUrlSql, [url, feedId]);
  await findHost(tx, feedId);
  await bumpChangeMark(tx);
}
