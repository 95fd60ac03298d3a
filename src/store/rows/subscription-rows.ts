import type { Delivery, Subscription } from "../../domain/hub.ts";
import type { Instant } from "../../domain/time.ts";

/**
 * How many subscriptions the hub keeps, in total and for one destination (the address of the callback's host). There
 * are limits because anybody may subscribe.
 */
export const subscriptionsMax = 20_000;
export const subscriptionsPerDestinationMax = 1_000;
/** How many records of dropped deliveries are kept. */
export const droppedMax = 10_000;

/** A subscription as a row of its table. */
export interface SubscriptionRow {
  readonly id: number;
  readonly topic: string;
  readonly callback: string;
  readonly secret: string | null;
  readonly destination: string;
  readonly lease_until: Instant;
  readonly delivered_etag: string;
  readonly reached_at: Instant | null;
  readonly reached_id: number | null;
}

/** The columns of `SubscriptionRow`. Alias: `subscriptions` is s. */
export const subscriptionColumns =
  "s.id, s.topic, s.callback, s.secret, s.destination, s.lease_until, s.delivered_etag, s.reached_at, s.reached_id";

/** Reads a subscription from its row. */
export function subscriptionOf(row: SubscriptionRow): Subscription {
  const { id, topic, callback, secret, destination, lease_until: leaseUntil, delivered_etag: deliveredEtag } = row;
  const { reached_at: at, reached_id: place } = row;
  const reached = at === null || place === null ? null : { at, id: place };
  return { id, topic, callback, secret, destination, leaseUntil, deliveredEtag, reached };
}

/** A subscription with the delivery that it is owed. */
export interface DeliveryRow extends SubscriptionRow {
  readonly etag: string;
  readonly owed_at: Instant;
  readonly attempts: number;
  readonly first_failed_at: Instant | null;
}

/** Reads a delivery from its row. */
export function deliveryOf(row: DeliveryRow): Delivery {
  return {
    subscription: subscriptionOf(row),
    etag: row.etag,
    owedAt: row.owed_at,
    attempts: row.attempts,
    firstFailedAt: row.first_failed_at,
  };
}
