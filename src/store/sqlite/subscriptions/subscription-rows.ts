import type { Subscription } from "../../../domain/hub.ts";
import type { Instant } from "../../../domain/time.ts";

/** A subscription as its table holds it. */
export interface SubscriptionRow {
  readonly id: number;
  readonly topic: string;
  readonly callback: string;
  readonly secret: string | null;
  readonly lease_until: Instant;
  readonly delivered_etag: string;
  readonly reached_at: Instant | null;
  readonly reached_id: number | null;
}

/** The columns of `SubscriptionRow`; `subscriptions` is s. */
export const subscriptionColumns =
  "s.id, s.topic, s.callback, s.secret, s.lease_until, s.delivered_etag, s.reached_at, s.reached_id";

export function subscriptionOf(row: SubscriptionRow): Subscription {
  const { id, topic, callback, secret, reached_at: at, reached_id: place } = row;
  const reached = at === null || place === null ? null : { at, id: place };
  return { id, topic, callback, secret, leaseUntil: row.lease_until, deliveredEtag: row.delivered_etag, reached };
}
