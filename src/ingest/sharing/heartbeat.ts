import { isStoreLost, messageOf } from "../../domain/errors.ts";
import type { Clock, Log } from "../../domain/ports.ts";
import type { ProcessReadStore, ProcessStore, SingleWork } from "../../domain/service/processes.ts";
import type { Role } from "../../domain/service/roles.ts";
import { secondMs } from "../../domain/time.ts";
import { leaseMarginMs, type SenderShards } from "./sender-shards.ts";

export interface HeartbeatDeps {
  readonly store: ProcessStore & Pick<ProcessReadStore, "listProcesses">;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  /** The name of this process. */
  readonly owner: string;
  readonly roles: readonly Role[];
  readonly wanted: readonly SingleWork[];
  /** The receivers that this process serves; null when it is no sender. */
  readonly receivers: Pick<SenderShards, "plan" | "hold"> | null;
  /** See ServiceProcess. */
  readonly settings: string;
}

export interface Heartbeats {
  /**
   * Tells the other processes that this one runs, and takes or renews its leases. Returns whether it got a lease that
   * it did not have. Never rejects.
   */
  beat(): Promise<boolean>;
  /** Whether this process may do the work now. */
  holds(work: SingleWork): boolean;
  /** Frees the leases and forgets the process. */
  leave(): Promise<void>;
}

/** How often a process beats. Two beats may fail before a lease ends. */
export const beatMs = 3 * secondMs;
/** How long the leases last. If a process is gone, another one takes over its work after this time. */
const workLeaseMs = 10 * secondMs;

export function createHeartbeats(deps: HeartbeatDeps): Heartbeats {
  const startedAt = deps.clock.now();
  let held: { readonly works: readonly SingleWork[]; readonly until: number } = { works: [], until: 0 };
  let isLeaving = false;

  async function beat(): Promise<boolean> {
    if (isLeaving) return false;
    const { owner, roles, receivers, settings } = deps;
    const now = deps.clock.now();
    const until = now + workLeaseMs;
    try {
      const processes = receivers === null ? [] : await deps.store.listProcesses(now - workLeaseMs, now);
      const others = processes.filter((one) => one.owner !== owner);
      const wanted = [...deps.wanted, ...(receivers?.plan(others) ?? [])];
      const works = await deps.store.beatProcess({ owner, roles, startedAt, settings, now, wanted, until });
      const gained = works.filter((work) => !held.works.includes(work));
      if (gained.length > 0)
        deps.log.info({ works: gained }, "this process has taken over work that one process does alone");
      held = { works, until };
      receivers?.hold(works, until);
      return gained.length > 0;
    } catch (thrown) {
      if (!isStoreLost(thrown)) deps.log.warn({ err: thrown }, `no heartbeat: ${messageOf(thrown)}`);
      return false;
    }
  }

  return {
    beat,
    holds: (work) => held.works.includes(work) && deps.clock.now() < held.until - leaseMarginMs,
    async leave() {
      isLeaving = true;
      held = { works: [], until: 0 };
      await deps.store.endProcess(deps.owner);
    },
  };
}
