import type { CopyGroup } from "../copy-group.ts";
import type { EngineMemory } from "../engine-memory.ts";
import { membershipOf } from "../live-groups.ts";
import type { LiveItem } from "../live-item.ts";
import { sizesOf } from "../text/pack-item.ts";
import { type Prepared, prepareItem } from "../text/prepare-item.ts";
import { mayLeadOthers, mayStandFor } from "./beside-lead.ts";
import { othersOf, ownsText } from "./choose-lead.ts";
import { comparePair } from "./compare-pair.ts";
import type { Compared } from "./compared.ts";
import { vetoCopy } from "./copy-vetoes.ts";
import { isUpdate } from "./find-copy.ts";
import { createFeatures, type PairFeatures, ratio } from "./pair-features.ts";
import { isUnlike, samePage } from "./same-page.ts";
import { scoreCopy, thresholdFor } from "./score-copy.ts";

/**
 * The comparison that keeps an entry in its copy. `compared` is null when only an editor's ruling keeps the entry
 * there.
 */
export interface Link {
  readonly compared: Compared | null;
  readonly score: number;
}

/**
 * Compares a revised entry with the other carriers of its copy. Returns null when the entry no longer belongs to the
 * copy. `old`: the entry's state before the revision. An entry of the source that owns the text stays if its text still
 * matches or updates a carrier's text, or if it shares its page with a carrier. For a shared page, either all carriers
 * must be on it, or the new text must resemble the old text or the carrier's text. If the owner's entry leads the copy,
 * weaker evidence is enough, because its new words update the copy. An entry that does not own the text stays only
 * while its text still matches the text of a carrier from another source. An editor's ruling that ties the entry to the
 * copy always keeps it there.
 */
export function linkHolds(desk: EngineMemory, prepared: Prepared, copy: CopyGroup, old: LiveItem): Link | null {
  const { item } = prepared;
  const carriers = copy.members.filter(({ id, standing }) => id !== item.id && standing === "text");
  const foreign = othersOf(copy, item);
  const owns = ownsText(copy, old);
  const rewritten = comparePair(prepared, old, desk.statistics, createFeatures());
  const pageHolds = carriers.every((member) => samePage(item, member)) || !isUnlike(rewritten, desk.settings);
  let best: Link | null = null;
  for (const member of owns ? carriers : foreign) {
    const features = comparePair(prepared, member, desk.statistics, createFeatures());
    const score = scoreCopy(features);
    const isOwnPage = samePage(item, member) && (owns || features.sameSource);
    const holds =
      (isOwnPage && (pageHolds || !isUnlike(features, desk.settings))) ||
      (owns && copy.leadId === item.id && isSameReport(desk, features)) ||
      (owns && isUpdate(item, member, features)) ||
      isSameCopy(desk, item, member, features, score);
    if (holds && (best === null || score > best.score)) best = { compared: { item: member, features }, score };
  }
  if (best !== null && (owns || mayStay(desk, prepared, copy))) return best;
  const tied = desk.constraints.tiedTo("copy", item.id);
  const isTied = tied.some((id) => id !== item.id && membershipOf(desk.groups, id)?.copyId === copy.id);
  return isTied ? { compared: null, score: 1 } : null;
}

/** Whether the entry may still be shown under the copy's lead. */
function mayStay(desk: EngineMemory, prepared: Prepared, copy: CopyGroup): boolean {
  const lead = copy.members.find(({ id }) => id === copy.leadId);
  if (lead === undefined || lead.standing !== "text") return true;
  if (lead.id === prepared.item.id) return othersOf(copy, lead).some((other) => mayStandFor(desk, prepared, other));
  if (lead.sourceId === prepared.item.sourceId) return mayLeadOthers(desk, copy, prepared);
  return mayStandFor(desk, prepared, lead);
}

function isSameCopy(
  desk: EngineMemory,
  item: LiveItem,
  member: LiveItem,
  features: PairFeatures,
  score: number,
): boolean {
  const reached = score >= thresholdFor(features, desk.settings) - desk.settings.firstItemSlack;
  return reached && vetoCopy(item, member, features, desk.settings) === null;
}

/**
 * Whether a revised lead still shows the news of another source that carries the copy: nearly its headline and nearly
 * all of its text, or at least as much of both as before the revision (`old`). Otherwise another carrier becomes the
 * lead, because a revision by one source must not hide the texts of other sources.
 */
export function stillTells(desk: EngineMemory, { item: member, features }: Compared, old: LiveItem): boolean {
  const before = comparePair(
    prepareItem(old, desk.statistics, desk.settings, desk.scratch.other),
    member,
    desk.statistics,
    desk.scratch.features,
  );
  const { headlineOrderMin, wholeMin } = desk.settings;
  if (features.titleOrder < Math.min(headlineOrderMin, before.titleOrder)) return false;
  return shownOf(member, features) >= Math.min(wholeMin, shownOf(member, before));
}

/** The share of a carrier's phrases that the other entry of a comparison has. */
function shownOf(member: LiveItem, features: PairFeatures): number {
  return features.bodies ? ratio(features.shinglesShared, sizesOf(member.pack).shingles) : 0;
}

/**
 * Whether a text that was rewritten is still the same report: it must share enough of its headline or its phrases, and
 * enough of its words.
 */
function isSameReport(desk: EngineMemory, features: PairFeatures): boolean {
  return !isUnlike(features, desk.settings) && features.cosine >= desk.settings.reportCosineMin;
}
