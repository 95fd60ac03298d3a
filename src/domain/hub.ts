import type { WireError } from "./errors.ts";
import type { Cursor, PageQuery } from "./section.ts";
import type { Instant } from "./time.ts";

/** What a subscriber asks of our hub (WebSub section 5.1), read and found possible. Plain data: it crosses threads. */
export interface HubRequest {
  readonly mode: "subscribe" | "unsubscribe";
  /** The topic's canonical address: what its rel=self says. */
  readonly topic: string;
  /** As the subscriber wrote it, to the byte. */
  readonly callback: string;
  /** Under 200 bytes; null where the subscriber wants no signatures. */
  readonly secret: string | null;
  /** Granted already: within our bounds. */
  readonly leaseSeconds: number;
}

/** A subscription that was verified. One for each topic and callback. */
export interface Subscription {
  readonly id: number;
  readonly topic: string;
  readonly callback: string;
  readonly secret: string | null;
  /**
   * What deliveries are shared out by: the callback's address (`addressGroup`) as it was when the subscription was
   * verified, or its host where that was before addresses were kept.
   */
  readonly destination: string;
  readonly leaseUntil: Instant;
  /** The version that the subscriber has. */
  readonly deliveredEtag: string;
  /** How far the subscriber has come; null before the first delivery to a topic that was empty. */
  readonly reached: Cursor | null;
}

/** A version of a topic's document: its ETag, and the place of its newest item (null where it has none). */
export interface TopicVersion {
  readonly etag: string;
  readonly newest: Cursor | null;
}

/** A document as it is sent: the very bytes that its address serves. */
export interface TopicDocument extends TopicVersion {
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /**
   * The place of its last item where older ones follow; null where it reaches the end, or is not in the order of
   * arrival.
   */
  readonly next: Cursor | null;
}

/** `gone`: the address is no topic (any more). `unchanged`: the document that the asker has still holds. */
export type TopicReading =
  | { readonly kind: "gone" }
  | { readonly kind: "unchanged" }
  | { readonly kind: "made"; readonly document: TopicDocument };

/** Makes the documents of topics, mostly in another thread than the hub's. Rejects as the store does. */
export interface TopicDocuments {
  /**
   * `after`: the older page that begins behind this place; null for the topic itself. `knownEtag`: what the asker has.
   */
  read(topic: string, after: Cursor | null, knownEtag: string | null): Promise<TopicReading>;
}

/** One request to an address that a stranger named: guarded, bounded, without redirects. */
export interface CallbackRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  /** Where the request goes whatever its name stands for by now; null, as absent: the name is looked up. */
  readonly address?: string | null;
  /** How long the answer may take; null, as absent: as long as any. */
  readonly msMax?: number | null;
}

/** What the name of a callback stands for: the first address that may be asked. */
export type CallbackAddress =
  | { readonly kind: "resolved"; readonly address: string }
  | { readonly kind: "failed"; readonly error: WireError };

/** `body`: the first bytes of the answer, up to `callbackBytesMax`; `location`: the header as it came. */
export type CallbackAnswer =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly body: Uint8Array;
      readonly location: string | null;
    }
  | { readonly kind: "failed"; readonly error: WireError };

/** Never rejects. */
export interface GuardedSender {
  resolve(url: string): Promise<CallbackAddress>;
  send(request: CallbackRequest): Promise<CallbackAnswer>;
  close(): Promise<void>;
}

/** What one subscriber is still owed: the topic as it stands when its turn comes. At most one a subscription. */
export interface Delivery {
  readonly subscription: Subscription;
  /** The version that became owed last when this was read. */
  readonly etag: string;
  readonly owedAt: Instant;
  readonly attempts: number;
  readonly firstFailedAt: Instant | null;
}

/** A delivery that was given up: the record that is left of it. */
export interface DroppedDelivery {
  readonly topic: string;
  readonly callback: string;
  readonly owedAt: Instant;
  readonly droppedAt: Instant;
  readonly attempts: number;
  readonly lastError: string;
}

/**
 * Which deliveries to read: not those under way, nor those of hosts and destinations that have their share of the hub
 * under way.
 */
export interface DueQuery {
  readonly now: Instant;
  readonly limit: number;
  /** Subscriptions. */
  readonly exceptIds: readonly number[];
  /** Hosts of callbacks, as `URL.host` writes them. */
  readonly exceptHosts: readonly string[];
  /** `Subscription.destination`. */
  readonly exceptDestinations: readonly string[];
  /** Leaves out what has failed before. */
  readonly firstTriesOnly: boolean;
}

/** The hub's part of the store: who subscribes, and an outbox that survives a crash. */
export interface HubStore {
  /**
   * Makes or renews a subscription that was verified. A new one begins behind `version`: it is owed what comes after. A
   * renewed one keeps its place and what it is owed. `address`: of the callback's host, where it is known. Error:
   * rate-limited, when there are too many in all or for the callback's address.
   */
  saveSubscription(request: HubRequest, version: TopicVersion, now: Instant, address?: string): Promise<void>;
  /** Nothing happens where there is none. */
  removeSubscription(topic: string, callback: string): Promise<void>;
  /** Removes what is over its lease; answers how many went. */
  expireSubscriptions(now: Instant): Promise<number>;
  /** The topics that have subscribers, each once. */
  listTopics(): Promise<readonly string[]>;
  listSubscriptions(topic: string): Promise<readonly Subscription[]>;
  /**
   * Owes `version` to every subscriber of the topic that has not got it; answers to how many. An older debt is this one
   * from now on.
   */
  oweTopic(topic: string, version: TopicVersion, now: Instant): Promise<number>;
  /** Deliveries whose time has come, longest waiting first. */
  readDueDeliveries(due: DueQuery): Promise<readonly Delivery[]>;
  /** When the next delivery is due; null where nothing is owed. */
  readNextDelivery(
    due: Pick<DueQuery, "exceptIds" | "exceptHosts" | "exceptDestinations" | "firstTriesOnly">,
  ): Promise<Instant | null>;
  /**
   * The subscriber has this version. The debt is paid, unless a newer version became owed since `delivery` was read: it
   * is due at once.
   */
  saveDelivered(delivery: Delivery, version: TopicVersion, now: Instant): Promise<void>;
  /** The subscriber has an older page that it had missed; the topic itself is still owed. */
  saveReached(delivery: Delivery, reached: Cursor): Promise<void>;
  saveDeliveryFailure(delivery: Delivery, failure: { at: Instant; nextTryAt: Instant; error: string }): Promise<void>;
  /** Gives a delivery up, with a record. The subscription stays, and is owed the next version. */
  dropDelivery(
    delivery: Delivery,
    version: TopicVersion | null,
    dropped: { at: Instant; error: string },
  ): Promise<void>;
  /**
   * A page in short: equal stamps mean that its items, their leads, carriers and texts are the same. Far cheaper than
   * the page. The names of feeds and sources are not in it.
   */
  readPageFingerprint(query: PageQuery): Promise<string>;
}

/** What an operator is told of the hub. */
export interface HubReadStore {
  readHubFigures(): Promise<HubFigures>;
  /** The newest first. */
  readDroppedDeliveries(limit: number): Promise<readonly DroppedDelivery[]>;
}

export interface HubFigures {
  readonly subscriptions: number;
  readonly topics: number;
  /** Subscriptions that have not got the present version of their topic. */
  readonly owed: number;
  /** Those of them whose delivery was tried in vain. */
  readonly failing: number;
  /** Since when the one that waits longest is owed something; null where nothing is owed. */
  readonly oldestOwedAt: Instant | null;
  /** Deliveries that were given up, ever. */
  readonly dropped: number;
}

/** Whether a place comes behind another in the order of lists, newest first. */
export function isBehind(place: Cursor, other: Cursor): boolean {
  return place.at < other.at || (place.at === other.at && place.id < other.id);
}
