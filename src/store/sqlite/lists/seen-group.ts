import type { Collapse, WireItem } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import { type CopyLeads, leadAmong, leadsStory } from "../../rows/group-leads.ts";
import type { Connection } from "../connection.ts";
import { type GroupMember, groupMembers } from "../groups/group-members.ts";
import { seesEntry, type Visibility } from "./visibility.ts";

/** A group as one audience sees it. */
export interface SeenGroup {
  readonly leadEntryId: number;
  readonly arrivedAt: Instant;
  /** 0 when nothing was announced yet; null when the lead's own time counts. */
  readonly significantAt: Instant | null;
  readonly copyCount: number;
  /** Who withdrew its text; null when nobody did, or when this audience must not see the withdrawal. */
  readonly withdrawnBy: WireItem["withdrawnBy"];
  /** The visible entries by arrival, if some are hidden; null when all are visible. */
  readonly members: readonly number[] | null;
}

/** Returns null when the group does not exist or nothing of it is visible. */
export function seenGroup(connection: Connection, sight: Visibility, collapse: Collapse, id: number): SeenGroup | null {
  const facts = connection.sql<Facts>(factsSql[collapse]).get(id);
  if (facts === undefined) return null;
  const { publicSignificantAt, publicLeadId, withdrawnById, isStruck, ...kept } = facts;
  const withdrawnBy = seesWithdrawal(connection, sight, withdrawnById) ?? (isStruck === 1 ? "source" : null);
  const significantAt = sight.isPublic ? publicSignificantAt : kept.significantAt;
  const whole = { ...kept, members: null, significantAt, withdrawnBy };
  if (!sight.isPartial) return whole;
  const members = groupMembers(connection, collapse, id, sight.test);
  const seen = members.filter(sight.sees);
  const [first] = seen;
  if (seen.length === members.length || first === undefined) return first === undefined ? null : whole;
  const own = { lead: leadAmong(seen, { leadEntryId: kept.leadEntryId, publicLeadId }), withdrawnBy };
  const told = collapse === "story" ? seenStoryLead(connection, sight, seen) : own;
  return {
    withdrawnBy: told.withdrawnBy,
    leadEntryId: told.lead?.entryId ?? first.entryId,
    arrivedAt: first.at,
    significantAt: whole.significantAt,
    copyCount: collapse === "story" ? new Set(seen.map(({ copyId }) => copyId)).size : 1,
    members: seen.map(({ entryId }) => entryId),
  };
}

/** Whether a withdrawal counts: its notice must be visible. 0 stands for an editor's ruling. */
export function seesWithdrawal(
  connection: Connection,
  sight: Visibility,
  withdrawnById: number | null,
): WireItem["withdrawnBy"] {
  if (withdrawnById === null) return null;
  if (withdrawnById === 0) return "editors";
  return seesEntry(connection, sight, withdrawnById) ? "source" : null;
}

interface SeenLead {
  readonly lead: GroupMember | null;
  readonly withdrawnBy: WireItem["withdrawnBy"];
}

/** The lead of a story among the entries that the audience sees, chosen by the rules of `refreshStory`. */
function seenStoryLead(connection: Connection, sight: Visibility, seen: readonly GroupMember[]): SeenLead {
  const byCopy = new Map<number, GroupMember[]>();
  for (const member of seen) byCopy.set(member.copyId, [...(byCopy.get(member.copyId) ?? []), member]);
  const told = [...byCopy].map(([copyId, members]): SeenLead => {
    const { withdrawnById, ...leads } = leadsOf(connection, copyId);
    return { lead: leadAmong(members, leads), withdrawnBy: seesWithdrawal(connection, sight, withdrawnById) };
  });
  const standing = told.filter(({ withdrawnBy }) => withdrawnBy === null);
  const [first = { lead: null, withdrawnBy: null }, ...others] = standing.length > 0 ? standing : told;
  return others.reduce((best, one) => (leadsStory(one.lead, best.lead) ? one : best), first);
}

type Facts = Omit<SeenGroup, "members" | "withdrawnBy"> & {
  readonly publicSignificantAt: Instant | null;
  readonly publicLeadId: number | null;
  readonly withdrawnById: number | null;
  readonly isStruck: 0 | 1;
};

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

interface LeadsOfCopy extends CopyLeads {
  readonly withdrawnById: number | null;
}

function leadsOf(connection: Connection, copyId: number): LeadsOfCopy {
  const copy = connection
    .sql<LeadsOfCopy>(
      `SELECT lead_entry_id AS leadEntryId, public_lead_id AS publicLeadId, withdrawn_by AS withdrawnById
       FROM copies WHERE id = ?`,
    )
    .get(copyId);
  return copy ?? { leadEntryId: 0, publicLeadId: null, withdrawnById: null };
}
