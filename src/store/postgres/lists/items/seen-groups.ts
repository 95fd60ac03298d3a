import type { StoredEntry } from "../../../../domain/entry.ts";
import type { Collapse, WireItem } from "../../../../domain/section.ts";
import type { Instant } from "../../../../domain/time.ts";
import { type CopyLeads, leadAmong, leadsStory } from "../../../rows/group-leads.ts";
import type { Transaction } from "../../connection.ts";
import { type GroupMember, groupMembers } from "./group-members.ts";
import { lookUpSeen, seesEntry, seesWithdrawal, type Visibility } from "./visibility.ts";

/** A group as one audience sees it. */
export interface SeenGroup {
  readonly id: number;
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

/** A group with its lead, as the audience sees it. */
export interface LedGroup {
  readonly seen: SeenGroup;
  readonly lead: StoredEntry;
}

/** The groups that exist and of which the audience sees at least one entry. */
export async function seenGroups(
  tx: Transaction,
  sight: Visibility,
  collapse: Collapse,
  ids: readonly number[],
): Promise<ReadonlyMap<number, SeenGroup>> {
  const facts = await tx.all<Facts>(factsSql[collapse], [ids]);
  const members = sight.isPartial ? await groupMembers(tx, collapse, ids) : new Map<number, readonly GroupMember[]>();
  const everyMember = [...members.values()].flat();
  const leads = collapse === "story" ? await leadsOf(tx, everyMember) : new Map<number, LeadsOfCopy>();
  const withdrawals = [...facts, ...leads.values()].map(({ withdrawnById }) => withdrawnById ?? 0);
  await lookUpSeen(tx, sight, [...withdrawals, ...everyMember.map(({ entryId }) => entryId)]);
  const seen = facts.map((one) => seenGroup(sight, collapse, one, members.get(one.id) ?? [], leads));
  return new Map(seen.filter((group) => group !== null).map((group) => [group.id, group]));
}

function seenGroup(
  sight: Visibility,
  collapse: Collapse,
  facts: Facts,
  members: readonly GroupMember[],
  leads: ReadonlyMap<number, LeadsOfCopy>,
): SeenGroup | null {
  const { publicSignificantAt, publicLeadId, withdrawnById, isStruck, ...kept } = facts;
  const withdrawnBy = seesWithdrawal(sight, withdrawnById) ?? (isStruck === 1 ? "source" : null);
  const significantAt = sight.isPublic ? publicSignificantAt : kept.significantAt;
  const whole = { ...kept, members: null, significantAt, withdrawnBy };
  if (!sight.isPartial) return whole;
  const seen = members.filter(({ entryId }) => seesEntry(sight, entryId));
  const [first] = seen;
  if (seen.length === members.length || first === undefined) return first === undefined ? null : whole;
  const own = { lead: leadAmong(seen, { leadEntryId: kept.leadEntryId, publicLeadId }), withdrawnBy };
  const told = collapse === "story" ? seenStoryLead(sight, seen, leads) : own;
  return {
    id: kept.id,
    withdrawnBy: told.withdrawnBy,
    leadEntryId: told.lead?.entryId ?? first.entryId,
    arrivedAt: first.at,
    significantAt: whole.significantAt,
    copyCount: collapse === "story" ? new Set(seen.map(({ copyId }) => copyId)).size : 1,
    members: seen.map(({ entryId }) => entryId),
  };
}

interface SeenLead {
  readonly lead: GroupMember | null;
  readonly withdrawnBy: WireItem["withdrawnBy"];
}

/** The lead of a story among the entries that the audience sees, chosen by the rules of `refreshStory`. */
function seenStoryLead(
  sight: Visibility,
  seen: readonly GroupMember[],
  leads: ReadonlyMap<number, LeadsOfCopy>,
): SeenLead {
  const byCopy = new Map<number, GroupMember[]>();
  for (const member of seen) byCopy.set(member.copyId, [...(byCopy.get(member.copyId) ?? []), member]);
  const told = [...byCopy].map(([copyId, members]): SeenLead => {
    const { withdrawnById, ...own } = leads.get(copyId) ?? { leadEntryId: 0, publicLeadId: null, withdrawnById: null };
    return { lead: leadAmong(members, own), withdrawnBy: seesWithdrawal(sight, withdrawnById) };
  });
  const standing = told.filter(({ withdrawnBy }) => withdrawnBy === null);
  const [first = { lead: null, withdrawnBy: null }, ...others] = standing.length > 0 ? standing : told;
  return others.reduce((best, one) => (leadsStory(one.lead, best.lead) ? one : best), first);
}

type Facts = Omit<SeenGroup, "members" | "withdrawnBy"> & {
  readonly publicSignificantAt: Instant | null;
  readonly publicLeadId: number | null;
  readonly withdrawnById: number | null;
  readonly isStruck: number;
};

const factsSql: Readonly<Record<Collapse, string>> = {
  copy: `SELECT id, lead_entry_id AS "leadEntryId", arrived_at AS "arrivedAt", significant_at AS "significantAt",
    coalesce(public_significant_at, significant_at) AS "publicSignificantAt", 1 AS "copyCount",
    public_lead_id AS "publicLeadId", withdrawn_by AS "withdrawnById", 0 AS "isStruck"
    FROM copies WHERE id = ANY($1::bigint[]) AND merged_into IS NULL`,
  story: `SELECT s.id, s.lead_entry_id AS "leadEntryId", s.arrived_at AS "arrivedAt", s.significant_at AS "significantAt",
    coalesce(s.public_significant_at, s.significant_at) AS "publicSignificantAt",
    (SELECT count(*) FROM copies c WHERE c.story_id = s.id AND c.merged_into IS NULL) AS "copyCount",
    NULL::bigint AS "publicLeadId", 0 AS "isStruck", (SELECT c.withdrawn_by FROM memberships m
      JOIN copies c ON c.id = m.copy_id WHERE m.entry_id = s.lead_entry_id) AS "withdrawnById"
    FROM stories s WHERE s.id = ANY($1::bigint[]) AND s.merged_into IS NULL`,
  none: `SELECT entry_id AS id, entry_id AS "leadEntryId", first_seen_at AS "arrivedAt", NULL::bigint AS "significantAt",
    NULL::bigint AS "publicSignificantAt", 1 AS "copyCount", NULL::bigint AS "publicLeadId",
    CASE WHEN standing = 'struck' THEN 1 ELSE 0 END AS "isStruck",
    (SELECT c.withdrawn_by FROM copies c WHERE c.id = copy_id) AS "withdrawnById"
    FROM memberships WHERE entry_id = ANY($1::bigint[])`,
};

interface LeadsOfCopy extends CopyLeads {
  readonly withdrawnById: number | null;
}

async function leadsOf(tx: Transaction, members: readonly GroupMember[]): Promise<ReadonlyMap<number, LeadsOfCopy>> {
  const ids = [...new Set(members.map(({ copyId }) => copyId))];
  const rows = await tx.all<LeadsOfCopy & { readonly id: number }>(
    `SELECT id, lead_entry_id AS "leadEntryId", public_lead_id AS "publicLeadId", withdrawn_by AS "withdrawnById"
     FROM copies WHERE id = ANY($1::bigint[])`,
    [ids],
  );
  return new Map(rows.map(({ id, ...leads }) => [id, leads]));
}
