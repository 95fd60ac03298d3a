import type { LeadsOfCopy } from "./seen-group.ts";

/** A copy that announced a change, from the columns of `toldColumns`. */
export interface Told extends LeadsOfCopy {
  readonly id: number;
  readonly storyId: number;
}

/** The columns of `Told`. */
export const toldColumns = `id, story_id AS "storyId", lead_entry_id AS "leadEntryId", public_lead_id AS "publicLeadId",
  withdrawn_by AS "withdrawnById"`;

/**
 * To find the copies that one of our documents shows again, at most this many copies are examined: those with the
 * latest corrections or withdrawals.
 */
export const toldMax = 500;
