import { credits, type LeadClaim, outranks } from "../../domain/copies/outranks.ts";
import type { CopyGroup } from "../copy-group.ts";
import type { LiveItem } from "../live-item.ts";
import { head } from "../text/pack-item.ts";
import { samePage } from "./same-page.ts";

/**
 * Gives the copy to `item` when it carries the text and outranks the lead. A lead of equal standing stays: one that
 * flips re-announces old news. `known`: the lead where it is no member of the window's copy.
 */
export function chooseLead(copy: CopyGroup, item: LiveItem, known: LiveItem | null = null): void {
  if (copy.withdrawnBy !== null || item.standing !== "text" || copy.leadId === item.id) return;
  const lead = copy.members.find(({ id }) => id === copy.leadId) ?? known;
  if (lead === null) return;
  if (lead.standing !== "text" || claimsLead(item, lead)) copy.leadId = item.id;
}

/** Whether an entry leads before another with the same text. */
export function claimsLead(item: LiveItem, lead: LiveItem): boolean {
  return outranks(claimOf(item), claimOf(lead));
}

/** The lead of a copy that lost its own: the best ranked of the text's carriers, the earliest on a tie. */
export function chooseLeadAnew(copy: CopyGroup): void {
  if (copy.withdrawnBy !== null) return;
  const members = [...copy.members].sort((a, b) => a.arrivedAt - b.arrivedAt || a.id - b.id);
  const first = members.find(({ standing }) => standing === "text") ?? members[0];
  if (first === undefined) return;
  copy.leadId = first.id;
  for (const other of members) chooseLead(copy, other);
}

/** Passes the lead from an entry that changed to whom it does not outrank. */
export function passLead(copy: CopyGroup, from: LiveItem): void {
  const others = othersOf(copy, from);
  if (others.length === 0) return;
  const rest = { ...copy, members: copy.members.filter((member) => member !== from) };
  chooseLeadAnew(rest);
  copy.leadId = rest.leadId;
  chooseLead(copy, from);
}

/** The carriers of the copy's text that are of other sources than `item`. */
export function othersOf(copy: CopyGroup, item: LiveItem): readonly LiveItem[] {
  return copy.members.filter(({ standing, sourceId }) => standing === "text" && sourceId !== item.sourceId);
}

/**
 * Whether the text is the source's of `item`: all others who carry it credit it, or it is an agency and they are none.
 * Whoever is alone with a text has it. Only the owner of a text withdraws it, or goes on with it in other words while
 * others carry it.
 */
export function ownsText(copy: CopyGroup, item: LiveItem): boolean {
  return othersOf(copy, item).every((other) => isReprintOf(other, item));
}

/**
 * Whether a text may join the copy: any may while it stands; once it is withdrawn only what the withdrawal holds for,
 * the withdrawer's own and what reprints it. What others carry in the same words is not theirs to withdraw.
 */
export function isOpenTo(copy: CopyGroup, item: LiveItem): boolean {
  if (copy.withdrawnBy === null) return true;
  const notice = copy.members.find(({ id }) => id === copy.withdrawnBy);
  return notice !== undefined && isReprintOf(item, notice);
}

/**
 * True where a text is the source's of `owner`, or its reprint: it credits the owner or links to the owner's page, an
 * aggregator shows it, or the owner is an agency and the other is none.
 */
export function isReprintOf(item: LiveItem, owner: LiveItem): boolean {
  if (item.sourceId === owner.sourceId || credits(item, owner)) return true;
  if (samePage(item, owner) && owner.ownPage && !item.ownPage) return true;
  if (item.sourceKind === "aggregator" && owner.sourceKind !== "aggregator") return true;
  return isOwnAgency(owner) && item.own === null;
}

function isOwnAgency({ own, agency }: LiveItem): boolean {
  return own !== null && agency === own;
}

function claimOf(item: LiveItem): LeadClaim {
  const { pack, sourceKind, sourceRank, own, agency, ownPage } = item;
  const page = pack[head.url1] === 0 ? null : `${pack[head.url1]} ${pack[head.url2]}`;
  return { kind: sourceKind, rank: sourceRank, own, agency, page, ownPage };
}
