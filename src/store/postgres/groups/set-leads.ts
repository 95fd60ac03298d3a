import type { CarrierStanding } from "../../../domain/copies/carrier-standing.ts";
import { noteStanding, noteWithdrawal, type StandingRow, type Touched } from "../../rows/groups/touched.ts";
import { columnsOf } from "../columns.ts";
import type { Transaction } from "../transaction.ts";

/**
 * Sets the leads of copies. If a copy is named several times, its last lead counts. `refreshGroups` replaces a lead
 * that is not a member. While an entry of a private source leads, the store also keeps the last lead that the public
 * could see.
 */
export async function setLeads(
  tx: Transaction,
  leads: readonly { readonly copyId: number; readonly leadEntryId: number }[],
): Promise<void> {
  const rows = lastOfEach(leads.map(({ copyId, leadEntryId }) => ({ copyId, leadEntryId })));
  tx.send(
    `UPDATE copies c SET lead_entry_id = k.lead, public_lead_id = CASE WHEN EXISTS (
       SELECT 1 FROM memberships m JOIN feeds f ON f.id = m.feed_id JOIN sources s ON s.id = f.source_id
       WHERE m.entry_id = c.lead_entry_id AND s.is_private = 1) THEN c.public_lead_id ELSE c.lead_entry_id END
     FROM unnest(:copyId::bigint[], :leadEntryId::bigint[]) k (id, lead) WHERE c.id = k.id AND c.lead_entry_id <> k.lead`,
    columnsOf(rows),
  );
}

/**
 * Writes which notice withdraws a copy; null: the copy is not withdrawn. When a source restores its text, readers who
 * learned of the withdrawal also learn of the restoration.
 */
export async function setWithdrawn(
  tx: Transaction,
  touched: Touched,
  copies: readonly { readonly copyId: number; readonly withdrawnBy: number | null }[],
): Promise<void> {
  const rows = columnsOf(lastOfEach(copies));
  const before = await tx.all<{ id: number; before: number | null }>(
    `SELECT c.id, c.withdrawn_by AS before FROM copies c
     JOIN unnest(:copyId::bigint[], :withdrawnBy::bigint[]) k (id, by) ON c.id = k.id AND c.withdrawn_by IS DISTINCT FROM k.by`,
    rows,
  );
  for (const copy of before) noteWithdrawal(touched, copy.id, copy.before);
  tx.send(
    `UPDATE copies c SET withdrawn_by = k.by, told_at = CASE WHEN k.by IS NULL
       THEN greatest(coalesce(c.told_at, 0), coalesce((SELECT significant_at FROM entries WHERE id = c.withdrawn_by), 0))
       ELSE c.told_at END
     FROM unnest(:copyId::bigint[], :withdrawnBy::bigint[]) k (id, by) WHERE c.id = k.id AND c.withdrawn_by IS DISTINCT FROM k.by`,
    rows,
  );
}

/** Writes the standings of entries in their copies, and notes the changes in `touched`. */
export async function setStandings(
  tx: Transaction,
  touched: Touched,
  standings: readonly { readonly entryId: number; readonly standing: CarrierStanding }[],
): Promise<void> {
  if (standings.length === 0) return;
  const before = await tx.all<StandingRow>(standingsSql, [standings.map(({ entryId }) => entryId)]);
  for (const row of before) noteStanding(touched, row);
  for (const { entryId, standing } of standings) {
    tx.send("UPDATE memberships SET standing = $1 WHERE entry_id = $2", [
      standing === "text" ? null : standing,
      entryId,
    ]);
  }
}

const standingsSql = `SELECT entry_id AS "entryId", feed_id AS "feedId", copy_id AS "copyId", story_id AS "storyId", standing
  FROM memberships WHERE entry_id = ANY($1::bigint[])`;

function lastOfEach<Row extends { readonly copyId: number }>(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [row.copyId, row])).values()];
}
