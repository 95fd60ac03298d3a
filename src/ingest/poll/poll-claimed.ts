import type { ClaimedFeed, PollState } from "../../domain/feed.ts";
import type { FeedStore } from "../../domain/feeds/feed-store.ts";
import { readHolds } from "../../domain/poll-memory.ts";
import { type Clock, elapsedOf, type Log } from "../../domain/ports.ts";
import { type Instant, secondMs } from "../../domain/time.ts";
import type { HostGate, Turn } from "./host-gate.ts";
import { addressOf, type PollFeedDeps, pollFeed } from "./poll-feed.ts";
import type { Lease, PollLeases } from "./poll-leases.ts";
import { logPoll, reportPoll } from "./poll-report.ts";
import type { PollingSettings, PollReport } from "./poll-types.ts";
import { outsideSkipped } from "./publisher-wishes.ts";

export interface PollerDeps extends PollFeedDeps {
  readonly store: Pick<
    FeedStore,
    "claimFeeds" | "renewLeases" | "releaseLeases" | "listLeaseOwners" | "savePoll" | "findFeed"
  >;
  readonly log: Log;
  /** This process, as leases name it. */
  readonly owner: string;
  /** Whether the process behind an owner runs; absent where nothing is known of others. */
  readonly isAlive?: (owner: string) => boolean;
  /** Hears of every poll of every pass. */
  readonly onPolled?: (report: PollReport) => void;
}

/** How the polls of one poller are kept in order and brought to an end. */
export interface PollLimits {
  readonly gate: HostGate;
  readonly leases: PollLeases;
  /** Aborted first: no request starts any more. */
  readonly closing: AbortSignal;
  /** Aborted when the patience ends: requests that are under way are cut. */
  readonly cutting: AbortSignal;
}

/** Polls one claimed feed at its time and in its host's turn; null when it was left alone. */
export async function pollClaimed(
  deps: PollerDeps,
  { gate, closing, cutting }: PollLimits,
  { claimed, lease, dueOnly }: { claimed: ClaimedFeed; lease: Lease; dueOnly: boolean },
): Promise<PollReport | null> {
  const { clock, polling } = deps;
  const setBackMs = watchSetBack(clock);
  const earlyMs = claimed.poll.nextPollAt - clock.now();
  if (dueOnly && earlyMs > 0) await clock.sleep(earlyMs, closing);
  const turn = await gate.enter(addressOf(claimed));
  try {
    // If the lease was not renewed and nears its end, release the feed; it will be claimed again. So it will when the
    // clock has been set back since the claim: the store's times have moved with it.
    if (clock.now() > lease.until - polling.leaseMs / 3 || setBackMs() > setBackMsMax) return null;
    const held = holdPoll(claimed, clock.now(), dueOnly, polling);
    if (held !== null) {
      await deps.store.savePoll(claimed.feed.id, { state: held, feed: null });
      return null;
    }
    const lateMs = dueOnly ? Math.max(0, clock.now() - claimed.poll.nextPollAt) : 0;
    return await pollAndTell(deps, claimed, turn, cutting, lateMs);
  } finally {
    turn.end();
  }
}

/** How far the clock has been set back since this was called. */
function watchSetBack(clock: Clock): () => number {
  const [at, elapsed] = [clock.now(), elapsedOf(clock)];
  return () => elapsedOf(clock) - elapsed - (clock.now() - at);
}

/** Time servers correct less than this. */
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
 * The state to go back to when a claimed feed must be left alone after all; null when it may be polled. A poll that was
 * due before a skipped hour can be claimed within it: the cron beats once a minute, and a process may have slept. And a
 * server's Retry-After holds against a person who asks for every feed, too. Pure.
 */
function holdPoll(claimed: ClaimedFeed, now: Instant, dueOnly: boolean, polling: PollingSettings): PollState | null {
  const { feed, poll } = claimed;
  const { retryMs, wishes } = readHolds(poll.memory);
  const heldUntil = retryMs === null ? now : (poll.lastPollAt ?? now) + retryMs;
  // Further off than any hold: the clock was wrong, then or now.
  const isHeld = heldUntil > now && heldUntil <= now + polling.retryAfterMsMax;
  if (isHeld) return { ...poll, nextPollAt: Math.max(poll.nextPollAt, heldUntil) };
  if (!dueOnly || wishes === null || feed.intervalMs !== null) return null;
  const at = outsideSkipped(now, wishes);
  return at === now ? null : { ...poll, nextPollAt: at, nextPollReason: `skipped until ${new Date(at).toISOString()}` };
}
