import { WireError } from "../../../domain/errors.ts";
import type { Delivery, DueQuery, HubRequest, HubStore, Subscription, TopicVersion } from "../../../domain/hub.ts";
import type { Cursor } from "../../../domain/section.ts";
import { type Instant, secondMs } from "../../../domain/time.ts";
import {
  type DeliveryRow,
  deliveryOf,
  droppedMax,
  type SubscriptionRow,
  subscriptionColumns,
  subscriptionOf,
  subscriptionsMax,
  subscriptionsPerDestinationMax,
} from "../../rows/subscription-rows.ts";
import type { Connection } from "../connection.ts";
import { pageFingerprint } from "../lists/page-fingerprint.ts";
import { isInShards, shardList } from "../receiver-shards.ts";

/** The store's methods for the WebSub hub. */
export function hubMethods(connection: Connection): HubStore {
  const { read, write } = connection;
  return {
    saveSubscription: (request, version, now, address) =>
      write(() => saveSubscription(connection, { request, address: address ?? null }, version, now)),
    removeSubscription: (topic, callback) => write(() => removeSubscription(connection, topic, callback)),
    expireSubscriptions: (now) => write(() => expireSubscriptions(connection, now)),
    listTopics: () => read(() => listTopics(connection)),
    listSubscriptions: (topic) => read(() => listSubscriptions(connection, topic)),
    oweTopic: (topic, version, now) => write(() => oweTopic(connection, topic, version, now)),
    readDueDeliveries: (due) => read(() => readDueDeliveries(connection, due)),
    readNextDelivery: (due) => read(() => readNextDelivery(connection, due)),
    saveDelivered: (delivery, version, now) => write(() => saveDelivered(connection, delivery, version, now)),
    saveReached: (delivery, reached) => write(() => saveReached(connection, delivery.subscription.id, reached)),
    saveDeliveryFailure: (delivery, failure) => write(() => saveDeliveryFailure(connection, delivery, failure)),
    dropDelivery: (delivery, version, dropped) => write(() => dropDelivery(connection, delivery, version, dropped)),
    readPageFingerprint: (query) => read(() => pageFingerprint(connection, query)),
  };
}

function saveSubscription(
  connection: Connection,
  { request, address }: { readonly request: HubRequest; readonly address: string | null },
  version: TopicVersion,
  now: Instant,
): void {
  const { host } = new URL(request.callback);
  const destination = address ?? host;
  const known = connection
    .sql("SELECT 1 FROM subscriptions WHERE topic = ? AND callback = ?")
    .get(request.topic, request.callback);
  if (known === undefined) refuseTooMany(connection, destination);
  connection
    .sql(
      `INSERT INTO subscriptions (topic, callback, callback_host, destination, secret, lease_until, verified_at, delivered_etag, reached_at, reached_id)
       VALUES (:topic, :callback, :host, :destination, :secret, :leaseUntil, :now, :etag, :at, :id)
       ON CONFLICT (topic, callback) DO UPDATE SET destination = :destination, secret = :secret, lease_until = :leaseUntil, verified_at = :now`,
    )
    .run({
      topic: request.topic,
      callback: request.callback,
      host,
      destination,
      secret: request.secret,
      leaseUntil: now + request.leaseSeconds * secondMs,
      now,
      etag: version.etag,
      at: version.newest?.at ?? null,
      id: version.newest?.id ?? null,
    });
}

function refuseTooMany(connection: Connection, destination: string): void {
  const all = countOf(connection, "SELECT count(*) AS count FROM subscriptions");
  const sql = "SELECT count(*) AS count FROM subscriptions WHERE destination = ?";
  if (all >= subscriptionsMax || countOf(connection, sql, destination) >= subscriptionsPerDestinationMax) {
    throw new WireError("rate-limited", "this hub cannot take more subscriptions");
  }
}

function countOf(connection: Connection, sql: string, ...values: readonly unknown[]): number {
  return connection.sql<{ count: number }>(sql).get(...values)?.count ?? 0;
}

function removeSubscription(connection: Connection, topic: string, callback: string): void {
  connection.sql("DELETE FROM subscriptions WHERE topic = ? AND callback = ?").run(topic, callback);
}

function expireSubscriptions(connection: Connection, now: Instant): number {
  return connection.sql("DELETE FROM subscriptions WHERE lease_until <= ?").run(now).changes;
}

function listTopics(connection: Connection): readonly string[] {
  return connection
    .sql<{ topic: string }>("SELECT DISTINCT topic FROM subscriptions ORDER BY topic")
    .all()
    .map(({ topic }) => topic);
}

function listSubscriptions(connection: Connection, topic: string): readonly Subscription[] {
  return connection
    .sql<SubscriptionRow>(`SELECT ${subscriptionColumns} FROM subscriptions s WHERE s.topic = ? ORDER BY s.callback`)
    .all(topic)
    .map(subscriptionOf);
}

function oweTopic(connection: Connection, topic: string, version: TopicVersion, now: Instant): number {
  const { changes } = connection
    .sql(
      `INSERT INTO deliveries (subscription_id, etag, owed_at, next_try_at)
       SELECT s.id, :etag, :now, :now FROM subscriptions s WHERE s.topic = :topic AND s.delivered_etag <> :etag
       ON CONFLICT (subscription_id) DO UPDATE SET etag = :etag WHERE etag <> :etag`,
    )
    .run({ topic, etag: version.etag, now });
  return changes;
}

/** Deliveries that may start now. The lists are JSON. */
const waitingSql = `FROM deliveries d CROSS JOIN subscriptions s ON s.id = d.subscription_id
  WHERE s.id NOT IN (SELECT value FROM json_each(:ids)) AND s.callback_host NOT IN (SELECT value FROM json_each(:hosts))
  AND s.destination NOT IN (SELECT value FROM json_each(:destinations))
  AND d.attempts <= :attemptsMax AND ${isInShards("s.callback_host")}`;

function waitingValues(due: Omit<DueQuery, "now" | "limit">): Record<string, unknown> {
  return {
    ids: JSON.stringify(due.exceptIds),
    hosts: JSON.stringify(due.exceptHosts),
    destinations: JSON.stringify(due.exceptDestinations),
    shards: shardList(due.shards),
    attemptsMax: due.firstTriesOnly ? 0 : Number.MAX_SAFE_INTEGER,
  };
}

function readDueDeliveries(connection: Connection, due: DueQuery): readonly Delivery[] {
  return connection
    .sql<DeliveryRow>(
      `SELECT ${subscriptionColumns}, d.etag, d.owed_at, d.attempts, d.first_failed_at ${waitingSql}
       AND d.next_try_at <= :now AND s.lease_until > :now ORDER BY d.next_try_at, d.subscription_id LIMIT :limit`,
    )
    .all({ ...waitingValues(due), now: due.now, limit: due.limit })
    .map(deliveryOf);
}

function readNextDelivery(connection: Connection, due: Omit<DueQuery, "now" | "limit">): Instant | null {
  const next = connection
    .sql<{ at: Instant }>(
      `SELECT d.next_try_at AS at ${waitingSql} AND s.lease_until > d.next_try_at ORDER BY d.next_try_at, d.subscription_id LIMIT 1`,
    )
    .get(waitingValues(due));
  return next?.at ?? null;
}

function saveDelivered(connection: Connection, delivery: Delivery, version: TopicVersion, now: Instant): void {
  const { id } = delivery.subscription;
  connection.sql("UPDATE subscriptions SET delivered_etag = ? WHERE id = ?").run(version.etag, id);
  if (version.newest !== null) saveReached(connection, id, version.newest);
  connection
    .sql("DELETE FROM deliveries WHERE subscription_id = ? AND etag IN (?, ?)")
    .run(id, version.etag, delivery.etag);
  connection
    .sql(
      `UPDATE deliveries SET owed_at = :now, attempts = 0, next_try_at = :now, first_failed_at = NULL, last_error = NULL
       WHERE subscription_id = :id`,
    )
    .run({ id, now });
}

/** The place that a subscriber has reached only moves forward, so that an older page cannot move it back. */
function saveReached(connection: Connection, id: number, reached: Cursor): void {
  connection
    .sql(
      `UPDATE subscriptions SET reached_at = :at, reached_id = :place
       WHERE id = :id AND (reached_at IS NULL OR (reached_at, reached_id) < (:at, :place))`,
    )
    .run({ id, at: reached.at, place: reached.id });
}

function saveDeliveryFailure(
  connection: Connection,
  delivery: Delivery,
  failure: { at: Instant; nextTryAt: Instant; error: string },
): void {
  connection
    .sql(
      `UPDATE deliveries SET attempts = attempts + 1, next_try_at = ?, first_failed_at = coalesce(first_failed_at, ?), last_error = ?
       WHERE subscription_id = ?`,
    )
    .run(failure.nextTryAt, failure.at, failure.error, delivery.subscription.id);
}

function dropDelivery(
  connection: Connection,
  delivery: Delivery,
  version: TopicVersion | null,
  dropped: { at: Instant; error: string },
): void {
  const { id, topic, callback } = delivery.subscription;
  connection.sql("DELETE FROM deliveries WHERE subscription_id = ?").run(id);
  if (version !== null) {
    connection.sql("UPDATE subscriptions SET delivered_etag = ? WHERE id = ?").run(version.etag, id);
    if (version.newest !== null) saveReached(connection, id, version.newest);
  }
  const { lastInsertRowid } = connection
    .sql(
      `INSERT INTO dropped_deliveries (topic, callback, owed_at, dropped_at, attempts, last_error) VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .run(topic, callback, delivery.owedAt, dropped.at, delivery.attempts + 1, dropped.error);
  connection.sql("DELETE FROM dropped_deliveries WHERE id <= ?").run(Number(lastInsertRowid) - droppedMax);
}
