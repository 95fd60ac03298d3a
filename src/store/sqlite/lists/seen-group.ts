import type { Collapse } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import { type CopyLeads, groupMembers, leadAmong } from "../groups/group-members.ts";
import { seesEntry, type Visibility } from "./visibility.ts";

/** A group as one audience sees it. */
export interface SeenGroup {
  readonly leadEntryId: number;
  readonly arrivedAt: Instant;
  /** 0 when nothing was announced yet; null when the lead's own time counts. */
  readonly significantAt: Instant | null;
  readonly copyCount: number;
  /** True when the text is withdrawn, as far as this audience can see. */
  readonly isWithdrawn: boolean;
  /** The visible entries by arrival, if some are hidden; null when all are visible. */
  readonly members: readonly number[] | null;
}

/** Returns null when the group does not exist or nothing of it is visible. */
export function seenGroup(connection: Connection, sight: Visibility, collapse: Collapse, id: number): SeenGroup | null {
  const facts = connection.sql<Facts>(factsSql[collapse]).get(id);
  if (facts === undefined) return null;
  const { publicSignificantAt, publicLeadId, withdrawnBy, isStruck, ...kept } = facts;
  const isWithdrawn = isStruck === 1 || sees(connection, sight, withdrawnBy);
  const significantAt = sight.isPublic ? publicSignificantAt : kept.significantAt;
  const whole = { ...kept, members: null, significantAt, isWithdrawn };
  if (!sight.isPartial) return whole;
  const members = groupMembers(connection, collapse, id, sight.test);
  const seen = members.filter(sight.sees);
  const [first] = seen;
  if (seen.length === members.length || first === undefined) return first === undefined ? null : whole;
  const told = collapse === "story" ? seen.filter(({ copyId }) => copyId === first.copyId) : seen;
  const leads =
    collapse === "story"
      ? leadsOf(connection, first.copyId)
      : { leadEntryId: kept.leadEntryId, publicLeadId, withdrawnBy };
  const lead = leadAmong(told, leads);
  return {
    isWithdrawn: collapse === "story" ? sees(connection, sight, leads.withdrawnBy) : isWithdrawn,
    leadEntryId: lead?.entryId ?? first.entryId,
    arrivedAt: first.at,
    significantAt: whole.significantAt,
    copyCount: collapse === "story" ? new Set(seen.map(({ copyId }) => copyId)).size : 1,
    members: seen.map(({ entryId }) => entryId),
  };
}

/** Whether a withdrawal counts: its notice must be visible. 0 stands for an editor's ruling. */
function sees(connection: Connection, sight: Visibility, withdrawnBy: number | null): boolean {
  return withdrawnBy !== null && (withdrawnBy === 0 || seesEntry(connection, sight, withdrawnBy));
}

type Facts = Omit<SeenGroup, "members" | "isWithdrawn"> & {
  readonly publicSignificantAt: Instant | null;
  readonly publicLeadId: number | null;
  readonly withdrawnBy: number | null;
  readonly isStruck: 0 | 1;
};

const factsSql: Readonly<Record<Collapse, string>> = {
  copy: `SELECT lead_entry_id AS leadEntryId, arrived_at AS arrivedAt, significant_at AS significantAt,
    coalesce(public_significant_at, significant_at) AS publicSignificantAt, 1 AS copyCount,
    public_lead_id AS publicLeadId, withdrawn_by AS withdrawnBy, 0 AS isStruck
    FROM copies WHERE id = ? AND merged_into IS NULL`,
  story: `SELECT s.lead_entry_id AS leadEntryId, s.arrived_at AS arrivedAt, s.significant_at AS significantAt,
    coalesce(s.public_significant_at, s.significant_at) AS publicSignificantAt,
    (SELECT count(*) FROM copies c WHERE c.story_id = s.id AND c.merged_into IS NULL) AS copyCount,
    NULL AS publicLeadId, 0 AS isStruck, (SELECT c.withdrawn_by FROM memberships m CROSS JOIN copies c ON c.id = m.copy_id
      WHERE m.entry_id = s.lead_entry_id) AS withdrawnBy
    FROM stories s WHERE s.id = ? AND s.merged_into IS NULL`,
  none: `SELECT entry_id AS leadEntryId, first_seen_at AS arrivedAt, NULL AS significantAt, NULL AS publicSignificantAt,
    1 AS copyCount, NULL AS publicLeadId, standing IS 'struck' AS isStruck,
    (SELECT c.withdrawn_by FROM copies c WHERE c.id = copy_id) AS withdrawnBy FROM memberships WHERE entry_id = ?`,
};

interface LeadsOfCopy extends CopyLeads {
  readonly withdrawnBy: number | null;
}

function leadsOf(connection: Connection, copyId: number): LeadsOfCopy {
  const copy = connection
    .sql<LeadsOfCopy>(
      `SELECT lead_entry_id AS leadEntryId, public_lead_id AS publicLeadId, withdrawn_by AS withdrawnBy
       FROM copies WHERE id = ?`,
    )
    .get(copyId);
  return copy ?? { leadEntryId: 0, publicLeadId: null, withdrawnBy: null };
}
