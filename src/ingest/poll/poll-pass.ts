import { setImmediate as nextTurn } from "node:timers/promises";
import { isStoreLost, messageOf } from "../../domain/errors.ts";
import type { ClaimedFeed } from "../../domain/feed.ts";
import type { FeedStore } from "../../domain/feeds/feed-store.ts";
import { hostKey } from "../../domain/feeds/host-key.ts";
import { redactUrl } from "../../fetch/redact-url.ts";
import { type PollerDeps, type PollLimits, pollClaimed } from "./poll-claimed.ts";
import { addressOf } from "./poll-feed.ts";
import type { Lease } from "./poll-leases.ts";
import type { PollReport } from "./poll-types.ts";

export interface PassOptions {
  /** False: the pass polls every active feed, due or not. */
  readonly dueOnly: boolean;
  /** Feeds that become due within this time are claimed too. Each waits for its time. */
  readonly lookAheadMs: number;
}

export interface Pass {
  /** Resolves when every claimed feed is done. Rejects when no more feeds can be claimed because the store fails. */
  readonly done: Promise<void>;
  /** Lets the pass look again for feeds that are due. */
  lookAgain(): void;
}

/**
 * Claims feeds and polls them until none is left. While a pass waits for slow hosts, it also claims feeds that become
 * due (`lookAgain`). So there is no second pass, and a slow host does not delay the others.
 */
export function createPass(
  deps: PollerDeps,
  limits: PollLimits,
  { dueOnly, lookAheadMs }: PassOptions,
  onPolled: (report: PollReport) => void,
): Pass {
  const { clock, polling } = deps;
  const inFlight = new Map<number, Promise<void>>();
  /**
   * Feeds that this pass must not claim again. In a pass over due feeds, a feed is removed after a stored poll, because
   * it is claimed again only when it is due again.
   */
  const claimedThisPass = new Set<number>();
  const limit = Math.min(claimBatchMax, Math.ceil(polling.claimedMax / 2));
  const claimsPerHost = createClaimsPerHost(Math.ceil(polling.claimedMax / bigHostsMin));
  let wake: () => void = () => undefined;
  let again = true;
  let more = false;
  /** The error of the last claim. The next beat tries again while polls are still running. */
  let failure: { readonly thrown: unknown } | null = null;
  let dueBy = clock.now() + lookAheadMs;

  const start = (claimed: ClaimedFeed, lease: Lease): void => {
    const { id } = claimed.feed;
    claimedThisPass.add(id);
    const host = hostOf(claimed);
    claimsPerHost.add(host);
    const poll = pollSafely(deps, limits, { claimed, lease, dueOnly }, onPolled).then((wentWell) => {
      inFlight.delete(id);
      more = claimsPerHost.remove(host) || more;
      if (dueOnly && wentWell) claimedThisPass.delete(id);
      wake();
    });
    inFlight.set(id, poll);
  };
  const look = async (): Promise<void> => {
    const isNew = again;
    again = false;
    // Reset this before asking the store. If a host becomes free meanwhile, `more` must stay true.
    more = false;
    try {
      if (isNew) await beforeLook(deps, limits);
      const part = { hosts: claimsPerHost.hosts, limit, dueBy, exceptFeedIds: [...claimedThisPass] };
      const { feeds, lease } = await claimMore(deps, limits, dueOnly, part);
      for (const claimed of feeds) start(claimed, lease);
      if (feeds.length === limit) more = true;
      failure = null;
    } catch (thrown) {
      failure = { thrown };
      if (!isStoreLost(thrown)) deps.log.warn({ err: thrown }, `could not claim feeds: ${messageOf(thrown)}`);
    }
  };
  const run = async (): Promise<void> => {
    while (!limits.closing.aborted && (more || again || inFlight.size > 0)) {
      if ((more || again) && inFlight.size + limit <= polling.claimedMax && !isCrowded(deps, limits)) {
        await look();
        // Let pending requests run between two batches, because a batch takes some milliseconds, and because the polls
        // that start then show how crowded the gate is.
        await nextTurn();
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
    if (failure !== null) throw failure.thrown;
  };
  const done = run().finally(() => Promise.all(inFlight.values()));
  return {
    done,
    lookAgain() {
      again = true;
      dueBy = clock.now() + lookAheadMs;
      for (const id of claimedThisPass) if (!inFlight.has(id)) claimedThisPass.delete(id);
      wake();
    },
  };
}

/** True while enough feeds wait only for a place. Claiming more would only make their leases last longer. */
function isCrowded({ polling }: PollerDeps, { gate }: PollLimits): boolean {
  return gate.waitingCount() > polling.concurrency * 2;
}

/** The host of a feed, as the gate counts it. */
function hostOf(claimed: ClaimedFeed): string {
  return hostKey(addressOf(claimed));
}

async function beforeLook(deps: PollerDeps, { shards }: PollLimits): Promise<void> {
  await releaseDead(deps);
  await shards?.beat();
}

/** Frees the leases of killed processes at once, instead of at their end. */
async function releaseDead({ store, isAlive, owner }: PollerDeps): Promise<void> {
  if (isAlive === undefined) return;
  for (const other of await store.listLeaseOwners())
    if (other !== owner && !isAlive(other)) await store.releaseLeases(other);
}

type Claim = Parameters<FeedStore["claimFeeds"]>[0];

async function claimMore(
  { store, clock, polling, owner }: PollerDeps,
  { leases, shards }: PollLimits,
  dueOnly: boolean,
  part: Required<Pick<Claim, "hosts" | "limit" | "dueBy" | "exceptFeedIds">>,
): Promise<{ readonly feeds: readonly ClaimedFeed[]; readonly lease: Lease }> {
  const now = clock.now();
  const leaseUntil = now + polling.leaseMs;
  const ofShards = shards === null ? {} : { shardsExcept: shards.leaving() };
  const feeds = await store.claimFeeds({ ...part, ...ofShards, owner, now, leaseUntil, dueOnly });
  const lease = { until: leaseUntil, open: feeds.length };
  leases.add(lease);
  return { feeds, lease };
}

const claimBatchMax = 256;
/**
 * One host may hold at most a fourth of a pass. So only four or more hosts with very many due feeds can delay the feeds
 * of other hosts.
 */
const bigHostsMin = 4;

/** Counts the claimed feeds of each host. `hostMax`: how many a host may have. */
function createClaimsPerHost(hostMax: number) {
  const counts = new Map<string, number>();
  return {
    hosts: { max: hostMax, held: counts as ReadonlyMap<string, number> },
    add: (host: string) => void counts.set(host, (counts.get(host) ?? 0) + 1),
    /**
     * Returns true when a host that may have been full has become half empty, so that more of its feeds should be
     * claimed.
     */
    remove(host: string): boolean {
      const count = (counts.get(host) ?? 0) - 1;
      if (count > 0) counts.set(host, count);
      else counts.delete(host);
      return count === Math.floor(hostMax / 2);
    },
  };
}

/**
 * Polls a feed and logs any exception, so that the pass continues. Returns true when the feed was polled and the result
 * stored.
 */
async function pollSafely(
  deps: PollerDeps,
  limits: PollLimits,
  claim: Parameters<typeof pollClaimed>[2],
  onPolled: (report: PollReport) => void,
): Promise<boolean> {
  try {
    const report = await pollClaimed(deps, limits, claim);
    if (report !== null) onPolled(report);
    return report !== null;
  } catch (thrown) {
    if (limits.closing.aborted || isStoreLost(thrown)) return false;
    deps.log.error(
      { feed: redactUrl(claim.claimed.feed.url), err: thrown },
      `could not store the poll: ${messageOf(thrown)}`,
    );
    return false;
  } finally {
    claim.lease.open -= 1;
  }
}
