import type { WireError } from "./errors.ts";
import type { Cursor, PageQuery } from "./section.ts";
import type { Instant } from "./time.ts";

/**
 * A subscriber's request to our hub (WebSub section 5.1), already read and checked. It is plain data, because it
 * crosses threads.
 */
export interface HubRequest {
  readonly mode: "subscribe" | "unsubscribe";
  /** The topic's canonical address, as in the document's rel=self link. */
  readonly topic: string;
  /** The callback byte for byte as the subscriber wrote it. */
  readonly callback: string;
  /** A secret under 200 bytes; null when the subscriber wants no signatures. */
  readonly secret: string | null;
  /** The granted lease, within our bounds. */
  readonly leaseSeconds: number;
}

/** A verified subscription. There is at most one for each topic and callback. */
export interface Subscription {
  readonly id: number;
  readonly topic: string;
  readonly callback: string;
  readonly secret: string | null;
  /**
   * The group by which deliveries are shared out fairly: the callback's address (`addressGroup`) at the time of
   * verification. Older subscriptions, for which no address was kept, use the callback's host.
   */
  readonly destination: string;
  readonly leaseUntil: Instant;
  /** The ETag of the version that the subscriber has. */
  readonly deliveredEtag: string;
  /** The place of the newest item that the subscriber has; null before the first delivery of a topic that was empty. */
  readonly reached: Cursor | null;
}

/** A version of a topic's document: its ETag, and the place of its newest item (null when it has no items). */
export interface TopicVersion {
  readonly etag: string;
  readonly newest: Cursor | null;
}

/** A document as it is sent: the same bytes that its address serves. */
export interface TopicDocument extends TopicVersion {
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /**
   * The place of the document's last item when older items follow; null when the document reaches the end, or is not in
   * order of arrival.
   */
  readonly next: Cursor | null;
}

/**
 * `gone`: the address is no longer a topic, or never was. `unchanged`: the document has not changed since the version
 * that the caller has.
 */
export type TopicReading =
  | { readonly kind: "gone" }
  | { readonly kind: "unchanged" }
  | { readonly kind: "made"; readonly document: TopicDocument };

/** Makes the documents of topics, usually in a thread other than the hub's. Rejects with the store's errors. */
export interface TopicDocuments {
  /**
   * `after`: read the older page that begins after this place; null reads the topic itself. `knownEtag`: the ETag of
   * the version that the caller has.
   */
  read(topic: string, after: Cursor | null, knownEtag: string | null): Promise<TopicReading>;
}

/** One request to an address that a stranger chose: guarded, bounded, without redirects. */
export interface CallbackRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  /** Send the request to this IP address, whatever the host name resolves to now. null or absent: resolve the name. */
  readonly address?: string | null;
  /** How long the answer may take; null or absent: the default limit. */
  readonly msMax?: number | null;
  /** How much of the answer is read; null or absent: `callbackBytesMax`. */
  readonly bytesMax?: number | null;
  /**
   * True when only the status matters. If the body is late or breaks off, the part that arrived is then the answer's
   * body.
   */
  readonly isBodyOptional?: boolean;
}

/** The result of resolving a callback's name: the first address that the guard allows. */
export type CallbackAddress =
  | { readonly kind: "resolved"; readonly address: string }
  | { readonly kind: "failed"; readonly error: WireError };

/**
 * `body`: the first bytes of the answer, up to the request's limit. `location` and `retryAfter`: the headers of these
 * names, as received.
 */
export type CallbackAnswer =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly body: Uint8Array;
      readonly location: string | null;
      readonly retryAfter?: string | null;
    }
  | { readonly kind: "failed"; readonly error: WireError };

/** Sends requests to addresses that strangers chose. The promises of `resolve` and `send` never reject. */
export interface GuardedSender {
  resolve(url: string): Promise<CallbackAddress>;
  send(request: CallbackRequest): Promise<CallbackAnswer>;
  /** Cuts off the requests that are running. Their answers have the code io-failed. */
  cut(): void;
  close(): Promise<void>;
}

/**
 * A delivery that the hub owes to one subscriber: the topic's document as it is at the time of the delivery. The hub
 * owes a subscription at most one.
 */
export interface Delivery {
  readonly subscription: Subscription;
  /** The newest owed version at the time of reading. */
  readonly etag: string;
  readonly owedAt: Instant;
  readonly attempts: number;
  readonly firstFailedAt: Instant | null;
}

/** The record of a delivery that was given up. */
export interface DroppedDelivery {
  readonly topic: string;
  readonly callback: string;
  readonly owedAt: Instant;
  readonly droppedAt: Instant;
  readonly attempts: number;
  readonly lastError: string;
}

/**
 * Selects due deliveries. Callers exclude deliveries under way, and hosts and destinations that already use their share
 * of the hub.
 */
export interface DueQuery {
  readonly now: Instant;
  readonly limit: number;
  /** Ids of subscriptions. */
  readonly exceptIds: readonly number[];
  /** Hosts of callbacks, in the form of `URL.host`. */
  readonly exceptHosts: readonly string[];
  /** Values of `Subscription.destination`. */
  readonly exceptDestinations: readonly string[];
  /** Leaves out deliveries that have failed before. */
  readonly firstTriesOnly: boolean;
  /** Only hosts of these shards (`receiverShard`); null or absent: of all. */
  readonly shards?: readonly number[] | null;
}

/** The hub's part of the store: subscriptions, and an outbox that survives a crash. */
export interface HubStore {
  /**
   * Creates or renews a verified subscription. A new subscription starts after `version` and is owed everything newer.
   * A renewed subscription keeps its place, and what it was owed before is still owed. `address`: the IP address of the
   * callback's host, if known. Error: rate-limited, when there are too many subscriptions in total or for that address.
   */
  saveSubscription(request: HubRequest, version: TopicVersion, now: Instant, address?: string): Promise<void>;
  /** Removes a subscription. Does nothing if there is none. */
  removeSubscription(topic: string, callback: string): Promise<void>;
  /** Removes subscriptions whose lease has ended. Returns how many were removed. */
  expireSubscriptions(now: Instant): Promise<number>;
  /** The topics that have subscribers. Each appears once. */
  listTopics(): Promise<readonly string[]>;
  listSubscriptions(topic: string): Promise<readonly Subscription[]>;
  /**
   * Records that each subscriber of the topic that does not have `version` is owed it. This replaces an older version
   * that the subscriber was owed. Returns how many subscribers are owed `version`.
   */
  oweTopic(topic: string, version: TopicVersion, now: Instant): Promise<number>;
  /** The deliveries that are due, longest waiting first. */
  readDueDeliveries(due: DueQuery): Promise<readonly Delivery[]>;
  /** The time of the next delivery; null when nothing is owed. */
  readNextDelivery(
    due: Pick<DueQuery, "exceptIds" | "exceptHosts" | "exceptDestinations" | "firstTriesOnly" | "shards">,
  ): Promise<Instant | null>;
  /**
   * Records that the subscriber has this version. Nothing is owed any more, unless the topic has changed again since
   * `delivery` was read. The newer version is then due at once.
   */
  saveDelivered(delivery: Delivery, version: TopicVersion, now: Instant): Promise<void>;
  /** Records that the subscriber has received an older page that it had missed. The topic itself is still owed. */
  saveReached(delivery: Delivery, reached: Cursor): Promise<void>;
  saveDeliveryFailure(delivery: Delivery, failure: { at: Instant; nextTryAt: Instant; error: string }): Promise<void>;
  /** Gives a delivery up and keeps a record of it. The subscription stays and is owed the next version. */
  dropDelivery(
    delivery: Delivery,
    version: TopicVersion | null,
    dropped: { at: Instant; error: string },
  ): Promise<void>;
  /**
   * A fingerprint of a page, which is much cheaper to read than the page. Equal fingerprints mean equal items with the
   * same leads, carriers and texts. The names of feeds and sources do not count.
   */
  readPageFingerprint(query: PageQuery): Promise<string>;
}

/** The facts about the hub that operators see. */
export interface HubReadStore {
  readHubFigures(): Promise<HubFigures>;
  /** The deliveries that were given up, the newest first. */
  readDroppedDeliveries(limit: number): Promise<readonly DroppedDelivery[]>;
}

export interface HubFigures {
  readonly subscriptions: number;
  readonly topics: number;
  /** The number of subscriptions that lack the present version of their topic. */
  readonly owed: number;
  /** The number of owed subscriptions whose delivery was tried without success. */
  readonly failing: number;
  /** The time since when the longest-waiting subscription has been owed something; null when nothing is owed. */
  readonly oldestOwedAt: Instant | null;
  /** How many deliveries were given up since the store was made. */
  readonly dropped: number;
}

/** Whether a place comes after another in a list that is sorted newest first. */
export function isBehind(place: Cursor, other: Cursor): boolean {
  return place.at < other.at || (place.at === other.at && place.id < other.id);
}
