import type { CarrierStanding } from "../../domain/copies/carrier-standing.ts";
import { credits } from "../../domain/copies/outranks.ts";
import type { Reason } from "../../domain/reason.ts";
import type { Instant } from "../../domain/time.ts";
import type { Membership } from "../../domain/verdict.ts";
import type { CopyGroup } from "../copy-group.ts";
import type { EngineMemory } from "../engine-memory.ts";
import { explainCopy, explainUpdate, explainVeto } from "../explain.ts";
import type { Candidate } from "../index/candidate-index.ts";
import { membershipOf, ruledBeyondOf } from "../live-groups.ts";
import type { LiveItem } from "../live-item.ts";
import { sizesOf } from "../text/pack-item.ts";
import type { Prepared } from "../text/prepare-item.ts";
import { besideLead } from "./beside-lead.ts";
import { isOpenTo, isReprintOf, ownsText } from "./choose-lead.ts";
import { comparePair } from "./compare-pair.ts";
import type { Compared } from "./compared.ts";
import { vetoCopy } from "./copy-vetoes.ts";
import { createFeatures, type PairFeatures } from "./pair-features.ts";
import { samePage } from "./same-page.ts";
import { isWhole, scoreCopy, thresholdFor } from "./score-copy.ts";
import type { Veto } from "./veto.ts";
import { vetoTemplate } from "./veto-template.ts";

/** The copy that an entry joins. */
export interface FoundCopy {
  readonly copy: CopyGroup;
  /** The comparison with the most similar carrier. */
  readonly link: PairFeatures;
  readonly reasons: readonly Reason[];
  readonly standing: CarrierStanding;
}

/** A copy that an entry may join, with the carrier that is most similar to the entry. */
export interface CopyFit {
  readonly copy: CopyGroup;
  readonly compared: Compared;
  readonly score: number;
  /** True when one of the two is an update of the other (see `isUpdate`). */
  readonly update: boolean;
  readonly standing: CarrierStanding;
}

/**
 * Compares an entry with each of its candidates once. All later steps of the decision read the result, which is valid
 * until the next decision.
 */
export function compareCandidates(
  desk: EngineMemory,
  prepared: Prepared,
  candidates: readonly Candidate[],
): readonly Compared[] {
  const pool = desk.scratch.candidates;
  while (pool.length < candidates.length) pool.push(createFeatures());
  return candidates.map(({ item }, at) => ({
    item,
    features: comparePair(prepared, item, desk.statistics, pool[at] as PairFeatures),
  }));
}

/**
 * Finds the copy that an entry joins by its text: the copy of the best candidate. A candidate counts if it reaches the
 * threshold, no veto or ruling excludes it, and the first entry of its copy also fits. `near`: the best candidate that
 * only a veto excluded. `fits`: every copy that the entry may join.
 */
export function findCopy(
  desk: EngineMemory,
  prepared: Prepared,
  compared: readonly Compared[],
): { readonly found: FoundCopy | null; readonly near: Reason | null; readonly fits: readonly CopyFit[] } {
  const fits = new Map<CopyGroup, CopyFit>();
  let near: { readonly compared: Compared; readonly score: number; readonly veto: Veto } | null = null;
  for (const one of compared) {
    if (!countsAsText(one.item)) continue;
    const score = scoreCopy(one.features);
    const update = isUpdate(prepared.item, one.item, one.features);
    const reached = score >= thresholdFor(one.features, desk.settings);
    if (!reached && !update) continue;
    const veto = vetoCopy(prepared.item, one.item, one.features, desk.settings);
    if (veto !== null && !update) {
      if (near === null || score > near.score) near = { compared: one, score, veto };
      continue;
    }
    const copy = desk.groups.copies.get(one.item.copyId) as CopyGroup;
    if (!leads({ score, compared: one }, fits.get(copy))) continue;
    const standing = standingIn(desk, prepared, one.item, { update, same: reached && veto === null });
    if (standing !== null) fits.set(copy, { copy, compared: one, score, update, standing });
  }
  const best = [...fits.values()].reduce<CopyFit | null>((first, fit) => (leads(fit, first) ? fit : first), null);
  if (best === null) return { found: null, near: near === null ? null : tellVeto(near), fits: [] };
  const explain = best.update ? explainUpdate : explainCopy;
  const reasons = [explain(desk, prepared, best.compared, best.score)];
  const found = { copy: best.copy, link: best.compared.features, reasons, standing: best.standing };
  return { found, near: null, fits: [...fits.values()] };
}

function tellVeto({ compared, veto, score }: { compared: Compared; veto: Veto; score: number }): Reason {
  return explainVeto(compared.item, veto, score);
}

/**
 * Whether a fit ranks before another. Shared phrases count in addition to the score, so that they count for more than a
 * shared headline. On a tie the earlier candidate stays.
 */
function leads(fit: Pick<CopyFit, "score" | "compared">, other: CopyFit | null | undefined): boolean {
  return other === null || other === undefined || rankOf(fit) > rankOf(other);
}

function rankOf({ score, compared }: Pick<CopyFit, "score" | "compared">): number {
  return score + compared.features.shinglesMin / 2;
}

const updateCues = new Set(["update", "correction", "refile", "withdrawn"]);

/**
 * Whether one entry is an update, correction or withdrawal of the other by the same source or agency. Figures may
 * change, but most of the headline must stay, or parts of both the headline and the text.
 */
export function isUpdate(item: LiveItem, other: LiveItem, features: PairFeatures): boolean {
  const cued = (item.cue !== null && updateCues.has(item.cue)) || (other.cue !== null && updateCues.has(other.cue));
  if (!cued || !(features.sameSource || features.sameCredit) || features.hoursApart > updateHoursMax) return false;
  if (features.titleOrder >= 0.75) return !features.bodies || features.shinglesMin >= 0.1;
  return features.titleOrder >= 0.4 && features.bodies && features.shinglesMin >= 0.4;
}

const updateHoursMax = 24;

/** Whether an entry has the text of its copy, so that a later entry with the same text may join that copy. */
function countsAsText({ standing }: LiveItem): boolean {
  return standing === "text" || standing === "struck";
}

/**
 * The standing that the entry would have in the candidate's copy; null when it may not join. It may not join when a
 * ruling or a withdrawal forbids it, or when it resembles the candidate but not the copy's first entry. `same`: by
 * score and vetoes, the two are one text. An update with different text by the candidate's source joins as text if the
 * source owns the copy's text, and is listed otherwise. An update by another source is listed if it credits the lead,
 * and is news of its own otherwise.
 */
function standingIn(
  desk: EngineMemory,
  prepared: Prepared,
  candidate: LiveItem,
  { update, same }: { readonly update: boolean; readonly same: boolean },
): CarrierStanding | null {
  const { item } = prepared;
  const copy = desk.groups.copies.get(candidate.copyId) as CopyGroup;
  if (!isOpenTo(copy, item) || !mayJoinCopy(desk, item.id, copy) || hasTemplate(desk, prepared, copy)) return null;
  if (same && fitsFirsts(desk, prepared, copy, candidate)) return besideLead(desk, copy, prepared);
  if (!update || copy.withdrawnBy !== null) return null;
  if (candidate.sourceId === item.sourceId) return ownsText(copy, item) ? "text" : "listed";
  const lead = copy.members.find(({ id }) => id === copy.leadId);
  return lead !== undefined && credits(item, lead) ? "listed" : null;
}

function fitsFirsts(desk: EngineMemory, prepared: Prepared, copy: CopyGroup, candidate: LiveItem): boolean {
  const firsts = firstTexts(copy);
  if (firsts.includes(candidate) || isLaterState(copy, candidate, prepared.item)) return true;
  return firsts.some((first) => fitsFirst(desk, prepared, first)) || fitsMost(desk, prepared, copy);
}

/**
 * Whether the entry fits more than half of at least three carriers. It then need not fit the first entry. After a merge
 * of two copies, the first entry of the older copy represents the text no better than that of the newer copy.
 */
function fitsMost(desk: EngineMemory, prepared: Prepared, copy: CopyGroup): boolean {
  const members = copy.members.filter(countsAsText).slice(0, desk.settings.mergeMembersMax);
  if (members.length < 3) return false;
  return members.filter((member) => fitsFirst(desk, prepared, member)).length * 2 > members.length;
}

/** The first carrier of the copy. If that carrier has only a headline, the first carrier with a text is added. */
function firstTexts(copy: CopyGroup): readonly LiveItem[] {
  const members = copy.members.filter(countsAsText);
  const first = members[0] ?? (copy.members[0] as LiveItem);
  if (sizesOf(first.pack).shingles > 0) return [first];
  return [first, ...members.filter((member) => sizesOf(member.pack).shingles > 0).slice(0, 1)];
}

/**
 * Whether the candidate is a later version of a page in the copy, and `item` reprints that version. Such a reprint
 * carries the copy. A text that is no reprint gets its own copy, because the copy shows the earlier version.
 */
function isLaterState(copy: CopyGroup, candidate: LiveItem, item: LiveItem): boolean {
  const earlier = copy.members.find((member) => samePage(member, candidate));
  if (earlier === undefined || earlier === candidate || earlier.sourceId !== candidate.sourceId) return false;
  return isReprintOf(item, candidate);
}

/**
 * True when the copy contains a text of the same outlet under the same headline on another page. Otherwise a reprint of
 * one text could make another text of the same template join that copy.
 */
export function hasTemplate(desk: EngineMemory, prepared: Prepared, copy: CopyGroup): boolean {
  const { item } = prepared;
  return copy.members.some((member) => {
    if (member.sourceId !== item.sourceId || member.id === item.id || samePage(item, member)) return false;
    const features = comparePair(prepared, member, desk.statistics, createFeatures());
    if (!features.titleEqual || isUpdate(item, member, features)) return false;
    return vetoTemplate(item, member, features, desk.settings) !== null;
  });
}

function fitsFirst(desk: EngineMemory, prepared: Prepared, first: LiveItem): boolean {
  if (!inWindow(desk, prepared.item.arrivedAt, first)) return true;
  const features = comparePair(prepared, first, desk.statistics, desk.scratch.features);
  if (isWhole(features, desk.settings)) return true;
  const fits = scoreCopy(features) >= thresholdFor(features, desk.settings) - desk.settings.firstItemSlack;
  return fits && vetoCopy(prepared.item, first, features, desk.settings) === null;
}

function inWindow(desk: EngineMemory, at: Instant, item: LiveItem): boolean {
  return Math.abs(item.arrivedAt - at) <= desk.settings.windowMs;
}

/** False when an editor keeps the entry apart from a carrier of the copy, or from the copy's story. */
export function mayJoinCopy(desk: EngineMemory, id: number, copy: CopyGroup): boolean {
  if (desk.constraints.isEmpty()) return true;
  const apart = desk.constraints.apartFrom("copy", id);
  return !holdsAny(desk, apart, "copyId", copy.id) && mayJoinStory(desk, id, copy.storyId);
}

/** False when an editor keeps the entry apart from an entry of the story. */
export function mayJoinStory(desk: EngineMemory, id: number, storyId: number): boolean {
  if (desk.constraints.isEmpty()) return true;
  return !holdsAny(desk, desk.constraints.apartFrom("story", id), "storyId", storyId);
}

/** True when one of the entries `ids`, in the window or not, is in the group. */
function holdsAny(desk: EngineMemory, ids: ReadonlySet<number>, level: keyof Membership, group: number): boolean {
  for (const id of ids) if (membershipOf(desk.groups, id)?.[level] === group) return true;
  return false;
}

/** False when a ruling keeps an entry that has left the window in one of the two stories apart from the other story. */
export function ruledBeyondAgree(desk: EngineMemory, a: number, b: number): boolean {
  if (desk.groups.ruledBeyond.size === 0) return true;
  return [
    [a, b],
    [b, a],
  ].every(([own = a, other = b]) => ruledBeyondOf(desk.groups, own).every((id) => mayJoinStory(desk, id, other)));
}
