import type { Instant } from "../../../domain/time.ts";
import type { EntryRuling } from "../../../domain/verdict.ts";
import { noteWithdrawal, type Touched, touchCopy } from "../../rows/groups/touched.ts";
import type { Transaction } from "../transaction.ts";

/**
 * Stores an editor's ruling on an entry, inside the transaction that regroups; `refreshGroups` must follow. A
 * withdrawal or its end counts as news at the time `now`, so that readers learn of it even if the item has left their
 * documents.
 */
export async function ruleEntry(
  tx: Transaction,
  touched: Touched,
  ruling: EntryRuling,
  now: Instant | null,
): Promise<void> {
  const copyId = await keep(tx, ruling);
  if (copyId === null) return;
  touchCopy(touched, copyId, null);
  if (ruling.kind === "lead") return;
  const copy = await tx.get<{ before: number | null }>("SELECT withdrawn_by AS before FROM copies WHERE id = $1", [
    copyId,
  ]);
  if (copy !== undefined) noteWithdrawal(touched, copyId, copy.before);
  await tx.run(withdrawSql, { copyId, withdrawnBy: ruling.withdrawn ? 0 : null, now: now ?? 0 });
}

/** Stores the ruling with the entry. Returns the entry's copy; null when the entry no longer exists. */
async function keep(tx: Transaction, ruling: EntryRuling): Promise<number | null> {
  const isSaid = ruling.kind === "withdraw" ? ruling.withdrawn : ruling.pinned;
  const column = ruling.kind === "withdraw" ? "editor_withdrew" : "editor_leads";
  const row = await tx.get<{ copy_id: number }>(
    `UPDATE memberships SET ${column} = $1 WHERE entry_id = $2 RETURNING copy_id`,
    [isSaid ? 1 : null, ruling.entryId],
  );
  return row?.copy_id ?? null;
}

/**
 * If the public has seen nothing of a copy (`public_significant_at` is 0), the public does not learn of the withdrawal
 * either.
 */
const withdrawSql = `UPDATE copies SET withdrawn_by = :withdrawnBy, told_at = greatest(coalesce(told_at, 0), :now::bigint),
  significant_at = greatest(significant_at, :now),
  public_significant_at = CASE WHEN public_significant_at > 0 THEN greatest(public_significant_at, :now)
    ELSE public_significant_at END
  WHERE id = :copyId`;
