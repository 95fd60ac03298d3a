import type { CarrierStanding } from "../../../domain/copies/carrier-standing.ts";
import type { CueKind } from "../../../domain/entry.ts";
import type { Collapse, WireItem } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import { type Claimed, type CopyLeads, leadAmong, leadsStory } from "../group-leads.ts";

/** A group as one audience sees it. */
export interface SeenGroup {
  readonly leadEntryId: number;
  readonly arrivedAt: Instant;
  /** 0 when nothing was announced yet; null when the lead's own time counts. */
  readonly significantAt: Instant | null;
  readonly copyCount: number;
  /** Who withdrew its text; null when nobody did, or when this audience must not see the withdrawal. */
  readonly withdrawnBy: WireItem["withdrawnBy"];
  /** The visible entries in order of arrival, if some are hidden; null when all are visible. */
  readonly members: readonly number[] | null;
}

/** The stored facts about a group, before anything is hidden. */
export type GroupFacts = Omit<SeenGroup, "members" | "withdrawnBy"> & {
  readonly publicSignificantAt: Instant | null;
  readonly publicLeadId: number | null;
  readonly withdrawnById: number | null;
  readonly isStruck: number;
};

/** An entry of a group, with the facts that decide who leads and what was announced. */
export interface SeenMember extends Claimed {
  readonly entryId: number;
  readonly at: Instant;
  readonly copyId: number;
  readonly cueKind: CueKind | null;
  /** null: the entry carries the copy's text. */
  readonly standing: CarrierStanding | null;
  /** When the entry announced a change (an update, correction or withdrawal); null when it announced none. */
  readonly changedAt: Instant | null;
}

/** The leads of a copy, and the notice that withdrew it. */
export interface LeadsOfCopy extends CopyLeads {
  readonly withdrawnById: number | null;
}

/**
 * What the functions below need to know about an audience and a group. `seenGroupOf` calls `members` only if the
 * audience may not see everything (`isPartial`).
 */
export interface GroupSight<Member extends SeenMember> {
  readonly isPartial: boolean;
  readonly isPublic: boolean;
  /** The entries of the group in order of arrival, hidden ones too. */
  members(): readonly Member[];
  sees(member: Member): boolean;
  seesEntry(entryId: number): boolean;
  /** undefined: the copy does not exist. */
  leadsOf(copyId: number): LeadsOfCopy | undefined;
}

/** A group as the audience sees it; null when no entry of it is visible. */
export function seenGroupOf<Member extends SeenMember>(
  collapse: Collapse,
  facts: GroupFacts,
  sight: GroupSight<Member>,
): SeenGroup | null {
  const { publicSignificantAt, publicLeadId, withdrawnById, isStruck, ...kept } = facts;
  const withdrawnBy = seenWithdrawal(withdrawnById, sight) ?? (isStruck === 1 ? "source" : null);
  const significantAt = sight.isPublic ? publicSignificantAt : kept.significantAt;
  const whole = { ...kept, members: null, significantAt, withdrawnBy };
  if (!sight.isPartial) return whole;
  const members = sight.members();
  const seen = members.filter(sight.sees);
  const [first] = seen;
  if (seen.length === members.length || first === undefined) return first === undefined ? null : whole;
  const own = { lead: leadAmong(seen, { leadEntryId: kept.leadEntryId, publicLeadId }), withdrawnBy };
  const told = collapse === "story" ? seenStoryLead(seen, sight) : own;
  return {
    withdrawnBy: told.withdrawnBy,
    leadEntryId: told.lead?.entryId ?? first.entryId,
    arrivedAt: first.at,
    significantAt: whole.significantAt,
    copyCount: collapse === "story" ? new Set(seen.map(({ copyId }) => copyId)).size : 1,
    members: seen.map(({ entryId }) => entryId),
  };
}

/** Who withdrew a text, as the audience may know it: the notice must be visible. 0 stands for an editor's ruling. */
export function seenWithdrawal(
  withdrawnById: number | null,
  { seesEntry }: Pick<GroupSight<SeenMember>, "seesEntry">,
): WireItem["withdrawnBy"] {
  if (withdrawnById === null) return null;
  if (withdrawnById === 0) return "editors";
  return seesEntry(withdrawnById) ? "source" : null;
}

/**
 * Whether the audience learns of a copy's change since `since`. An audience that sees only some entries of the copy
 * learns only of an editor's withdrawal, and of corrections and withdrawals by the source of the lead that it sees.
 */
export function isToldTo<Member extends SeenMember>(
  copy: LeadsOfCopy,
  since: Instant,
  { members: readMembers, sees, seesEntry }: Pick<GroupSight<Member>, "members" | "sees" | "seesEntry">,
): boolean {
  const members = readMembers();
  const seen = members.filter(sees);
  if (seen.length === members.length) return true;
  if (seen.length === 0) return false;
  if (seenWithdrawal(copy.withdrawnById, { seesEntry }) === "editors") return true;
  const lead = leadAmong(seen, copy);
  return seen.some(
    ({ changedAt, cueKind, sourceName }) =>
      sourceName === lead?.sourceName &&
      (changedAt ?? 0) >= since &&
      (cueKind === "correction" || cueKind === "withdrawn"),
  );
}

interface SeenLead<Member> {
  readonly lead: Member | null;
  readonly withdrawnBy: WireItem["withdrawnBy"];
}

/** The lead of a story among the entries that the audience sees, chosen by the rules of `refreshStory`. */
function seenStoryLead<Member extends SeenMember>(
  seen: readonly Member[],
  sight: Pick<GroupSight<Member>, "leadsOf" | "seesEntry">,
): SeenLead<Member> {
  const byCopy = new Map<number, Member[]>();
  for (const member of seen) byCopy.set(member.copyId, [...(byCopy.get(member.copyId) ?? []), member]);
  const told = [...byCopy].map(([copyId, members]): SeenLead<Member> => {
    const leads = sight.leadsOf(copyId) ?? noLeads;
    return { lead: leadAmong(members, leads), withdrawnBy: seenWithdrawal(leads.withdrawnById, sight) };
  });
  const standing = told.filter(({ withdrawnBy }) => withdrawnBy === null);
  const [first = { lead: null, withdrawnBy: null }, ...others] = standing.length > 0 ? standing : told;
  return others.reduce((best, one) => (leadsStory(one.lead, best.lead) ? one : best), first);
}

const noLeads: LeadsOfCopy = { leadEntryId: 0, publicLeadId: null, withdrawnById: null };
