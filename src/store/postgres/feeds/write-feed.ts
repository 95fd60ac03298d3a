import { sourceKey } from "../../../domain/copies/houses.ts";
import type { FeedOrigin, FeedSpec, FeedState, SourceSpec } from "../../../domain/feed.ts";
import type { Instant } from "../../../domain/time.ts";
import { publicSource } from "../../rows/feed-faults.ts";
import { type FoundFeed, feedColumns } from "../../rows/feed-rows.ts";
import { hostOfFeed } from "../../rows/feeds/feed-host.ts";
import type { Transaction } from "../transaction.ts";

/** Finds a feed by its address, or by the configured address that it had before it moved (a permanent redirect). */
export async function findFeedRow(tx: Transaction, url: string): Promise<FoundFeed | null> {
  const row = await tx.get<FoundFeed>(
    `SELECT ${feedColumns}, f.spec_url, f.removed_by FROM feeds f JOIN sources s ON s.id = f.source_id
     WHERE f.url = :url OR f.spec_url = :url ORDER BY f.spec_url = :url DESC LIMIT 1`,
    { url },
  );
  return row ?? null;
}

/** Inserts a feed with its poll state; the feed is due at once. Returns its id. */
export async function insertFeed(
  tx: Transaction,
  spec: FeedSpec,
  state: { readonly origin: FeedOrigin; readonly state: FeedState; readonly sourceId: number; readonly now: Instant },
): Promise<number> {
  const row = await tx.get<{ id: number }>(
    `WITH f AS (INSERT INTO feeds (url, spec_url, source_id, origin, state, title, site_url, interval_ms)
       VALUES (:url, :url, :sourceId, :origin, :state, :title, :siteUrl, :intervalMs) RETURNING id)
     INSERT INTO polls (feed_id, next_poll_at, next_poll_reason, host_key, shard)
       SELECT id, :now::bigint, 'new feed', :hostKey, :shard::int FROM f RETURNING feed_id AS id`,
    {
      ...state,
      ...hostOfFeed(spec.url, {}),
      url: spec.url,
      title: spec.title,
      siteUrl: spec.siteUrl,
      intervalMs: spec.intervalMs,
    },
  );
  if (row === undefined) throw new Error("the inserted feed has no id");
  return row.id;
}

/** Makes a removed, paused or gone feed active again, and due at once. */
export async function reviveFeed(tx: Transaction, feedId: number, now: Instant): Promise<void> {
  await tx.run("UPDATE feeds SET state = 'active', removed_by = NULL WHERE id = $1", [feedId]);
  await tx.run(
    `UPDATE polls SET next_poll_at = least(next_poll_at, :now::bigint), next_poll_reason = 'brought back'
     WHERE feed_id = :feedId`,
    { feedId, now },
  );
}

/**
 * Finds the source with that name (upper and lower case do not matter), or creates it. `authority`: true when the kind,
 * rank, family and privacy given here override the stored values. The configuration has this authority. Error:
 * conflict, when a caller without authority asks for a private source that is public already; that caller would wrongly
 * believe the source to be private.
 */
export async function upsertSource(tx: Transaction, spec: SourceSpec, authority: boolean): Promise<number> {
  const family = spec.family?.trim() ?? null;
  const values = {
    name: spec.name.trim(),
    kind: spec.kind,
    rank: spec.rank,
    family,
    familyKey: family === null ? null : sourceKey(family),
    isPrivate: spec.isPrivate === true ? 1 : 0,
  };
  const key = sourceKey(spec.name);
  const found = await tx.get<{ id: number; isPrivate: number }>(
    `SELECT id, is_private AS "isPrivate" FROM sources WHERE name_key = $1`,
    [key],
  );
  if (found === undefined) return insertSource(tx, { ...values, key });
  if (authority) await tx.run(changeSourceSql, { ...values, id: found.id });
  else if (values.isPrivate === 1 && found.isPrivate === 0) throw publicSource(spec.name);
  return found.id;
}

const changeSourceSql = `UPDATE sources SET name = :name, kind = :kind, rank = :rank, family = :family, family_key = :familyKey,
  is_private = :isPrivate WHERE id = :id
  AND (name, kind, rank, family, is_private) IS DISTINCT FROM (:name, :kind, :rank, :family, :isPrivate)`;

async function insertSource(tx: Transaction, values: Readonly<Record<string, unknown>>): Promise<number> {
  const row = await tx.get<{ id: number }>(
    `INSERT INTO sources (name, name_key, kind, rank, family, family_key, is_private)
     VALUES (:name, :key, :kind, :rank, :family, :familyKey, :isPrivate) RETURNING id`,
    values,
  );
  if (row === undefined) throw new Error("the inserted source has no id");
  return row.id;
}

/** Whether a source is private. */
export async function isPrivateSource(tx: Transaction, sourceId: number): Promise<boolean> {
  return (await tx.get("SELECT 1 FROM sources WHERE id = $1 AND is_private = 1", [sourceId])) !== undefined;
}
