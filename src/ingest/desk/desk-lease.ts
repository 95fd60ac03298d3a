import type { DeskStore } from "../../domain/desk-store.ts";
import { WireError } from "../../domain/errors.ts";
import type { Clock } from "../../domain/ports.ts";
import { minuteMs } from "../../domain/time.ts";
import type { WindowDeps } from "./desk-window.ts";

export interface LeaseDeps {
  readonly store: Pick<DeskStore, "takeDesk" | "readDeskOwner" | "releaseDesk">;
  readonly clock: Pick<Clock, "now">;
  /** The name of the lease holder. It is unique for each process. */
  readonly owner: string;
  /** How long the lease lasts without renewal; absent: a minute. */
  readonly leaseMs?: number;
  /** False when the owner of a lease is known to be dead (its process has ended). The lease is then taken over. */
  readonly isAlive: (owner: string) => boolean;
}

type Lease = { readonly kind: "held"; readonly fence: number } | { readonly kind: "elsewhere"; readonly owner: string };

/** Takes or renews the desk's lease. A dead owner's lease is taken over. */
export async function takeLease(deps: LeaseDeps): Promise<Lease> {
  const now = deps.clock.now();
  const until = now + (deps.leaseMs ?? minuteMs);
  const fence = await deps.store.takeDesk(deps.owner, now, until);
  if (fence !== null) return { kind: "held", fence };
  const owner = await deps.store.readDeskOwner(now);
  if (owner !== null && deps.isAlive(owner)) return { kind: "elsewhere", owner };
  if (owner !== null) await deps.store.releaseDesk(owner);
  const taken = await deps.store.takeDesk(deps.owner, now, until);
  return taken === null ? { kind: "elsewhere", owner: owner ?? "another process" } : { kind: "held", fence: taken };
}

/**
 * Renews the lease with each part of the window, because reading the window of a large store takes longer than a lease.
 * If the lease is lost, another process decides, and this process may save nothing.
 */
export function keepingLease<Deps extends LeaseDeps & WindowDeps>(deps: Deps, fence: number | null): Deps {
  const keep = async (): Promise<void> => {
    const lease = await takeLease(deps);
    if (lease.kind === "held" && lease.fence === fence) return;
    const other = lease.kind === "held" ? "another process" : lease.owner;
    throw new WireError("store-locked", `${other} took the desk's lease while this process was reading`);
  };
  const readWindow: DeskStore["readWindow"] = async (window) => {
    await keep();
    return deps.store.readWindow(window);
  };
  const readWindowFacts: DeskStore["readWindowFacts"] = async (window) => {
    await keep();
    return deps.store.readWindowFacts(window);
  };
  return { ...deps, store: { ...deps.store, readWindow, readWindowFacts } };
}
