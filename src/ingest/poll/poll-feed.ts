import type { FetchResult } from "../../domain/document.ts";
import { messageOf, WireError } from "../../domain/errors.ts";
import type { ClaimedFeed, Feed } from "../../domain/feed.ts";
import type { FeedStore } from "../../domain/feeds/feed-store.ts";
import { nextAddress, polledAddress } from "../../domain/feeds/host-key.ts";
import { type Continued, readContinued, readFeedMemory } from "../../domain/poll-memory.ts";
import type { Clock, FetchRequest, FetchRoute, Http } from "../../domain/ports.ts";
import { isSameParty } from "../../fetch/redirect.ts";
import { sniffDocument } from "../../fetch/sniff-document.ts";
import type { Ingest, ReadOutcome } from "../ingest-types.ts";
import { hubLinks } from "../upstream-hub/hub-links.ts";
import type { PollHubs } from "../upstream-hub/hub-subscriber.ts";
import { permanentTarget } from "./feed-move.ts";
import { type Filled, fillGap, isWalkOpen } from "./fill-gap.ts";
import type { Turn } from "./host-gate.ts";
import { nextPoll } from "./next-poll.ts";
import type { NextPoll } from "./next-poll-types.ts";
import type { PollingSettings } from "./poll-types.ts";

export interface PollFeedDeps {
  readonly store: Pick<FeedStore, "savePoll" | "findFeed">;
  readonly http: Http;
  readonly ingest: Ingest;
  readonly clock: Clock;
  readonly polling: PollingSettings;
  /** A random number from 0 to 1. */
  readonly random: () => number;
  /** The request headers of a feed, by its own address. They may be secrets. */
  readonly headersFor: (feedUrl: string) => Readonly<Record<string, string>>;
  /** The query keys of a feed, by its own address; absent when no feed has any. */
  readonly queryFor?: (feedUrl: string) => Readonly<Record<string, string>>;
  /** How a feed is reached if not directly; null or absent when all are reached directly. */
  readonly routeFor?: (feedUrl: string) => FetchRoute | null;
  /** The hubs of feeds; null when we subscribe to none. */
  readonly hubs?: PollHubs | null;
}

/** A completed poll: the response, what was read, what was decided and stored. */
export interface PolledFeed {
  readonly result: FetchResult;
  readonly read: ReadOutcome | null;
  /** The numbers of entries that archive documents brought in addition; null when none were requested. */
  readonly filled: Filled | null;
  readonly next: NextPoll;
  /** A bug or a broken store that was caught during the poll; otherwise null. */
  readonly bug: unknown;
}

/** The address of a feed's first request. */
export function addressOf({ feed, poll }: ClaimedFeed): string {
  return nextAddress(feed.url, poll.memory);
}

/**
 * Polls one feed, from the request to the stored outcome. Returns null when the poll was stopped; then nothing is
 * stored.
 */
export async function pollFeed(
  deps: PollFeedDeps,
  claimed: ClaimedFeed,
  turn: Turn,
  signal: AbortSignal,
): Promise<PolledFeed | null> {
  const { feed, poll: previous } = claimed;
  const asked = polledAddress(feed.url, previous.memory);
  const fetched = await fetchFrom(deps, claimed, turn, signal);
  if (signal.aborted || wasStopped(fetched)) {
    if (turn.handedOver !== null) await handOver(deps, claimed, { to: turn.handedOver, hops: fetched.hops });
    return null;
  }
  const result = await refuseJunk(fetched);
  const takenBy = await findOther(deps, feed, asked, result);
  const random = deps.random();
  const decide: Decide = (heard, read) => {
    const now = deps.clock.now();
    const next = nextPoll({
      now,
      feed,
      previous,
      asked,
      result: heard,
      read,
      takenBy,
      hub: deps.hubs?.read(feed.id) ?? null,
      polling: deps.polling,
      random,
    });
    return { ...next, outcome: { ...next.outcome, fence: claimed.fence } };
  };
  const polled = await saveHeard(deps, claimed, result, decide);
  if (result.kind === "failed" || polled.bug !== null || polled.read?.error != null) return polled;
  await tellHubs(deps, feed, result, polled.read);
  return walkBack(deps, claimed, polled, turn, signal);
}

/** Requests the document. If another poller has handed this poll over, it continues at the address of the redirect. */
async function fetchFrom(
  deps: PollFeedDeps,
  claimed: ClaimedFeed,
  turn: Turn,
  signal: AbortSignal,
): Promise<FetchResult> {
  const { feed, poll } = claimed;
  const url = addressOf(claimed);
  const before = readContinued(poll.memory)?.hops ?? [];
  const fetched = await deps.http.fetch({
    url,
    validators: poll.validators,
    ...accessAt(deps, feed, url),
    signal,
    turn,
  });
  turn.leaveHost();
  const result = { ...fetched, hops: [...before, ...fetched.hops] };
  return result.hops.length <= hopsMax ? result : failedBy(result, new WireError("too-many-redirects", tooMany));
}

/**
 * When several pollers continue one poll, they follow at most this many redirects together. Each of them follows at
 * most five.
 */
const hopsMax = 10;
const tooMany = `more than ${hopsMax} redirects between the hosts of several pollers`;

/** Lets the poller that has the host of a redirect continue the poll at once. */
async function handOver(
  { store, clock }: PollFeedDeps,
  { feed, poll, fence }: ClaimedFeed,
  at: Continued,
): Promise<void> {
  const memory = { ...poll.memory, continueAt: at };
  const state = { ...poll, nextPollAt: clock.now(), nextPollReason: "continues at the host of its redirect", memory };
  await store.savePoll(feed.id, { state, feed: null, fence });
}

/** Reads the response, and stores it with the decisions. */
async function saveHeard(
  deps: PollFeedDeps,
  { feed }: ClaimedFeed,
  result: FetchResult,
  decide: Decide,
): Promise<PolledFeed> {
  if (result.kind !== "modified") return saveWithout(deps, feed, result, decide, null);
  try {
    const { read, next } = await deps.ingest(feed, result, (outcome) => decide(result, outcome));
    return { result, read, filled: null, next, bug: null };
  } catch (thrown) {
    const error = new WireError("io-failed", messageOf(thrown), { cause: thrown });
    return saveWithout(deps, feed, failedBy(result, error), decide, thrown);
  }
}

async function tellHubs(deps: PollFeedDeps, feed: Feed, result: FetchResult, read: ReadOutcome | null): Promise<void> {
  // A document that equals the last one was not read, but its headers still count.
  const links = read === null ? null : hubLinks(result.headers, read.parsed, result.finalUrl);
  await deps.hubs?.heardPoll(feed, links, read?.newCount ?? 0);
}

type FeedAccess = Required<Pick<FetchRequest, "headers" | "query" | "route">>;
type Decide = (heard: FetchResult, read: ReadOutcome | null) => NextPoll;

async function saveWithout(
  deps: PollFeedDeps,
  feed: Feed,
  result: FetchResult,
  decide: Decide,
  bug: unknown,
): Promise<PolledFeed> {
  const next = decide(result, null);
  await deps.store.savePoll(feed.id, next.outcome);
  return { result, read: null, filled: null, next, bug };
}

/**
 * Fills a gap from the archive: this poll's gap, or one that an earlier poll left open. A failure here does not change
 * the poll.
 */
async function walkBack(
  deps: PollFeedDeps,
  claimed: ClaimedFeed,
  polled: PolledFeed,
  turn: Turn,
  signal: AbortSignal,
): Promise<PolledFeed> {
  const { outcome } = polled.next;
  const { gap } = readFeedMemory(outcome.state.memory);
  if (gap === null || !isWalkOpen(gap)) return polled;
  const ways = { accessAt: (url: string) => accessAt(deps, claimed.feed, url) };
  try {
    return { ...polled, filled: await fillGap({ ...deps, ...ways, claimed, outcome, signal, turn }) };
  } catch (thrown) {
    return { ...polled, bug: thrown };
  }
}

/**
 * The secrets for a request. A feed's secrets follow it when it moves within its host, but not to another host. The
 * proxy is used wherever the feed moves.
 */
function accessAt(deps: PollFeedDeps, feed: Feed, asked: string): FeedAccess {
  const route = deps.routeFor?.(feed.url) ?? null;
  if (asked !== feed.url && !isSameParty(new URL(feed.url), new URL(asked)))
    return { headers: {}, query: {}, route: route && { ...route, certificate: null } };
  return { headers: deps.headersFor(feed.url), query: deps.queryFor?.(feed.url) ?? {}, route };
}

/**
 * Whether we stopped the fetch ourselves. Only such a fetch has the code io-failed, and it says nothing about the feed.
 */
function wasStopped(result: FetchResult): boolean {
  return result.kind === "failed" && result.error.code === "io-failed";
}

async function refuseJunk(result: FetchResult): Promise<FetchResult> {
  if (result.kind !== "modified") return result;
  const junk = await sniffDocument(result.document);
  return junk === null ? result : failedBy(result, junk);
}

function failedBy(result: FetchResult, error: WireError): FetchResult {
  const { status, headers, hops, finalUrl, fetchedAt, durationMs } = result;
  return { kind: "failed", error, status, headers, hops, finalUrl, fetchedAt, durationMs };
}

/** The other feed that is already polled at the address to which this one says it has moved. */
async function findOther(deps: PollFeedDeps, feed: Feed, asked: string, result: FetchResult): Promise<Feed | null> {
  const target = permanentTarget(result.hops);
  if (target === null || target === asked) return null;
  const other = await deps.store.findFeed(target);
  return other === null || other.id === feed.id || other.state !== "active" ? null : other;
}
