import type { Delivery, DueQuery, TopicVersion } from "../../../domain/hub.ts";
import type { Cursor } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import { type DeliveryRow, deliveryOf, droppedMax, subscriptionColumns } from "../../rows/subscription-rows.ts";
import { isInShards } from "../receiver-shards.ts";
import type { Transaction } from "../transaction.ts";

/** Deliveries that may start now. */
const waitingSql = `FROM deliveries d JOIN subscriptions s ON s.id = d.subscription_id
  WHERE s.id <> ALL(:ids::bigint[]) AND s.callback_host <> ALL(:hosts::text[]) AND s.destination <> ALL(:destinations::text[])
  AND d.attempts <= :attemptsMax::int AND ${isInShards("s.callback_host")}`;

function waitingValues(due: Omit<DueQuery, "now" | "limit">): Record<string, unknown> {
  return {
    ids: due.exceptIds,
    hosts: due.exceptHosts,
    destinations: due.exceptDestinations,
    shards: due.shards ?? null,
    attemptsMax: due.firstTriesOnly ? 0 : attemptsMax,
  };
}

/** More attempts than any delivery ever has. */
const attemptsMax = 1_000_000_000;

/** `HubStore.readDueDeliveries`, inside a transaction. */
export async function readDueDeliveries(tx: Transaction, due: DueQuery): Promise<readonly Delivery[]> {
  const rows = await tx.all<DeliveryRow>(
    `SELECT ${subscriptionColumns}, d.etag, d.owed_at, d.attempts, d.first_failed_at ${waitingSql}
     AND d.next_try_at <= :now AND s.lease_until > :now ORDER BY d.next_try_at, d.subscription_id LIMIT :limit`,
    { ...waitingValues(due), now: due.now, limit: due.limit },
  );
  return rows.map(deliveryOf);
}

/** `HubStore.readNextDelivery`, inside a transaction. */
export async function readNextDelivery(tx: Transaction, due: Omit<DueQuery, "now" | "limit">): Promise<Instant | null> {
  const next = await tx.get<{ at: Instant }>(
    `SELECT d.next_try_at AS at ${waitingSql} AND s.lease_until > d.next_try_at ORDER BY d.next_try_at, d.subscription_id LIMIT 1`,
    waitingValues(due),
  );
  return next?.at ?? null;
}

/** `HubStore.saveDelivered`, inside a transaction. */
export async function saveDelivered(
  tx: Transaction,
  delivery: Delivery,
  version: TopicVersion,
  now: Instant,
): Promise<void> {
  const { id } = delivery.subscription;
  await saveVersion(tx, id, version);
  await tx.run("DELETE FROM deliveries WHERE subscription_id = $1 AND etag IN ($2, $3)", [
    id,
    version.etag,
    delivery.etag,
  ]);
  await tx.run(
    `UPDATE deliveries SET owed_at = :now, attempts = 0, next_try_at = :now, first_failed_at = NULL, last_error = NULL
     WHERE subscription_id = :id`,
    { id, now },
  );
}

async function saveVersion(tx: Transaction, id: number, version: TopicVersion): Promise<void> {
  await tx.run("UPDATE subscriptions SET delivered_etag = $1 WHERE id = $2", [version.etag, id]);
  if (version.newest !== null) await saveReached(tx, id, version.newest);
}

/** The place that a subscriber has reached only moves forward, so that an older page cannot move it back. */
export async function saveReached(tx: Transaction, id: number, reached: Cursor): Promise<void> {
  await tx.run(
    `UPDATE subscriptions SET reached_at = :at, reached_id = :place
     WHERE id = :id AND (reached_at IS NULL OR (reached_at, reached_id) < (:at::bigint, :place::bigint))`,
    { id, at: reached.at, place: reached.id },
  );
}

/** `HubStore.saveDeliveryFailure`, inside a transaction. */
export async function saveDeliveryFailure(
  tx: Transaction,
  delivery: Delivery,
  failure: { at: Instant; nextTryAt: Instant; error: string },
): Promise<void> {
  await tx.run(
    `UPDATE deliveries SET attempts = attempts + 1, next_try_at = $1, first_failed_at = coalesce(first_failed_at, $2), last_error = $3
     WHERE subscription_id = $4`,
    [failure.nextTryAt, failure.at, failure.error, delivery.subscription.id],
  );
}

/** `HubStore.dropDelivery`, inside a transaction. */
export async function dropDelivery(
  tx: Transaction,
  delivery: Delivery,
  version: TopicVersion | null,
  dropped: { at: Instant; error: string },
): Promise<void> {
  const { id, topic, callback } = delivery.subscription;
  await tx.run("DELETE FROM deliveries WHERE subscription_id = $1", [id]);
  if (version !== null) await saveVersion(tx, id, version);
  const kept = await tx.get<{ id: number }>(
    `INSERT INTO dropped_deliveries (id, topic, callback, owed_at, dropped_at, attempts, last_error)
     SELECT coalesce(max(id), 0) + 1, $1::text, $2::text, $3::bigint, $4::bigint, $5::int, $6::text FROM dropped_deliveries RETURNING id`,
    [topic, callback, delivery.owedAt, dropped.at, delivery.attempts + 1, dropped.error],
  );
  await tx.run("DELETE FROM dropped_deliveries WHERE id <= $1", [(kept?.id ?? 0) - droppedMax]);
}
