import { setMaxListeners } from "node:events";
import { elapsedOf } from "../../domain/elapsed-of.ts";
import type { ClaimedFeed } from "../../domain/feed.ts";
import type { Clock, Log } from "../../domain/ports.ts";
import type { FeedStore } from "../../domain/store.ts";
import { secondMs } from "../../domain/time.ts";
import { holdPoll } from "./hold-poll.ts";
import { createHostGate, hostKey, type Turn } from "./host-gate.ts";
import { addressOf, type PollFeedDeps, pollFeed } from "./poll-feed.ts";
import { createPass, type Pass } from "./poll-pass.ts";
import { logPoll, reportPoll, sumPass } from "./poll-report.ts";
import type { Poller, PollReport } from "./poll-types.ts";

export interface PollerDeps extends PollFeedDeps {
  readonly store: Pick<FeedStore, "claimFeeds" | "releaseLeases" | "listLeaseOwners" | "savePoll" | "findFeed">;
  readonly log: Log;
  /** This process, as leases name it. */
  readonly owner: string;
  /** Whether the process behind an owner runs; absent where nothing is known of others. */
  readonly isAlive?: (owner: string) => boolean;
  /** Hears of every poll of every pass. */
  readonly onPolled?: (report: PollReport) => void;
}

/** Polls feeds that are due, each through its host's gate; nothing that one feed does ends a pass. */
export function createPoller(deps: PollerDeps): Poller {
  const { clock, polling } = deps;
  /** Aborted first: nobody starts a request any more. Then, when the patience ends: requests on the way are cut. */
  const closing = new AbortController();
  const cutting = new AbortController();
  // Every poll that waits or runs listens to them: as many as feeds are claimed.
  setMaxListeners(0, closing.signal, cutting.signal);
  const gate = createHostGate({ ...polling, clock, closing: closing.signal });
  let pass: Pass | null = null;

  const pollOne = async (claimed: ClaimedFeed, leaseUntil: number, dueOnly: boolean): Promise<PollReport | null> => {
    const setBackMs = watchSetBack(clock);
    const earlyMs = claimed.poll.nextPollAt - clock.now();
    if (dueOnly && earlyMs > 0) await clock.sleep(earlyMs, closing.signal);
    const turn = await gate.enter(addressOf(claimed));
    try {
      // Who waited so long for a busy host that the lease may run out on the way lets go, and is claimed again. So does
      // who was claimed by a clock that has been set back since: the store's times have moved with it.
      if (clock.now() > leaseUntil - polling.leaseMs / 3 || setBackMs() > setBackMsMax) return null;
      const held = holdPoll(claimed, clock.now(), dueOnly, polling);
      if (held !== null) {
        await deps.store.savePoll(claimed.feed.id, { state: held, feed: null });
        return null;
      }
      const lateMs = dueOnly ? Math.max(0, clock.now() - claimed.poll.nextPollAt) : 0;
      return await pollAndTell(deps, claimed, turn, cutting.signal, lateMs);
    } finally {
      turn.end();
    }
  };
  const startPass = async (dueOnly: boolean, lookAheadMs: number, onPolled: (report: PollReport) => void) => {
    const startedAt = elapsedOf(clock);
    const sum = sumPass();
    const isCrowded = () => gate.waitingCount() > polling.concurrency * 2;
    const passDeps = { ...deps, dueOnly, lookAheadMs, hostOf, pollOne, isCrowded, stopped: closing.signal };
    const current = createPass({ ...passDeps, beforeLook: () => releaseDead(deps) }, (report) => {
      sum.add(report);
      onPolled(report);
    });
    pass = current;
    try {
      await current.done;
    } finally {
      pass = null;
    }
    return sum.read(elapsedOf(clock) - startedAt);
  };
  return {
    async tick() {
      if (pass === null) return startPass(true, polling.lookAheadMs, () => undefined);
      pass.lookAgain();
      return { ...sumPass().read(0), joined: true };
    },
    async pollAll({ dueOnly, onPolled }) {
      // Whoever started the other pass hears of its failure.
      while (pass !== null) await Promise.allSettled([pass.done]);
      return startPass(dueOnly, 0, onPolled ?? (() => undefined));
    },
    async stop() {
      closing.abort(new Error("the poller is stopping"));
      const done = pass === null ? Promise.resolve() : Promise.allSettled([pass.done]);
      const patience = new AbortController();
      await Promise.race([done, clock.sleep(polling.stopMsMax, patience.signal)]);
      cutting.abort(new Error("the poller is stopping"));
      await done;
      patience.abort();
      await deps.store.releaseLeases(deps.owner);
    },
  };
}

function hostOf(claimed: ClaimedFeed): string {
  return hostKey(addressOf(claimed));
}

/** How far the clock has been set back since this was called. */
function watchSetBack(clock: Clock): () => number {
  const [at, elapsed] = [clock.now(), elapsedOf(clock)];
  return () => elapsedOf(clock) - elapsed - (clock.now() - at);
}

/** Less is what time servers correct. */
const setBackMsMax = 5 * secondMs;

/** What a killed process had leased is free at the next pass, and not only when its leases end. */
async function releaseDead({ store, isAlive, owner }: PollerDeps): Promise<void> {
  if (isAlive === undefined) return;
  for (const other of await store.listLeaseOwners())
    if (other !== owner && !isAlive(other)) await store.releaseLeases(other);
}

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
