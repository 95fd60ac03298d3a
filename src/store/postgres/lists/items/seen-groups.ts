import type { StoredEntry } from "../../../../domain/entry.ts";
import type { Collapse } from "../../../../domain/section.ts";
import {
  type GroupFacts,
  type LeadsOfCopy,
  type SeenGroup as SeenFacts,
  seenGroupOf,
} from "../../../rows/groups/seen-group.ts";
import type { Transaction } from "../../transaction.ts";
import { type GroupMember, groupMembers } from "./group-members.ts";
import { lookUpSeen, seesEntry, type Visibility } from "./visibility.ts";

/** A group as one audience sees it, with its id. */
export interface SeenGroup extends SeenFacts {
  readonly id: number;
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
  const found = new Map<number, SeenGroup>();
  for (const { id, ...one } of facts) {
    const seen = seenGroupOf(collapse, one, {
      isPartial: sight.isPartial,
      isPublic: sight.isPublic,
      members: () => members.get(id) ?? [],
      sees: ({ entryId }) => seesEntry(sight, entryId),
      seesEntry: (entryId) => seesEntry(sight, entryId),
      leadsOf: (copyId) => leads.get(copyId),
    });
    if (seen !== null) found.set(id, { id, ...seen });
  }
  return found;
}

type Facts = GroupFacts & { readonly id: number };

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

async function leadsOf(tx: Transaction, members: readonly GroupMember[]): Promise<ReadonlyMap<number, LeadsOfCopy>> {
  if (members.length === 0) return new Map();
  const ids = [...new Set(members.map(({ copyId }) => copyId))];
  const rows = await tx.all<LeadsOfCopy & { readonly id: number }>(
    `SELECT id, lead_entry_id AS "leadEntryId", public_lead_id AS "publicLeadId", withdrawn_by AS "withdrawnById"
     FROM copies WHERE id = ANY($1::bigint[])`,
    [ids],
  );
  return new Map(rows.map(({ id, ...leads }) => [id, leads]));
}
