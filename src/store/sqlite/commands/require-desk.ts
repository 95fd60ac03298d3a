import { leaseLost } from "../../rows/groups/lease-lost.ts";
import type { Connection } from "../connection.ts";

/**
 * Call this first in every transaction under the desk's lease. If another process has taken the lease since this desk
 * got it, the transaction fails with store-locked, so that a desk that was stopped for a while overwrites nothing.
 * `fence`: null when no other process can make decisions.
 */
export function requireDesk(connection: Connection, fence: number | null): void {
  if (fence === null) return;
  const desk = connection
    .sql<{ fence: number; owner: string | null }>("SELECT fence, owner FROM desk WHERE id = 1")
    .get();
  if (desk?.fence !== fence) throw leaseLost(desk?.owner ?? null);
}
