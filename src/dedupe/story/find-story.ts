import type { Reason } from "../../domain/reason.ts";
import { hourMs } from "../../domain/time.ts";
import type { StoryMerge } from "../../domain/verdict.ts";
import { comparePair } from "../copy/compare-pair.ts";
import type { Compared } from "../copy/compared.ts";
import { mayJoinStory, ruledBeyondAgree } from "../copy/find-copy.ts";
import type { PairFeatures } from "../copy/pair-features.ts";
import { isOtherSubject } from "../copy/score-copy.ts";
import { type CopyGroup, mayMove, membersOf, type StoryGroup } from "../copy-group.ts";
import type { EngineMemory } from "../engine-memory.ts";
import { explainMerge, explainStory } from "../explain.ts";
import { mergeStories } from "../live-groups.ts";
import type { LiveItem } from "../live-item.ts";
import type { DedupeSettings } from "../settings.ts";
import { pageKind } from "../text/page-kind.ts";
import { kindsOn } from "../text/page-kinds-on.ts";
import { type Prepared, prepareItem } from "../text/prepare-item.ts";
import { scoreStory } from "./score-story.ts";
import type { StoryFit } from "./story-fit.ts";

/**
 * The stories of an entry's candidates and how well the entry fits each, best first. On a tie the older story comes
 * first.
 */
export function fitStories(desk: EngineMemory, prepared: Prepared, compared: readonly Compared[]): readonly StoryFit[] {
  const known = new Map(compared.map((one) => [one.item.id, similarity(desk, one.features)]));
  const stories = new Set<StoryGroup>();
  for (const one of compared
    .filter(({ item }) => item.standing === "text")
    .sort((a, b) => b.features.cosine - a.features.cosine)) {
    const copy = desk.groups.copies.get(one.item.copyId) as CopyGroup;
    if (stories.size < desk.settings.storiesPerEntryMax)
      stories.add(desk.groups.stories.get(copy.storyId) as StoryGroup);
  }
  const fits = [...stories].map((story) => fitStory(desk, prepared, story, known));
  return fits.sort((a, b) => b.score - a.score || a.story.id - b.story.id);
}

/** How well an entry fits a story: its mean similarity to the nearest members, minus the penalty for size. */
export function fitStory(
  desk: EngineMemory,
  prepared: Prepared,
  story: StoryGroup,
  known: ReadonlyMap<number, number>,
): StoryFit {
  const { settings } = desk;
  const near: { readonly item: LiveItem; readonly cosine: number }[] = [];
  let gapMs = Number.POSITIVE_INFINITY;
  for (const copy of story.copies.slice(-settings.membersComparedMax)) {
    const member = nearestOf(copy, known);
    if (member.id === prepared.item.id) continue;
    gapMs = Math.min(gapMs, Math.abs(member.arrivedAt - prepared.item.arrivedAt));
    if (gapMs > settings.windowMs) continue;
    near.push({ item: member, cosine: known.get(member.id) ?? compareNow(desk, prepared, member) });
  }
  near.sort((a, b) => b.cosine - a.cosine || a.item.id - b.item.id);
  const nearest = near[0];
  if (nearest === undefined) return { story, score: -1, nearest: prepared.item, cosine: 0 };
  const top = near.slice(0, settings.nearestMembers);
  const mean = top.reduce((sum, one) => sum + one.cosine, 0) / top.length;
  return { story, score: mean - sizePenalty(desk, story), nearest: nearest.item, cosine: nearest.cosine };
}

/**
 * The probability that two entries report one event. It is 0 for columns, because each issue of a column reports other
 * news.
 */
function similarity(desk: EngineMemory, features: PairFeatures): number {
  const { settings } = desk;
  if (features.cosine === 0 || isColumn(features, settings)) return 0;
  return scoreStory(features, settings);
}

function compareNow(desk: EngineMemory, prepared: Prepared, other: LiveItem): number {
  return similarity(desk, comparePair(prepared, other, desk.statistics, desk.scratch.features));
}

/**
 * Whether two pages report different events although their words are alike. They are pages of two days under a
 * recurring heading, service pages or briefings of one outlet, service pages on two subjects, bare headlines of one
 * outlet that share one word, or one outlet's headings that return after half a day.
 */
function isColumn(features: PairFeatures, settings: DedupeSettings): boolean {
  if (features.otherDay && (features.kindsShared | features.kindsDiffer) & pageKind.recurring) return true;
  const equal = features.titleEqual && !features.kickersDiffer;
  if (features.sameSource && features.kindsShared & (pageKind.service | pageKind.briefing) && !equal) return true;
  if (isOtherSubject(features, settings)) return true;
  if (features.sameSource && features.headlinesOnly && features.topShare >= settings.oneWordShare && !equal)
    return true;
  const apart = features.sameSource && features.hoursApart > settings.recurringMs / hourMs;
  const orderMin = features.titleFiguresDiffer > 0 ? settings.columnFiguresOrderMin : settings.columnOrderMin;
  return apart && features.titleOrder >= orderMin;
}

/**
 * The carrier with which a copy is compared: one that was already compared with the entry, otherwise its first text.
 */
function nearestOf(copy: CopyGroup, known: ReadonlyMap<number, number>): LiveItem {
  return copy.members.find((member) => known.has(member.id)) ?? firstOf(copy);
}

/** The first text of the copy. Listed entries and notices say nothing about its story. */
function firstOf(copy: CopyGroup): LiveItem {
  return copy.members.find(({ standing }) => standing === "text") ?? (copy.members[0] as LiveItem);
}

function sizePenalty(desk: EngineMemory, story: StoryGroup): number {
  const { sizeFree } = desk.settings;
  return story.copies.length > sizeFree ? desk.settings.sizePenalty * Math.log2(story.copies.length / sizeFree) : 0;
}

/** The story that an entry joins: the best fit that reaches the threshold and that no ruling forbids; null for none. */
export function findStory(
  desk: EngineMemory,
  prepared: Prepared,
  fits: readonly StoryFit[],
): { readonly story: StoryGroup; readonly reasons: readonly Reason[] } | null {
  for (const fit of fits) {
    if (fit.score < desk.settings.storyThreshold) return null;
    if (mayJoinStory(desk, prepared.item.id, fit.story.id))
      return { story: fit.story, reasons: [explainStory(desk, prepared, fit)] };
  }
  return null;
}

/**
 * Live pages and briefings report several events, and service pages report none. Such a page may join a story, but
 * never merges two stories.
 */
const bridgelessKinds = pageKind.live | pageKind.briefing | pageKind.service;

/**
 * Merges stories that an entry shows to be one: the entry of one story fits the other, and their newest texts are
 * alike. The larger story stays, or the older one on a tie.
 */
export function mergeFitting(
  desk: EngineMemory,
  item: LiveItem,
  copy: CopyGroup,
  fits: readonly StoryFit[],
): readonly StoryMerge[] {
  const merges: StoryMerge[] = [];
  if (kindsOn(desk.statistics, item) & bridgelessKinds) return merges;
  for (const fit of fits) {
    const own = desk.groups.stories.get(copy.storyId) as StoryGroup;
    if (fit.story === own || fit.score < desk.settings.bridgeThreshold || fit.story.copies.length === 0) continue;
    const cross = crossSimilarity(desk, own, fit.story);
    if (cross < desk.settings.mergeThreshold || !mayMerge(desk, own, fit.story)) continue;
    const [into, from] = ordered(own, fit.story);
    if (!mayMove(item, membersOf(from))) continue;
    merges.push({ from: from.id, into: into.id, reasons: [explainMerge(from, into, cross)] });
    mergeStories(desk.groups, from, into);
  }
  return merges;
}

function ordered(a: StoryGroup, b: StoryGroup): readonly [StoryGroup, StoryGroup] {
  if (a.copies.length !== b.copies.length) return a.copies.length > b.copies.length ? [a, b] : [b, a];
  return a.id < b.id ? [a, b] : [b, a];
}

function mayMerge(desk: EngineMemory, a: StoryGroup, b: StoryGroup): boolean {
  if (desk.constraints.isEmpty()) return true;
  return (
    a.copies.every((copy) => copy.members.every((member) => mayJoinStory(desk, member.id, b.id))) &&
    ruledBeyondAgree(desk, a.id, b.id)
  );
}

/** The mean similarity over pairs of the newest members of two stories. */
function crossSimilarity(desk: EngineMemory, a: StoryGroup, b: StoryGroup): number {
  const { mergeMembersMax } = desk.settings;
  const left = a.copies.slice(-mergeMembersMax).map(firstOf);
  const right = b.copies.slice(-mergeMembersMax).map(firstOf);
  let sum = 0;
  for (const item of left) {
    const prepared = prepareItem(item, desk.statistics, desk.settings, desk.scratch.other);
    for (const other of right) sum += compareNow(desk, prepared, other);
  }
  return sum / (left.length * right.length);
}
