import { leaseLost } from "../../rows/groups/lease-lost.ts";
import type { Transaction } from "../transaction.ts";

/**
 * Call this first in every transaction under the desk's lease. If another process has taken the lease since this desk
 * got it, the transaction fails with store-locked, so that a desk that was stopped for a while overwrites nothing. The
 * lock keeps the next owner waiting until this transaction has ended. `fence`: null when no other process can make
 * decisions.
 */
export async function requireDesk(tx: Transaction, fence: number | null): Promise<void> {
  if (fence === null) return;
  const desk = await tx.get<{ fence: number; owner: string | null }>(
    "SELECT fence, owner FROM desk WHERE id = 1 FOR KEY SHARE",
  );
  if (desk?.fence !== fence) throw leaseLost(desk?.owner ?? null);
}
