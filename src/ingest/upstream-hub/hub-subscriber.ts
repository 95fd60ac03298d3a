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
  readonly store: Pick<UpstreamHubStore, "saveUpstreamHub"> & Pick<FeedStore, "findFeed" | "pollSoon">;
  readonly callbacks: GuardedSender;
  readonly ingest: Ingest;
  readonly clock: Clock;
  readonly log: Log;
  /** Our public address: callbacks are below it. */
  readonly baseUrl: string;
  /** Letters, digits, "-" and "_" that nobody can guess. */
  readonly newKey: () => string;
  /** Hears whether a delivery was taken, and from which hub. */
  readonly onHeard: (accepted: boolean, hub: string) => void;
  /** A cloud has a feed polled no sooner than this after the last poll. */
  readonly intervalMsMin: number;
}

/** What the poller asks and tells. */
export interface PollHubs {
  /** The hub of a feed, where there is one. */
  read(feedId: number): UpstreamHub | null;
  /**
   * A poll went well: `links` is what its document or headers say of a hub, null where they say nothing new (a 304).
   */
  heardPoll(feed: Feed, links: HubLinks | null, newCount: number): Promise<void>;
}

/** The subscriber's side of WebSub: hubs of feeds tell of news, so that polls are only the backup. */
export interface HubSubscriber extends PollHubs {
  /** Asks the hubs whose time has come: new ones, and those whose lease is to be renewed. Never rejects. */
  tick(): Promise<void>;
  /** Whether we meant the subscription that a hub asks about. */
  confirm(question: HubQuestion): Promise<boolean>;
  /**
   * Takes a delivery. An ill-signed one is passed over without a word (section 7.1). True when it made a feed due, to
   * be polled. Throws gone, rate-limited.
   */
  take(delivery: HubDelivery): Promise<boolean>;
  stop(): Promise<void>;
}

/** `known`: the subscriptions that the store has. */
export function createHubSubscriber(deps: HubSubscriberDeps, known: readonly UpstreamHub[]): HubSubscriber {
  const { clock } = deps;
  const book = createUpstreamSubscriptions(deps.store, deps.log, known);
  let waiting = 0;
  return {
    read: book.ofFeed,
    async heardPoll(feed, links, newCount) {
      const before = book.ofFeed(feed.id);
      const isSame = before?.hubUrl === links?.hubUrl && before?.topic === links?.topic;
      if (links !== null && !isSame) await book.save(beginHub(feed, links, keysOf(deps), clock.now()));
      else if (before !== null) await book.save(hearPoll(before, newCount, clock.now()));
    },
    async tick() {
      const due = book.due(clock.now(), askedAtATimeMax);
      for (const result of await Promise.allSettled(due.map((hub) => askOne(deps, book, hub)))) {
        if (result.status === "fulfilled") continue;
        deps.log.error({ err: result.reason }, `hub not asked: ${messageOf(result.reason)}`);
      }
    },
    async confirm({ token, mode, topic, leaseSeconds }) {
      const hub = book.ofToken(token);
      if (hub === null || hub.topic !== topic) return false;
      if (hub.protocol === "rsscloud") return mode === "rsscloud" && hub.state !== "dropped";
      if (mode === "unsubscribe") return hub.state === "dropped";
      if (mode === "denied") await book.save(dropHub(hub, "the hub denied the subscription", clock.now()));
      // A subscription that nobody has asked for is not confirmed (section 5.3).
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

/** A feed that is not polled any more gives its subscription back. */
async function askOne(deps: HubSubscriberDeps, book: UpstreamSubscriptions, due: UpstreamHub): Promise<void> {
  const now = deps.clock.now();
  const feed = await deps.store.findFeed(due.feedUrl);
  if (feed?.state !== "active") {
    await book.save(dropHub(due, "the feed is not polled", now));
    // A registration at a cloud lapses by itself.
    if (due.state !== "dropped" && due.protocol === "websub") await askUpstream(deps, due, "unsubscribe");
    return;
  }
  // Saved before the hub is asked: it may ask back before it answers.
  const asked = askHub(due, now);
  await book.save(asked);
  const isCloud = due.protocol === "rsscloud";
  const failure = await (isCloud ? askCloud(deps, asked) : askUpstream(deps, asked, "subscribe"));
  const present = book.ofFeed(due.feedId);
  if (present === null || present.token !== due.token || present.attempts === 0) return;
  if (failure !== null) await book.save(failAsking(present, failure, deps.clock.now()));
  else if (isCloud) await book.save(confirmHub(present, cloudLeaseSeconds, deps.clock.now()));
}

async function takeOne(deps: HubSubscriberDeps, book: UpstreamSubscriptions, delivery: HubDelivery): Promise<boolean> {
  const { clock, log } = deps;
  const hub = book.ofToken(delivery.token);
  const feed = hub === null ? null : await deps.store.findFeed(hub.feedUrl);
  if (hub === null || feed === null || !isOn(hub, clock.now()))
    throw new WireError("gone", "there is no such subscription");
  const heard = (accepted: boolean) => deps.onHeard(accepted, nameOf(hub, feed));
  if (hub.protocol === "rsscloud") return takeRuling({ ...deps, onHeard: heard }, book, hub, delivery);
  const { body, encoded, signature } = delivery;
  const isOurs = [body, encoded].some((bytes) => bytes !== null && isSignedBy(hub.secret, bytes, signature));
  if (!isOurs) {
    heard(false);
    log.warn({ feed: redactUrl(feed.url) }, "a hub's delivery without a right signature is passed over");
    return false;
  }
  // A delivery holds what is new, not the whole feed: nothing is concluded from what it leaves out.
  const document = { bytes: delivery.body, url: hub.topic, contentType: delivery.contentType };
  const { read } = await deps.ingest(feed, { document, fetchedAt: clock.now() }, () => null);
  heard(read.error === null);
  const counts = { bytes: body.byteLength, new: read.newCount, revised: read.revisedCount };
  if (read.error === null) log.info({ feed: redactUrl(feed.url), ...counts }, "delivered by its hub");
  else log.warn({ feed: redactUrl(feed.url), ...counts }, `a hub's delivery cannot be read: ${messageOf(read.error)}`);
  const present = book.ofToken(delivery.token);
  if (present !== null && read.error === null) await book.save(takeDelivery(present, read.newCount, clock.now()));
  return false;
}

/**
 * A cloud's word that there is news is not signed, so it is worth no more than a poll that may be made anyway: of the
 * feed alone, and no sooner than the floor after the last, also where that failed. What its host asked for
 * (Retry-After, skipped hours) holds all the same.
 */
async function takeRuling(
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
  log.info({ feed: redactUrl(hub.feedUrl) }, "its cloud says that there is news");
  return true;
}

const wordBytesMax = 8192;

/**
 * What a hub is called in figures that anybody may read: its host, but for the hub of licensed copy, which may tell
 * whose it is.
 */
function nameOf({ hubUrl }: UpstreamHub, { source }: Feed): string {
  return source.isPrivate === true ? "licensed" : new URL(hubUrl).hostname;
}

/**
 * Whether X-Hub-Signature is the body's under our secret (WebSub section 7.1): "method=hex", sha1 to sha512, compared
 * in constant time. Without a header it is not.
 */
function isSignedBy(secret: string, body: Uint8Array, header: string | null): boolean {
  const [, method = "", hex = ""] =
    /^(sha1|sha256|sha384|sha512)=([0-9a-f]{40,128})$/i.exec(header?.trim() ?? "") ?? [];
  if (method === "") return false;
  const given = Buffer.from(hex, "hex");
  const right = createHmac(method.toLowerCase(), secret).update(body).digest();
  return given.length === right.length && timingSafeEqual(given, right);
}
