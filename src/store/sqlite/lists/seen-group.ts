import type { Collapse, WireItem } from "../../../domain/section.ts";
import {
  type GroupFacts,
  type LeadsOfCopy,
  type SeenGroup,
  seenGroupOf,
  seenWithdrawal,
} from "../../rows/groups/seen-group.ts";
import type { Connection } from "../connection.ts";
import { type GroupMember, groupMembers } from "../groups/group-members.ts";
import { seesEntry, type Visibility } from "./visibility.ts";

/** A group as the audience sees it; null when the group does not exist or nothing of it is visible. */
export function seenGroup(connection: Connection, sight: Visibility, collapse: Collapse, id: number): SeenGroup | null {
  const facts = connection.sql<GroupFacts>(factsSql[collapse]).get(id);
  if (facts === undefined) return null;
  return seenGroupOf<GroupMember>(collapse, facts, {
    isPartial: sight.isPartial,
    isPublic: sight.isPublic,
    members: () => groupMembers(connection, collapse, id, sight.test),
    sees: sight.sees,
    seesEntry: (entryId) => seesEntry(connection, sight, entryId),
    leadsOf: (copyId) => leadsOf(connection, copyId),
  });
}

/** `seenWithdrawal` for a connection. */
export function seesWithdrawal(
  connection: Connection,
  sight: Visibility,
  withdrawnById: number | null,
): WireItem["withdrawnBy"] {
  return seenWithdrawal(withdrawnById, { seesEntry: (entryId) => seesEntry(connection, sight, entryId) });
}

const factsSql: Readonly<Record<Collapse, string>> = {
  copy: `SELECT lead_entry_id AS leadEntryId, arrived_at AS arrivedAt, significant_at AS significantAt,
    coalesce(public_significant_at, significant_at) AS publicSignificantAt, 1 AS copyCount,
    public_lead_id AS publicLeadId, withdrawn_by AS withdrawnById, 0 AS isStruck
    FROM copies WHERE id = ? AND merged_into IS NULL`,
  story: `SELECT s.lead_entry_id AS leadEntryId, s.arrived_at AS arrivedAt, s.significant_at AS significantAt,
    coalesce(s.public_significant_at, s.significant_at) AS publicSignificantAt,
    (SELECT count(*) FROM copies c WHERE c.story_id = s.id AND c.merged_into IS NULL) AS copyCount,
    NULL AS publicLeadId, 0 AS isStruck, (SELECT c.withdrawn_by FROM memberships m CROSS JOIN copies c ON c.id = m.copy_id
      WHERE m.entry_id = s.lead_entry_id) AS withdrawnById
    FROM stories s WHERE s.id = ? AND s.merged_into IS NULL`,
  none: `SELECT entry_id AS leadEntryId, first_seen_at AS arrivedAt, NULL AS significantAt, NULL AS publicSignificantAt,
    1 AS copyCount, NULL AS publicLeadId, standing IS 'struck' AS isStruck,
    (SELECT c.withdrawn_by FROM copies c WHERE c.id = copy_id) AS withdrawnById FROM memberships WHERE entry_id = ?`,
};

function leadsOf(connection: Connection, copyId: number): LeadsOfCopy | undefined {
  return connection
    .sql<LeadsOfCopy>(
      `SELECT lead_entry_id AS leadEntryId, public_lead_id AS publicLeadId, withdrawn_by AS withdrawnById
       FROM copies WHERE id = ?`,
    )
    .get(copyId);
}
