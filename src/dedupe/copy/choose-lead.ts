import { credits, type LeadClaim, outranks } from "../../domain/copies/outranks.ts";
import { type CopyGroup, editorsWord } from "../copy-group.ts";
import type { LiveItem } from "../live-item.ts";
import { head } from "../text/pack-item.ts";
import { samePage } from "./same-page.ts";

/**
 * Makes `item` the lead of the copy when an editor pinned it, or when it carries the text and either outranks the lead
 * or is a newer version by the lead's own source. Between equals the lead stays, because a changed lead would announce
 * old news again. `known`: the lead, when it is not in the window.
 */
export function chooseLead(copy: CopyGroup, item: LiveItem, known: LiveItem | null = null): void {
  if (copy.withdrawnBy !== null || !mayLead(item) || copy.leadId === item.id) return;
  const lead = copy.members.find(({ id }) => id === copy.leadId) ?? known;
  if (lead === null ? item.pinned : leadsBefore(item, lead)) copy.leadId = item.id;
}

function leadsBefore(item: LiveItem, lead: LiveItem): boolean {
  if (!mayLead(lead)) return true;
  return lead.pinned ? false : item.pinned || isNewerVersion(item, lead) || claimsLead(item, lead);
}

/** Whether the entry is a later correction, update or resend by the lead's own source. */
function isNewerVersion(item: LiveItem, lead: LiveItem): boolean {
  const isCued = item.cue === "correction" || item.cue === "update" || item.cue === "refile";
  return isCued && item.sourceId === lead.sourceId && item.arrivedAt > lead.arrivedAt;
}

/**
 * Whether an entry may lead a copy: it carries the copy's text, or it is listed and an editor pinned it. An entry that
 * its source withdrew never leads.
 */
function mayLead({ standing, pinned }: LiveItem): boolean {
  return standing === "text" || (standing === "listed" && pinned);
}

/** Whether an entry leads before another entry with the same text. */
export function claimsLead(item: LiveItem, lead: LiveItem): boolean {
  return outranks(claimOf(item), claimOf(lead));
}

/**
 * Chooses a lead for a copy that lost its lead: the best ranked of the text's carriers, and the earliest among equals.
 * `from`: the entry that led; null when a notice led. Carriers of other sources come before other entries of the old
 * lead's source, because those entries may carry another text than the old lead.
 */
export function chooseLeadAnew(copy: CopyGroup, from: LiveItem | null): void {
  if (copy.withdrawnBy !== null && copy.withdrawnBy !== editorsWord) return;
  const members = [...copy.members].sort((a, b) => a.arrivedAt - b.arrivedAt || a.id - b.id);
  const carriers = members.filter(({ standing }) => standing === "text");
  const first = carriers.find(({ sourceId }) => sourceId !== from?.sourceId) ?? carriers[0] ?? members[0];
  if (first === undefined) return;
  copy.leadId = first.id;
  for (const other of members) chooseLead(copy, other);
}

/**
 * After an entry has changed, passes its lead to a carrier of another source, unless the entry outranks that carrier.
 */
export function passLead(copy: CopyGroup, from: LiveItem): void {
  const others = othersOf(copy, from);
  if (others.length === 0) return;
  const rest = { ...copy, members: copy.members.filter((member) => member !== from) };
  chooseLeadAnew(rest, from);
  copy.leadId = rest.leadId;
  chooseLead(copy, from);
}

/** The entries of other sources that carry the copy's text. */
export function othersOf(copy: CopyGroup, item: LiveItem): readonly LiveItem[] {
  return copy.members.filter(({ standing, sourceId }) => standing === "text" && sourceId !== item.sourceId);
}

/**
 * Whether the text belongs to the source of `item`: every carrier of another source reprints it (`isReprintOf`). A
 * source that is alone with a text owns it. Only the owner may withdraw the text, or replace it with other words while
 * others carry it.
 */
export function ownsText(copy: CopyGroup, item: LiveItem): boolean {
  return othersOf(copy, item).every((other) => isReprintOf(other, item));
}

/**
 * Whether a text may join the copy. Any text may while nobody has withdrawn the copy. After a source has withdrawn it,
 * only that source's texts and reprints of them may join, because a source cannot withdraw the texts that others wrote
 * in the same words. After an editor has withdrawn it, any text may join, and the copy stays withdrawn.
 */
export function isOpenTo(copy: CopyGroup, item: LiveItem): boolean {
  if (copy.withdrawnBy === null || copy.withdrawnBy === editorsWord) return true;
  const notice = copy.members.find(({ id }) => id === copy.withdrawnBy);
  return notice !== undefined && isReprintOf(item, notice);
}

/**
 * True when a text belongs to the source of `owner` or reprints that source's text. It is a reprint if it credits the
 * owner or links to the owner's page, if an aggregator shows it, or if the owner is an agency and the text's source is
 * not.
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
