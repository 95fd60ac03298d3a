import { WireError } from "../../../domain/errors.ts";
import type { Delivery, DueQuery, HubRequest, HubStore, Subscription, TopicVersion } from "../../../domain/hub.ts";
import { type Instant, secondMs } from "../../../domain/time.ts";
import {
  type SubscriptionRow,
  subscriptionColumns,
  subscriptionOf,
  subscriptionsMax,
  subscriptionsPerDestinationMax,
} from "../../rows/subscription-rows.ts";
import type { Connection } from "../connection.ts";
import type { Transaction } from "../transaction.ts";
import {
  dropDelivery,
  readDueDeliveries,
  readNextDelivery,
  saveDelivered,
  saveDeliveryFailure,
  saveReached,
} from "./deliveries.ts";

/** The store's methods for the WebSub hub. */
export function hubMethods({ read, write }: Connection): Omit<HubStore, "readPageFingerprint"> {
  return {
    saveSubscription: (request, version, now, address) =>
      write((tx) => saveSubscription(tx, { request, address: address ?? null }, version, now)),
    removeSubscription: (topic, callback) => write((tx) => removeSubscription(tx, topic, callback)),
    expireSubscriptions: (now) => write((tx) => expireSubscriptions(tx, now)),
    listTopics: () => read(listTopics),
    listSubscriptions: (topic) => read((tx) => listSubscriptions(tx, topic)),
    oweTopic: (topic, version, now) => write((tx) => oweTopic(tx, topic, version, now)),
    readDueDeliveries: (due: DueQuery) => read((tx) => readDueDeliveries(tx, due)),
    readNextDelivery: (due) => read((tx) => readNextDelivery(tx, due)),
    saveDelivered: (delivery, version, now) => write((tx) => saveDelivered(tx, delivery, version, now)),
    saveReached: (delivery: Delivery, reached) => write((tx) => saveReached(tx, delivery.subscription.id, reached)),
    saveDeliveryFailure: (delivery, failure) => write((tx) => saveDeliveryFailure(tx, delivery, failure)),
    dropDelivery: (delivery, version, dropped) => write((tx) => dropDelivery(tx, delivery, version, dropped)),
  };
}

async function saveSubscription(
  tx: Transaction,
  { request, address }: { readonly request: HubRequest; readonly address: string | null },
  version: TopicVersion,
  now: Instant,
): Promise<void> {
  const { host } = new URL(request.callback);
  const { topic, callback, secret } = request;
  const destination = address ?? host;
  const known = await tx.get(`SELECT 1 FROM subscriptions WHERE ${isAsked}`, { topic, callback });
  if (known === undefined) await refuseTooMany(tx, destination);
  await tx.run(saveSql, {
    ...{ topic, callback, host, destination, secret, now },
    leaseUntil: now + request.leaseSeconds * secondMs,
    etag: version.etag,
    at: version.newest?.at ?? null,
    id: version.newest?.id ?? null,
  });
}

const isTopic = "md5(topic)::uuid = md5(:topic)::uuid AND topic = :topic";
const isAsked = `${isTopic} AND md5(callback)::uuid = md5(:callback)::uuid AND callback = :callback`;

const saveSql = `INSERT INTO subscriptions (topic, callback, callback_host, destination, secret, lease_until, verified_at, delivered_etag, reached_at, reached_id)
  VALUES (:topic, :callback, :host, :destination, :secret, :leaseUntil, :now, :etag, :at, :id)
  ON CONFLICT ((md5(topic)::uuid), (md5(callback)::uuid)) DO UPDATE SET destination = excluded.destination, secret = excluded.secret,
    lease_until = excluded.lease_until, verified_at = excluded.verified_at`;

async function refuseTooMany(tx: Transaction, destination: string): Promise<void> {
  const counts = await tx.get<{ all: number; there: number }>(
    `SELECT count(*) AS all, count(*) FILTER (WHERE destination = $1) AS there FROM subscriptions`,
    [destination],
  );
  if ((counts?.all ?? 0) >= subscriptionsMax || (counts?.there ?? 0) >= subscriptionsPerDestinationMax) {
    throw new WireError("rate-limited", "this hub cannot take more subscriptions");
  }
}

async function removeSubscription(tx: Transaction, topic: string, callback: string): Promise<void> {
  await tx.run(`DELETE FROM subscriptions WHERE ${isAsked}`, { topic, callback });
}

async function expireSubscriptions(tx: Transaction, now: Instant): Promise<number> {
  return tx.run("DELETE FROM subscriptions WHERE lease_until <= $1", [now]);
}

async function listTopics(tx: Transaction): Promise<readonly string[]> {
  const rows = await tx.all<{ topic: string }>("SELECT DISTINCT topic FROM subscriptions ORDER BY topic");
  return rows.map(({ topic }) => topic);
}

async function listSubscriptions(tx: Transaction, topic: string): Promise<readonly Subscription[]> {
  const rows = await tx.all<SubscriptionRow>(
    `SELECT ${subscriptionColumns} FROM subscriptions s WHERE ${isTopic} ORDER BY s.callback`,
    { topic },
  );
  return rows.map(subscriptionOf);
}

async function oweTopic(tx: Transaction, topic: string, version: TopicVersion, now: Instant): Promise<number> {
  return tx.run(
    `INSERT INTO deliveries (subscription_id, etag, owed_at, next_try_at)
     SELECT s.id, :etag::text, :now::bigint, :now FROM subscriptions s WHERE ${isTopic} AND s.delivered_etag <> :etag
     ON CONFLICT (subscription_id) DO UPDATE SET etag = excluded.etag WHERE deliveries.etag <> excluded.etag`,
    { topic, etag: version.etag, now },
  );
}
