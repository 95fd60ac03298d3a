import type { Instant } from "../../../domain/time.ts";
import type { EntryRuling } from "../../../domain/verdict.ts";
import { noteWithdrawal, type Touched, touchCopy } from "../../rows/groups/touched.ts";
import type { Connection } from "../connection.ts";

/**
 * Stores an editor's ruling on an entry, inside the transaction that regroups; `refreshGroups` must follow. A
 * withdrawal or its end counts as news at the time `now`, so that readers learn of it even if the item has left their
 * documents.
 */
export function ruleEntry(connection: Connection, touched: Touched, ruling: EntryRuling, now: Instant | null): void {
  const copyId = keep(connection, ruling);
  if (copyId === null) return;
  touchCopy(touched, copyId, null);
  if (ruling.kind === "lead") return;
  const copy = connection.sql<{ before: number | null }>(beforeSql).get(copyId);
  if (copy !== undefined) noteWithdrawal(touched, copyId, copy.before);
  connection.sql(withdrawSql).run({ copyId, withdrawnBy: ruling.withdrawn ? 0 : null, now });
}

const beforeSql = "SELECT withdrawn_by AS before FROM copies WHERE id = ?";

/** Stores the ruling with the entry. Returns the entry's copy; null when the entry no longer exists. */
function keep(connection: Connection, ruling: EntryRuling): number | null {
  const isSaid = ruling.kind === "withdraw" ? ruling.withdrawn : ruling.pinned;
  const column = ruling.kind === "withdraw" ? "editor_withdrew" : "editor_leads";
  const row = connection
    .sql<{ copy_id: number }>(`UPDATE memberships SET ${column} = ? WHERE entry_id = ? RETURNING copy_id`)
    .get(isSaid ? 1 : null, ruling.entryId);
  return row?.copy_id ?? null;
}

/**
 * If the public has seen nothing of a copy (`public_significant_at` is 0), the public does not learn of the withdrawal
 * either.
 */
const withdrawSql = `UPDATE copies SET withdrawn_by = :withdrawnBy, told_at = max(coalesce(told_at, 0), coalesce(:now, 0)),
  significant_at = max(significant_at, coalesce(:now, 0)),
  public_significant_at = CASE WHEN public_significant_at > 0 THEN max(public_significant_at, coalesce(:now, 0))
    ELSE public_significant_at END
  WHERE id = :copyId`;
