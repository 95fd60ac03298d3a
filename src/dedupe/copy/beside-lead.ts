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
 * The standing of an entry in a copy, where readers see the lead instead of it; null when it must not join. A bare
 * headline does not prove the text that another source prints under it, so it is listed beside such a text. A text does
 * not join a copy that a bare headline from the same page would lead ("Comments"). An agency's headline still leads its
 * reprints.
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
 * Whether an entry may be shown in place of what other sources carry in the copy. Its source owns their text, or none
 * of them outranks the entry and it tells the same as each of them. When a source's entry leads a copy, another entry
 * of that source may take the lead, for instance as a correction. Without this rule, that entry could change what
 * readers see in place of other sources' texts.
 */
export function mayLeadOthers(desk: EngineMemory, copy: CopyGroup, prepared: Prepared): boolean {
  const { item } = prepared;
  if (ownsText(copy, item)) return true;
  return othersOf(copy, item).every((other) => !claimsLead(other, item) && mayStandFor(desk, prepared, other));
}

/**
 * Whether one of two entries may be shown in place of the other. Between a text and its reprint, or between sources of
 * different rank, that is always allowed. Entries of equal sources must share most phrases of the shorter text: anybody
 * can print another source's headline above a text of its own. A bare headline may stand for a text, or a text for it,
 * only when both name the same agency as the author.
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
 * Makes bare headlines "listed" when the first text joins their copy, so that the text leads. A source that the text
 * reprints, or that outranks it, still leads with its headline.
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
