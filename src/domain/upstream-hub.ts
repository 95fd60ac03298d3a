import type { Instant } from "./time.ts";

/**
 * Our subscription at the hub of a feed (WebSub, W3C Recommendation 2018, section 5), or at its cloud (rssCloud).
 * `asked`: the hub has not confirmed yet. `on`: it tells of news. `dropped`: it denied, is dead, or did not tell; after
 * `nextAskAt` it is asked again.
 */
export interface UpstreamHub {
  readonly feedId: number;
  readonly feedUrl: string;
  /** An rssCloud says that there is news, and not which: the feed is polled. */
  readonly protocol: "websub" | "rsscloud";
  readonly hubUrl: string;
  readonly topic: string;
  /** The secret part of the callback's address. */
  readonly token: string;
  /** What the hub signs its deliveries with. */
  readonly secret: string;
  readonly state: "asked" | "on" | "dropped";
  /** Why it was dropped; null while it was not. */
  readonly reason: string | null;
  /** When the hub is asked next: first, again after a failure, or to renew before the lease ends. */
  readonly nextAskAt: Instant;
  /** Requests since the hub last confirmed. */
  readonly attempts: number;
  readonly leaseUntil: Instant | null;
  readonly confirmedAt: Instant | null;
  readonly lastDeliveryAt: Instant | null;
  readonly lastNewEntryAt: Instant | null;
  /** When deliveries brought new entries since the last poll: what the rhythm is to learn. */
  readonly arrivals: readonly Instant[];
  /** Entries that polls found although the hub was on, in all. */
  readonly missedCount: number;
  /** Polls in a row that found something although the hub was on, without a delivery between them. */
  readonly missedPolls: number;
}

export interface UpstreamHubStore {
  listUpstreamHubs(): Promise<readonly UpstreamHub[]>;
  /** Makes or replaces the subscription of a feed. */
  saveUpstreamHub(hub: UpstreamHub): Promise<void>;
}

/**
 * What a hub asks at a callback before it delivers (section 5.3). `leaseSeconds` null where it named none. A cloud's
 * `mode` is "rsscloud".
 */
export interface HubQuestion {
  readonly token: string;
  readonly mode: string;
  readonly topic: string;
  readonly leaseSeconds: number | null;
}

/** What a hub posts to a callback (section 7). */
export interface HubDelivery {
  readonly token: string;
  readonly contentType: string | null;
  /** The header X-Hub-Signature; null where there was none. */
  readonly signature: string | null;
  /** The document, without its Content-Encoding. */
  readonly body: Uint8Array;
  /** The bytes as they came; null where they came without a Content-Encoding. */
  readonly encoded: Uint8Array | null;
}
