import { elapsedOf } from "../../domain/elapsed-of.ts";
import type { ClaimedFeed } from "../../domain/feed.ts";
import type { Clock, Log } from "../../domain/ports.ts";
import type { FeedStore } from "../../domain/store.ts";
import { secondMs } from "../../domain/time.ts";
import { holdPoll } from "./hold-poll.ts";
import type { HostGate, Turn } from "./host-gate.ts";
import { addressOf, type PollFeedDeps, pollFeed } from "./poll-feed.ts";
import type { Lease, PollLeases } from "./poll-leases.ts";
import { logPoll, reportPoll } from "./poll-report.ts";
import type { PollReport } from "./poll-types.ts";

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
