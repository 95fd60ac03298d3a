import type { CopyMerge, StoryMerge } from "../../domain/verdict.ts";
import { type CopyGroup, isWithdrawnBySource, mayMove, membersOf, type StoryGroup } from "../copy-group.ts";
import type { EngineMemory } from "../engine-memory.ts";
import { explainCopyMerge } from "../explain.ts";
import { mergeCopies, mergeStories, ruledBeyondOf } from "../live-groups.ts";
import type { LiveItem } from "../live-item.ts";
import { type Prepared, prepareItem } from "../text/prepare-item.ts";
import { mayLeadOthers, mayStandFor } from "./beside-lead.ts";
import { comparePair } from "./compare-pair.ts";
import { vetoConflict } from "./copy-vetoes.ts";
import { type CopyFit, isUpdate, mayJoinCopy, ruledBeyondAgree } from "./find-copy.ts";
import { createFeatures, type PairFeatures } from "./pair-features.ts";
import { isNearHeadline, isWhole, scoreCopy, thresholdFor } from "./score-copy.ts";

/** The merges that an entry caused. */
export interface MergedCopies {
  readonly copyMerges: readonly CopyMerge[];
  readonly storyMerges: readonly StoryMerge[];
}

/**
 * Another copy that an entry fits. `near`: the entry's headline is nearly equal to a headline of that copy or of the
 * entry's own copy. `page`: the copy contains an older text of the entry's page.
 */
export interface Proof {
  readonly copy: CopyGroup;
  readonly near: boolean;
  readonly page: boolean;
}

/**
 * Merges the entry's copy with other copies that the entry could also have joined, because it proves that they are one
 * text. Copies whose texts contradict each other stay apart. The older copy stays and gets all entries of the other
 * copy, so that no old news is announced again. `intoOlder` has an exception.
 */
export function mergeProved(desk: EngineMemory, live: LiveItem, proofs: readonly Proof[]): MergedCopies {
  const copyMerges: CopyMerge[] = [];
  const storyMerges: StoryMerge[] = [];
  for (const proof of proofs) {
    const own = copyOf(desk, live);
    // Skip a copy that an earlier proof has already merged into this one.
    const isGone = desk.groups.copies.get(proof.copy.id) !== proof.copy;
    if (isGone || own === proof.copy || !areOne(desk, own, proof)) continue;
    const [into, from] = intoOlder(live, own, proof.copy);
    if (!mayMove(live, from.members)) continue;
    const reasons = [explainCopyMerge(from, into, live)];
    storyMerges.push(...mergeLoneStory(desk, [from, into], live, reasons));
    copyMerges.push({ from: from.id, into: into.id, reasons });
    mergeCopies(desk.groups, from, into);
  }
  return { copyMerges, storyMerges };
}

/**
 * The other copies that an entry fits, as proofs. `link`: the comparison with a carrier of the entry's own copy; null
 * when there is none. Two texts under one headline with few common phrases may be one copy, but they prove nothing
 * about a third text.
 */
export function proofsOf(desk: EngineMemory, fits: readonly CopyFit[], link: PairFeatures | null): readonly Proof[] {
  const { settings } = desk;
  const isSure = (features: PairFeatures): boolean => !features.bodies || features.shinglesMin >= settings.phrasesMin;
  if (link === null || !isSure(link)) return [];
  const linkIsNear = isNearHeadline(link, settings);
  return fits
    .filter(({ compared, standing }) => standing === "text" && isSure(compared.features))
    .map(({ copy, compared }) => ({
      copy,
      near: linkIsNear || isNearHeadline(compared.features, settings),
      page: false,
    }));
}

/**
 * Returns the copy that stays, then the copy that is merged into it. The older copy stays, unless licensed copy would
 * then move entries that the public sees.
 */
function intoOlder(live: LiveItem, a: CopyGroup, b: CopyGroup): readonly [CopyGroup, CopyGroup] {
  const [older, newer] = a.id < b.id ? [a, b] : [b, a];
  return mayMove(live, newer.members) || !mayMove(live, older.members) ? [older, newer] : [newer, older];
}

/**
 * Merges two stories when one of them consists only of the copy. If each consists of one copy, the newer story goes
 * into the older one, which readers already know. Two stories with more copies stay separate; only the copy moves to
 * the older copy's story.
 */
export function mergeLoneStory(
  desk: EngineMemory,
  copies: readonly [CopyGroup, CopyGroup],
  live: LiveItem,
  reasons: StoryMerge["reasons"],
): readonly StoryMerge[] {
  const [left, right] = copies.map((copy) => storyOf(desk, copy)).sort(byAge) as [StoryGroup, StoryGroup];
  if (left === right) return [];
  const gone = [right, left].find((story) => story.copies.length === 1 && mayMove(live, membersOf(story)));
  if (gone === undefined) return [];
  const kept = gone === right ? left : right;
  mergeStories(desk.groups, gone, kept);
  return [{ from: gone.id, into: kept.id, reasons }];
}

function byAge(a: StoryGroup, b: StoryGroup): number {
  return a.id - b.id;
}

function copyOf(desk: EngineMemory, item: LiveItem): CopyGroup {
  return desk.groups.copies.get(item.copyId) as CopyGroup;
}

function storyOf(desk: EngineMemory, copy: CopyGroup): StoryGroup {
  return desk.groups.stories.get(copy.storyId) as StoryGroup;
}

function areOne(desk: EngineMemory, own: CopyGroup, { copy, near, page }: Proof): boolean {
  if (isWithdrawnBySource(own) || isWithdrawnBySource(copy)) return false;
  if (!mayBeOne(desk, own, copy) || hasConflict(desk, own, copy)) return false;
  if (!page && !mayShareLead(desk, own, copy)) return false;
  const [larger, smaller] = own.members.length >= copy.members.length ? [own, copy] : [copy, own];
  const features = compare(desk, leadOf(larger), smaller.members[0] as LiveItem);
  if (page || isWhole(features, desk.settings)) return true;
  const { firstItemSlack, reportCosineMin } = desk.settings;
  if (scoreCopy(features) >= thresholdFor(features, desk.settings) - firstItemSlack) return true;
  return near && own.storyId === copy.storyId && features.cosine >= reportCosineMin;
}

/** Whether the lead of each copy may be shown in place of the other copy's text. */
function mayShareLead(desk: EngineMemory, own: CopyGroup, copy: CopyGroup): boolean {
  const [a, b] = [leadOf(own), leadOf(copy)];
  if (a.sourceId !== b.sourceId) return mayStandFor(desk, prepareOther(desk, a), b);
  return mayLeadOthers(desk, copy, prepareOther(desk, a)) && mayLeadOthers(desk, own, prepareOther(desk, b));
}

/**
 * Whether no ruling forbids the merge: neither one that keeps carriers of the two copies apart, nor one that ties a
 * carrier to a story that its copy would leave.
 */
export function mayBeOne(desk: EngineMemory, own: CopyGroup, copy: CopyGroup): boolean {
  if (desk.constraints.isEmpty()) return true;
  if (!own.members.every((member) => mayJoinCopy(desk, member.id, copy))) return false;
  if (!copy.members.every((member) => mayJoinCopy(desk, member.id, own))) return false;
  if (own.storyId === copy.storyId) return true;
  const beyond = [own, copy].flatMap(({ storyId }) => ruledBeyondOf(desk.groups, storyId));
  const ids = [...own.members, ...copy.members].map(({ id }) => id).concat(beyond);
  return (
    ruledBeyondAgree(desk, own.storyId, copy.storyId) &&
    ids.every((id) => desk.constraints.tiedTo("story", id).length === 1)
  );
}

/**
 * True when two of the carriers cannot be one text: different figures or names, two pages of one outlet, or two
 * agencies.
 */
function hasConflict(desk: EngineMemory, own: CopyGroup, copy: CopyGroup): boolean {
  const { mergeMembersMax } = desk.settings;
  return own.members.slice(0, mergeMembersMax).some((a) => {
    const prepared = prepareOther(desk, a);
    return copy.members.slice(0, mergeMembersMax).some((b) => {
      const features = comparePair(prepared, b, desk.statistics, desk.scratch.features);
      return !isUpdate(a, b, features) && vetoConflict(a, b, features, desk.settings) !== null;
    });
  });
}

/**
 * The lead, or the first carrier when the lead has left the window. Merges are judged by the lead, because readers see
 * its text.
 */
function leadOf(copy: CopyGroup): LiveItem {
  return copy.members.find((member) => member.id === copy.leadId) ?? (copy.members[0] as LiveItem);
}

function prepareOther(desk: EngineMemory, item: LiveItem): Prepared {
  return prepareItem(item, desk.statistics, desk.settings, desk.scratch.other);
}

function compare(desk: EngineMemory, a: LiveItem, b: LiveItem): PairFeatures {
  return comparePair(prepareOther(desk, a), b, desk.statistics, createFeatures());
}
