import type { Instant } from "./time.ts";

/**
 * Our subscription at a feed's hub (WebSub, W3C Recommendation 2018, section 5) or cloud (rssCloud). `asked`: the hub
 * has not confirmed yet. `on`: the hub announces news. `dropped`: the hub refused, does not answer, or announced
 * nothing; we ask it again after `nextAskAt`.
 */
export interface UpstreamHub {
  readonly feedId: number;
  readonly feedUrl: string;
  /** An rssCloud announces that there is news but does not send it, so the feed is then polled. */
  readonly protocol: "websub" | "rsscloud";
  readonly hubUrl: string;
  readonly topic: string;
  /** The secret part of the callback's address. */
  readonly token: string;
  /** The key with which the hub signs its deliveries. */
  readonly secret: string;
  readonly state: "asked" | "on" | "dropped";
  /** Why the subscription was dropped; null when it was not. */
  readonly reason: string | null;
  /** When to ask the hub next: for the first time, again after a failure, or to renew before the lease ends. */
  readonly nextAskAt: Instant;
  /** The number of requests since the hub last confirmed. */
  readonly attempts: number;
  readonly leaseUntil: Instant | null;
  readonly confirmedAt: Instant | null;
  readonly lastDeliveryAt: Instant | null;
  readonly lastNewEntryAt: Instant | null;
  /** When deliveries brought new entries since the last poll. The feed's rhythm learns from these times. */
  readonly arrivals: readonly Instant[];
  /** The total of entries that polls found although the hub was on. */
  readonly missedCount: number;
  /** The number of successive polls that found entries although the hub was on, with no delivery between them. */
  readonly missedPolls: number;
}

/** A subscription is found by its feed or by its token. */
export type UpstreamHubKey = Pick<UpstreamHub, "feedId"> | Pick<UpstreamHub, "token">;

export interface UpstreamHubStore {
  listUpstreamHubs(): Promise<readonly UpstreamHub[]>;
  /** The subscription of a feed, or the one with this token; null when there is none. */
  findUpstreamHub(by: UpstreamHubKey): Promise<UpstreamHub | null>;
  /** Creates or replaces the subscription of a feed. */
  saveUpstreamHub(hub: UpstreamHub): Promise<void>;
}

/**
 * A hub's question to a callback before it delivers (section 5.3). `leaseSeconds` is null when the hub named none. For
 * a cloud, `mode` is "rsscloud".
 */
export interface HubQuestion {
  readonly token: string;
  readonly mode: string;
  readonly topic: string;
  readonly leaseSeconds: number | null;
}

/** A hub's delivery to a callback (section 7). */
export interface HubDelivery {
  readonly token: string;
  readonly contentType: string | null;
  /** The X-Hub-Signature header; null when there was none. */
  readonly signature: string | null;
  /** The document after its Content-Encoding was decoded. */
  readonly body: Uint8Array;
  /** The bytes as received; null when they had no Content-Encoding. */
  readonly encoded: Uint8Array | null;
}
