import type { StoredEntry } from "../../../../domain/entry.ts";
import { withoutText } from "../../../rows/carrier-rows.ts";
import { type StoredEntryRow, storedEntryOf } from "../../../rows/entry-rows.ts";
import { storedEntrySql } from "../../entries/stored-entry.ts";
import type { Transaction } from "../../transaction.ts";
import { reasonsTeller } from "./tell-reasons.ts";
import { lookUpSeen, seesEntry, seesWithdrawal, type Visibility } from "./visibility.ts";

/** The entries as the audience sees them. Entries that it may not see are left out. */
export async function readStoredEntries(
  tx: Transaction,
  sight: Visibility,
  ids: readonly number[],
): Promise<ReadonlyMap<number, StoredEntry>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.all<StoredEntryRow>(`${storedEntrySql} WHERE e.id = ANY($1::bigint[])`, [ids]);
  await lookUpSeen(tx, sight, [...ids, ...rows.map((row) => row.withdrawn_by ?? 0)]);
  const tell = await reasonsTeller(
    tx,
    sight,
    rows.map(({ reasons }) => reasons),
  );
  const seen = rows
    .filter(({ id }) => seesEntry(sight, id))
    .map((row): [number, StoredEntry] => {
      const isWithdrawn = row.standing === "struck" || seesWithdrawal(sight, row.withdrawn_by) !== null;
      const entry = storedEntryOf(row, tell(row.reasons), isWithdrawn);
      return [row.id, isWithdrawn && tx.audience === "public" ? withoutText(entry) : entry];
    });
  return new Map(seen);
}
