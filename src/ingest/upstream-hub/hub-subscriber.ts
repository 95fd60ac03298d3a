import { createHmac, timingSafeEqual } from "node:crypto";
import { messageOf, WireError } from "../../domain/errors.ts";
import type { Feed } from "../../domain/feed.ts";
import type { FeedStore } from "../../domain/feeds/feed-store.ts";
import type { GuardedSender } from "../../domain/hub.ts";
import type { Clock, Log } from "../../domain/ports.ts";
import type { HubDelivery, HubQuestion, UpstreamHub, UpstreamHubStore } from "../../domain/upstream-hub.ts";
import { redactUrl } from "../../fetch/redact-url.ts";
import type { Ingest } from "../ingest-types.ts";
import { askCloud, askUpstream, cloudLeaseSeconds } from "./ask-upstream.ts";
import type { HubLinks } from "./hub-links.ts";
import {
  askHub,
  beginHub,
  confirmHub,
  dropHub,
  failAsking,
  hearPoll,
  isOn,
  takeDelivery,
} from "./upstream-hub-steps.ts";
import { createUpstreamSubscriptions, type UpstreamSubscriptions } from "./upstream-subscriptions.ts";

interface HubSubscriberDeps {
  readonly store: UpstreamHubStore & Pick<FeedStore, "findFeed" | "pollSoon">;
  readonly callbacks: GuardedSender;
  readonly ingest: Ingest;
  readonly clock: Clock;
  readonly log: Log;
  /** Our public address. Callbacks are below it. */
  readonly baseUrl: string;
  /** Makes a key of letters, digits, "-" and "_" that nobody can guess. */
  readonly newKey: () => string;
  /**
   * Absent when no other process has the same subscriptions; otherwise, whether this process sends the requests now.
   */
  readonly maySendRequests?: () => boolean;
  /** Called with each delivery's outcome and hub. */
  readonly onHeard: (accepted: boolean, hub: string) => void;
  /** The shortest time between a poll and a poll that a cloud's notice causes. */
  readonly intervalMsMin: number;
}

/** The subscriber's methods for the poller. */
export interface PollHubs {
  /** Our subscription at the hub of a feed, if there is one. */
  read(feedId: number): UpstreamHub | null;
  /**
   * Called after a successful poll. `links`: what the document or headers say about a hub; null when they say nothing
   * new (a 304).
   */
  heardPoll(feed: Feed, links: HubLinks | null, newCount: number): Promise<void>;
}

/** The subscriber's side of WebSub. The hubs of feeds announce news, so that polls are only the backup. */
export interface HubSubscriber extends PollHubs {
  /** Sends hubs the requests that are now due: new subscriptions and renewals. Never rejects. */
  tick(): Promise<void>;
  /** Whether we really requested the subscription that a hub wants to have confirmed. */
  confirm(question: HubQuestion): Promise<boolean>;
  /**
   * Accepts a delivery. A delivery with a wrong signature is ignored, but the hub gets no error (section 7.1). Returns
   * true when the delivery made its feed due for a poll. Throws gone or rate-limited.
   */
  take(delivery: HubDelivery): Promise<boolean>;
  stop(): Promise<void>;
}

/** `known`: the subscriptions in the store. */
export function createHubSubscriber(deps: HubSubscriberDeps, known: readonly UpstreamHub[]): HubSubscriber {
  const { clock } = deps;
  const { maySendRequests } = deps;
  const book = createUpstreamSubscriptions(deps.store, deps.log, known, maySendRequests !== undefined);
  let waiting = 0;
  return {
    read: book.ofFeed,
    async heardPoll(feed, links, newCount) {
      const before = await book.find({ feedId: feed.id });
      const isSame = before?.hubUrl === links?.hubUrl && before?.topic === links?.topic;
      if (links !== null && !isSame) await book.save(beginHub(feed, links, keysOf(deps), clock.now()));
      else if (before !== null) await book.save(hearPoll(before, newCount, clock.now()));
    },
    async tick() {
      if (maySendRequests?.() === false) return;
      await book.refresh();
      const due = book.due(clock.now(), askedAtATimeMax);
      for (const result of await Promise.allSettled(due.map((hub) => askOne(deps, book, hub)))) {
        if (result.status === "fulfilled") continue;
        deps.log.error({ err: result.reason }, `could not send a request to a hub: ${messageOf(result.reason)}`);
      }
    },
    async confirm({ token, mode, topic, leaseSeconds }) {
      const hub = await book.find({ token });
      if (hub === null || hub.topic !== topic) return false;
      if (hub.protocol === "rsscloud") return mode === "rsscloud" && hub.state !== "dropped";
      if (mode === "unsubscribe") return hub.state === "dropped";
      if (mode === "denied") await book.save(dropHub(hub, "the hub denied the subscription", clock.now()));
      // A subscription that we did not ask for is not confirmed (section 5.3).
      if (mode !== "subscribe" || hub.attempts === 0) return mode === "denied";
      await book.save(confirmHub(hub, leaseSeconds, clock.now()));
      return true;
    },
    async take(delivery) {
      if (waiting >= deliveriesWaitingMax) throw new WireError("rate-limited", "too many deliveries at once");
      waiting += 1;
      try {
        return await takeOne(deps, book, delivery);
      } finally {
        waiting -= 1;
      }
    },
    stop: () => deps.callbacks.close(),
  };
}

const askedAtATimeMax = 16;
const deliveriesWaitingMax = 32;

function keysOf({ newKey }: HubSubscriberDeps): { readonly token: string; readonly secret: string } {
  return { token: newKey(), secret: newKey() };
}

/** Sends the request of one subscription. A feed that is not polled any more is unsubscribed. */
async function askOne(deps: HubSubscriberDeps, book: UpstreamSubscriptions, due: UpstreamHub): Promise<void> {
  const now = deps.clock.now();
  const feed = await deps.store.findFeed(due.feedUrl);
  if (feed?.state !== "active") {
    await book.save(dropHub(due, "the feed is not polled", now));
    // A registration at a cloud ends by itself.
    if (due.state !== "dropped" && due.protocol === "websub") await askUpstream(deps, due, "unsubscribe");
    return;
  }
  // Save before asking the hub, because the hub may ask back before it answers.
  const asked = askHub(due, now);
  await book.save(asked);
  const isCloud = due.protocol === "rsscloud";
  const failure = await (isCloud ? askCloud(deps, asked) : askUpstream(deps, asked, "subscribe"));
  const present = await book.find({ feedId: due.feedId });
  if (present === null || present.token !== due.token || present.attempts === 0) return;
  if (failure !== null) await book.save(failAsking(present, failure, deps.clock.now()));
  else if (isCloud) await book.save(confirmHub(present, cloudLeaseSeconds, deps.clock.now()));
}

async function takeOne(deps: HubSubscriberDeps, book: UpstreamSubscriptions, delivery: HubDelivery): Promise<boolean> {
  const { clock, log } = deps;
  const hub = await book.find({ token: delivery.token });
  const feed = hub === null ? null : await deps.store.findFeed(hub.feedUrl);
  if (hub === null || feed === null || !isOn(hub, clock.now()))
    throw new WireError("gone", "there is no such subscription");
  const heard = (accepted: boolean) => deps.onHeard(accepted, nameOf(hub, feed));
  if (hub.protocol === "rsscloud") return takeCloudNotice({ ...deps, onHeard: heard }, book, hub, delivery);
  const { body, encoded, signature } = delivery;
  const isOurs = [body, encoded].some((bytes) => bytes !== null && isSignedBy(hub.secret, bytes, signature));
  if (!isOurs) {
    heard(false);
    log.warn({ feed: redactUrl(feed.url) }, "ignored a hub's delivery without a correct signature");
    return false;
  }
  // A delivery contains only what is new, so missing entries mean nothing.
  const document = { bytes: delivery.body, url: hub.topic, contentType: delivery.contentType };
  const { read } = await deps.ingest(feed, { document, fetchedAt: clock.now() }, () => null);
  heard(read.error === null);
  const counts = { bytes: body.byteLength, new: read.newCount, revised: read.revisedCount };
  if (read.error === null) log.info({ feed: redactUrl(feed.url), ...counts }, "delivered by its hub");
  else log.warn({ feed: redactUrl(feed.url), ...counts }, `could not read a hub's delivery: ${messageOf(read.error)}`);
  const present = await book.find({ token: delivery.token });
  if (present !== null && read.error === null) await book.save(takeDelivery(present, read.newCount, clock.now()));
  return false;
}

/**
 * Handles a cloud's notice that there is news. Notices are not signed. So a notice only makes that one feed due for a
 * poll, and no sooner than the minimum interval after its last poll, even if that poll failed. The publisher's wishes
 * (Retry-After, skipped hours) still hold.
 */
async function takeCloudNotice(
  {
    store,
    clock,
    log,
    onHeard,
    intervalMsMin,
  }: Omit<HubSubscriberDeps, "onHeard"> & {
    readonly onHeard: (accepted: boolean) => void;
  },
  book: UpstreamSubscriptions,
  hub: UpstreamHub,
  { body }: HubDelivery,
): Promise<boolean> {
  const now = clock.now();
  const isOurs = new URLSearchParams(Buffer.from(body.subarray(0, wordBytesMax)).toString()).get("url") === hub.topic;
  onHeard(isOurs);
  if (!isOurs) return false;
  await store.pollSoon(hub.feedId, now, intervalMsMin);
  await book.save(takeDelivery(hub, 0, now));
  log.info({ feed: redactUrl(hub.feedUrl) }, "the feed's cloud announced news");
  return true;
}

const wordBytesMax = 8192;

/**
 * The name of a hub in public figures: its host. The hub of a private source is called "licensed", because its host may
 * reveal the source.
 */
function nameOf({ hubUrl }: UpstreamHub, { source }: Feed): string {
  return source.isPrivate === true ? "licensed" : new URL(hubUrl).hostname;
}

/**
 * Whether X-Hub-Signature is the body's signature with our secret (WebSub section 7.1): "method=hex", sha1 to sha512,
 * compared in constant time. False without the header.
 */
function isSignedBy(secret: string, body: Uint8Array, header: string | null): boolean {
  const [, method = "", hex = ""] =
    /^(sha1|sha256|sha384|sha512)=([0-9a-f]{40,128})$/i.exec(header?.trim() ?? "") ?? [];
  if (method === "") return false;
  const given = Buffer.from(hex, "hex");
  const right = createHmac(method.toLowerCase(), secret).update(body).digest();
  return given.length === right.length && timingSafeEqual(given, right);
}
