import { WireError } from "../../domain/errors.ts";
import type { ClaimedFeed, PollState } from "../../domain/feed.ts";
import type { FeedStore } from "../../domain/feeds/feed-store.ts";
import type { ShardStore } from "../../domain/feeds/shard-store.ts";
import { readHolds } from "../../domain/poll-memory.ts";
import { type Clock, elapsedOf, type Log } from "../../domain/ports.ts";
import { type Instant, secondMs } from "../../domain/time.ts";
import { redactUrl } from "../../fetch/redact-url.ts";
import type { HostGate, Turn } from "./host-gate.ts";
import type { Shards } from "./keep-shards.ts";
import { addressOf, type PollFeedDeps, pollFeed } from "./poll-feed.ts";
import type { Lease, PollLeases } from "./poll-leases.ts";
import { logPoll, reportPoll } from "./poll-report.ts";
import type { PollingSettings, PollReport } from "./poll-types.ts";
import { outsideSkipped } from "./publisher-wishes.ts";

export interface PollerDeps extends PollFeedDeps {
  readonly store: Pick<
    FeedStore,
    "claimFeeds" | "renewLeases" | "releaseLeases" | "listLeaseOwners" | "savePoll" | "findFeed"
  > &
    ShardStore;
  readonly log: Log;
  /** The name of this process in leases. */
  readonly owner: string;
  /** Whether an owner's process runs; absent when nothing is known about other processes. */
  readonly isAlive?: (owner: string) => boolean;
  /**
   * True for a poller that shares the hosts with other pollers of the store, and polls only feeds of its own share.
   * False or absent: the poller takes any feed of a host at which no other poller has a feed.
   */
  readonly sharesHosts?: boolean;
  /** Called after every poll of every pass. */
  readonly onPolled?: (report: PollReport) => void;
}

/** The gate that orders the polls of one poller, and the signals that end them. */
export interface PollLimits {
  readonly gate: HostGate;
  readonly leases: PollLeases;
  /** The poller's share of the hosts; null when it polls feeds of every host. */
  readonly shards: Shards | null;
  /** Aborts first: from then on no request starts. */
  readonly closing: AbortSignal;
  /** Aborts when the time for stopping is over: running requests are cut off. */
  readonly cutting: AbortSignal;
}

/** Polls one claimed feed when its time and its host's turn come. Returns null when the feed was not polled. */
export async function pollClaimed(
  deps: PollerDeps,
  { gate, shards, closing, cutting }: PollLimits,
  { claimed, lease, dueOnly }: { claimed: ClaimedFeed; lease: Lease; dueOnly: boolean },
): Promise<PollReport | null> {
  const { clock, polling } = deps;
  const setBackMs = watchSetBack(clock);
  // The share may change while the feed waits for its time.
  const pass = shards?.passFor(addressOf(claimed));
  const earlyMs = claimed.poll.nextPollAt - clock.now();
  if (dueOnly && earlyMs > 0) await clock.sleep(earlyMs, closing);
  if (pass?.isValid() === false || pass === null) return null;
  const turn = await takeTurn(deps, gate, claimed);
  if (turn === null) return null;
  try {
    // If the lease was not renewed and nears its end, release the feed; it will be claimed again. Do the same if the
    // clock was set back since the claim, because the store has moved its times as well.
    if (clock.now() > lease.until - polling.leaseMs / 3 || setBackMs() > setBackMsMax) return null;
    const held = holdPoll(claimed, clock.now(), dueOnly, polling);
    if (held !== null) {
      await deps.store.savePoll(claimed.feed.id, { state: held, feed: null, fence: claimed.fence });
      return null;
    }
    const lateMs = dueOnly ? Math.max(0, clock.now() - claimed.poll.nextPollAt) : 0;
    const poll = (signal: AbortSignal) => pollAndTell(deps, claimed, turn, signal, lateMs);
    return await (shards === null ? poll(cutting) : shards.guard(cutting, poll));
  } finally {
    turn.end();
  }
}

/** Waits for the host's turn. Returns null when another poller has got the host meanwhile. */
async function takeTurn({ log }: PollerDeps, gate: HostGate, claimed: ClaimedFeed): Promise<Turn | null> {
  try {
    return await gate.enter(addressOf(claimed));
  } catch (thrown) {
    if (!(thrown instanceof WireError && thrown.code === "conflict")) throw thrown;
    log.debug({ feed: redactUrl(claimed.feed.url) }, `not polled here: ${thrown.message}`);
    return null;
  }
}

/** Returns a function that tells by how many milliseconds the clock was set back since the call of `watchSetBack`. */
function watchSetBack(clock: Clock): () => number {
  const [at, elapsed] = [clock.now(), elapsedOf(clock)];
  return () => elapsedOf(clock) - elapsed - (clock.now() - at);
}

/** Time servers make smaller corrections than this. */
const setBackMsMax = 5 * secondMs;

async function pollAndTell(
  deps: PollerDeps,
  claimed: ClaimedFeed,
  turn: Turn,
  signal: AbortSignal,
  lateMs: number,
): Promise<PollReport | null> {
  const askedAt = elapsedOf(deps.clock);
  const polled = await pollFeed(deps, claimed, turn, signal);
  if (polled === null) return null;
  const ingestMs = Math.max(0, Math.round(elapsedOf(deps.clock) - askedAt - polled.result.durationMs));
  const report = reportPoll(claimed.feed, polled, { lateMs, ingestMs });
  logPoll(deps.log, report, polled);
  deps.onPolled?.(report);
  return report;
}

/**
 * The state to save when a claimed feed must not be polled after all; null when it may be polled. A feed may be claimed
 * in an hour that its publisher skips, because the process may have slept. A server's Retry-After applies even when a
 * person polls every feed. Pure.
 */
function holdPoll(claimed: ClaimedFeed, now: Instant, dueOnly: boolean, polling: PollingSettings): PollState | null {
  const { feed, poll } = claimed;
  const { retryMs, wishes } = readHolds(poll.memory);
  const heldUntil = retryMs === null ? now : (poll.lastPollAt ?? now) + retryMs;
  // If the time is further in the future than any hold, the clock was wrong when the time was saved, or is wrong now.
  const isHeld = heldUntil > now && heldUntil <= now + polling.retryAfterMsMax;
  if (isHeld) return { ...poll, nextPollAt: Math.max(poll.nextPollAt, heldUntil) };
  if (!dueOnly || wishes === null || feed.intervalMs !== null) return null;
  const at = outsideSkipped(now, wishes);
  return at === now ? null : { ...poll, nextPollAt: at, nextPollReason: `skipped until ${new Date(at).toISOString()}` };
}
