import type { CarrierStanding } from "../../domain/copies/carrier-standing.ts";
import type { Verdict } from "../../domain/verdict.ts";
import { type CopyGroup, mayMove } from "../copy-group.ts";
import type { EngineMemory } from "../engine-memory.ts";
import type { LiveItem } from "../live-item.ts";
import { sizesOf } from "../text/pack-item.ts";
import type { Prepared } from "../text/prepare-item.ts";
import { claimsLead, isReprintOf, othersOf, ownsText } from "./choose-lead.ts";
import { comparePair } from "./compare-pair.ts";
import { createFeatures } from "./pair-features.ts";
import { samePage } from "./same-page.ts";

/**
 * The standing of an entry that would join a copy, where readers see the lead in place of the entry; null when the
 * entry must not join. A bare headline does not prove that its source means the text that another source prints under
 * the same headline, so the headline is listed beside that text. If a bare headline from the same page ("Comments")
 * leads a copy, a text joins only when it reprints or outranks the source of that headline.
 */
export function besideLead(desk: EngineMemory, copy: CopyGroup, prepared: Prepared): CarrierStanding | null {
  const { item } = prepared;
  const lead = leadOf(copy);
  if (lead === undefined) return "text";
  if (lead.sourceId === item.sourceId) return mayLeadOthers(desk, copy, prepared) ? "text" : "listed";
  if (isBare(desk, item) && !isBare(desk, lead)) return isReprintOf(lead, item) ? "text" : "listed";
  if (isBare(desk, lead) && !isBare(desk, item) && samePage(item, lead))
    return isReprintOf(item, lead) || claimsLead(item, lead) ? "text" : null;
  return mayStandFor(desk, prepared, lead) ? "text" : null;
}

/**
 * Whether an entry may be shown in place of the texts of other sources in the copy. It may if its source owns their
 * text, or if none of them outranks the entry and the entry says the same as each of them. The rule is needed when a
 * source leads a copy and another entry of that source takes the lead, for example as a correction: readers would see
 * the new entry in place of other sources' texts.
 */
export function mayLeadOthers(desk: EngineMemory, copy: CopyGroup, prepared: Prepared): boolean {
  const { item } = prepared;
  if (ownsText(copy, item)) return true;
  return othersOf(copy, item).every((other) => !claimsLead(other, item) && mayStandFor(desk, prepared, other));
}

/**
 * Whether one of two entries may be shown in place of the other. Between a text and its reprint, or between sources of
 * different rank, that is always allowed. Entries of equal sources must share most phrases of the shorter text, because
 * any source can print another source's headline above its own text. A bare headline and a text may be shown in place
 * of each other only when both are attributed to the same agency.
 */
export function mayStandFor(desk: EngineMemory, prepared: Prepared, other: LiveItem): boolean {
  const { item } = prepared;
  if (item.sourceId === other.sourceId || !areEqual(item, other)) return true;
  const [isItemBare, isOtherBare] = [isBare(desk, item), isBare(desk, other)];
  if (isItemBare && isOtherBare) return true;
  if (isItemBare || isOtherBare) return item.agency !== null && item.agency === other.agency;
  return comparePair(prepared, other, desk.statistics, createFeatures()).shinglesMin >= desk.settings.phrasesSure;
}

function areEqual(a: LiveItem, b: LiveItem): boolean {
  return !claimsLead(a, b) && !claimsLead(b, a) && !isReprintOf(a, b) && !isReprintOf(b, a);
}

/**
 * Makes bare headlines "listed" when the first text joins their copy, so that the text leads. The headline of a source
 * that the text reprints, or that outranks the text's source, still leads.
 */
export function listBareHeadlines(
  desk: EngineMemory,
  copy: CopyGroup,
  item: LiveItem,
): NonNullable<Verdict["standings"]> {
  const lead = leadOf(copy);
  if (lead === undefined || isBare(desk, item) || !isBare(desk, lead) || !areEqual(item, lead)) return [];
  const listed = othersOf(copy, item).filter(
    (other) => isBare(desk, other) && areEqual(item, other) && mayMove(item, [other]),
  );
  for (const member of listed) member.standing = "listed";
  return listed.map(({ id }) => ({ entryId: id, standing: "listed" }));
}

/** True when an entry is a headline with too little text to compare. */
export function isBare(desk: EngineMemory, { pack }: LiveItem): boolean {
  return sizesOf(pack).bodyWords < desk.settings.bodyTokensMin;
}

function leadOf(copy: CopyGroup): LiveItem | undefined {
  return copy.members.find(({ id }) => id === copy.leadId);
}
