import type { FeedStore, HeldLease } from "../domain/feeds/feed-store.ts";
import type { LeaseWait } from "../domain/figures/figures.ts";
import type { Clock, Log } from "../domain/ports.ts";

export interface LeaseWaitsDeps {
  readonly store: Pick<FeedStore, "listLeases">;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether an owner is another process. */
  readonly isOther: (owner: string) => boolean;
  /**
   * False only for a process that is known to have ended. Nothing waits for such a process, because its leases are
   * taken over.
   */
  readonly isAlive: (owner: string) => boolean;
  readonly onWaits: (waits: readonly LeaseWait[]) => void;
}

/**
 * Finds the work that this process cannot do because other processes hold the leases. Nobody can know whether a process
 * on another host still runs, so it keeps its feeds until its lease ends. Each such process is logged in one line.
 */
export function createLeaseWaits(deps: LeaseWaitsDeps): { look(): Promise<void> } {
  let told: ReadonlySet<string> = new Set();
  return {
    async look() {
      const held = await deps.store.listLeases(deps.clock.now());
      const waits = held.filter(({ owner }) => deps.isOther(owner) && deps.isAlive(owner));
      for (const wait of waits) if (!told.has(keyOf(wait))) deps.log.warn({ owner: wait.owner }, sayWait(wait));
      told = new Set(waits.map(keyOf));
      deps.onWaits(waits.map(({ owner, what, feeds, until }) => ({ process: startOf(owner), what, feeds, until })));
    },
  };
}

function sayWait({ owner, what, feeds, until }: HeldLease): string {
  const [host, pid] = owner.split(":");
  const work = what === "desk" ? "deciding" : `polling of ${feeds} feeds`;
  return `${work} waits for the process ${pid} on ${host} until ${new Date(until).toISOString()}, or longer if that process still runs`;
}

function keyOf({ owner, what }: HeldLease): string {
  return `${what} ${owner}`;
}

/** The random part of an owner's name. Anybody may see the result, so it must not contain the host. */
function startOf(owner: string): string {
  return owner.split(":")[2] ?? "";
}
