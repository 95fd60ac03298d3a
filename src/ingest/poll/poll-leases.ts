import type { FeedStore } from "../../domain/feeds/feed-store.ts";
import type { Clock } from "../../domain/ports.ts";
import type { Instant } from "../../domain/time.ts";

/**
 * The lease of feeds that were claimed together. `open`: how many of them are not done. At 0 it is not renewed any
 * more.
 */
export interface Lease {
  until: Instant;
  open: number;
}

export interface PollLeases {
  add(lease: Lease): void;
  /** Renews leases that have used up half of their time. Call this several times in `leaseMs`. */
  renew(): Promise<void>;
}

/**
 * Keeps a poller's leases. Leases are short, so that the feeds of a lost process are soon free. They are renewed while
 * a feed waits for its host or is being polled. A lease that ended before its renewal (because the process was
 * suspended) is not renewed, because another process may have the feed by now.
 */
export function createPollLeases(deps: {
  readonly store: Pick<FeedStore, "renewLeases">;
  readonly clock: Clock;
  readonly owner: string;
  readonly leaseMs: number;
}): PollLeases {
  const { store, clock, owner, leaseMs } = deps;
  const leases = new Set<Lease>();
  return {
    add: (lease) => void leases.add(lease),
    async renew() {
      const now = clock.now();
      for (const lease of leases) if (lease.open === 0 || lease.until <= now) leases.delete(lease);
      const renewBy = now + leaseMs / 2;
      const due = [...leases].filter((lease) => lease.until <= renewBy);
      if (due.length === 0) return;
      await store.renewLeases({ owner, now, renewBy, until: now + leaseMs });
      for (const lease of due) lease.until = now + leaseMs;
    },
  };
}
