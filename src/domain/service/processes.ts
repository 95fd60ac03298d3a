import type { Instant } from "../time.ts";
import type { Role } from "./roles.ts";

/**
 * Work that only one process of the service may do at a time. The work of the desk is not listed here, because the desk
 * has a lease of its own. `hubs`: our subscriptions at the hubs of feeds. `send:` and a number: deliveries and alerts
 * to a shard of the receivers (`receiver-shares.ts`).
 */
export type SingleWork = "hubs" | `send:${number}`;

/** A process of the service, as its last heartbeat described it. */
export interface ServiceProcess {
  /** The name under which the process holds leases. It begins with the host and the process number. */
  readonly owner: string;
  readonly roles: readonly Role[];
  readonly startedAt: Instant;
  readonly seenAt: Instant;
  /** A hash of the settings that all processes must share. */
  readonly settings: string;
  /** The single work whose lease the process holds. */
  readonly works: readonly SingleWork[];
}

export interface Heartbeat extends Pick<ServiceProcess, "owner" | "roles" | "startedAt" | "settings"> {
  readonly now: Instant;
  /** The work for which the process wants the leases. */
  readonly wanted: readonly SingleWork[];
  /** The end of the leases that this heartbeat takes or renews. */
  readonly until: Instant;
}

/** Which processes serve this store, and which of them does the work that only one may do. */
export interface ProcessStore {
  /**
   * Records that a process runs. Takes or renews the leases of the wanted work, unless another process holds them, and
   * frees the process's other leases. Returns the work whose leases the process now holds.
   */
  beatProcess(heartbeat: Heartbeat): Promise<readonly SingleWork[]>;
  /** Forgets a process that ends, and frees its leases. */
  endProcess(owner: string): Promise<void>;
}

export interface ProcessReadStore {
  /** The processes that were seen at `since` or later, by their names. */
  listProcesses(since: Instant, now: Instant): Promise<readonly ServiceProcess[]>;
}
