import type { DecidedItem } from "../domain/desk-store.ts";
import type { DedupeItem, Verdict } from "../domain/verdict.ts";
import { listBareHeadlines } from "./copy/beside-lead.ts";
import { othersOf } from "./copy/choose-lead.ts";
import { comparePair } from "./copy/compare-pair.ts";
import type { Compared } from "./copy/compared.ts";
import { compareCandidates, findCopy } from "./copy/find-copy.ts";
import {
  type ExactEntry,
  entriesHaving,
  exactEntries,
  type FoundExact,
  findSameText,
  findSameUrl,
} from "./copy/find-exact.ts";
import { mergeProved, type Proof, proofsOf } from "./copy/merge-copies.ts";
import { createFeatures } from "./copy/pair-features.ts";
import { decideNotice, foreignTarget } from "./copy/withdraw.ts";
import { type CopyGroup, mayMove } from "./copy-group.ts";
import type { EngineMemory } from "./engine-memory.ts";
import { explainNotice } from "./explain.ts";
import { queryKeys } from "./index/index-keys.ts";
import type { LiveItem } from "./live-item.ts";
import { makeLive } from "./make-live.ts";
import { enterItem, joinPlace, learnFrom, openPlace, verdictOf } from "./place-item.ts";
import { findStory, fitStories, mergeFitting } from "./story/find-story.ts";
import { head } from "./text/pack-item.ts";
import { countHeading } from "./text/page-kinds-on.ts";
import { type Prepared, prepareItem } from "./text/prepare-item.ts";

/**
 * Decides on a new entry, in this order: exact text, exact page, candidates, copy (vetoes, score, first entry), a
 * rewritten page, story (nearest members), merges.
 */
export function decideItem(desk: EngineMemory, item: DedupeItem, exact: readonly DecidedItem[]): Verdict {
  const known = exactEntries(desk, item, exact);
  const live = makeLive(desk, item);
  const prepared = prepareItem(live, desk.statistics, desk.settings, desk.scratch.prepared);
  const isNotice = live.cue === "withdrawn";
  const same = isNotice ? null : (findSameText(desk, prepared, known) ?? findSameUrl(desk, prepared, known));
  if (same?.sameText === true) return joinExact(desk, live, same);
  if (!isNotice) countHeading(desk.statistics, live);
  const compared = compareCandidates(
    desk,
    prepared,
    desk.index.find(live.arrivedAt, queryKeys(prepared, desk.settings)),
  );
  if (isNotice) return noticeOf(desk, prepared, compared, known);
  const { found, near, fits: copies } = findCopy(desk, prepared, compared);
  if (found === null && same !== null) return joinExact(desk, live, same);
  const fits = fitStories(desk, prepared, compared);
  const story = found === null ? findStory(desk, prepared, fits) : null;
  const place =
    found === null ? openPlace(desk, story?.story ?? null) : joinPlace(found.copy, found.reasons, found.standing);
  const standings = found?.standing === "text" ? listBareHeadlines(desk, found.copy, live) : [];
  const copy = enterItem(desk, live, place);
  const merges = mergeFitting(desk, live, copy, fits);
  const proved = mergeProved(desk, live, [
    ...proofsOf(desk, copies, found?.link ?? null),
    ...pageProof(desk, live, same),
  ]);
  if (found === null) learnFrom(desk, live);
  return verdictOf(desk, live, {
    opensCopy: found === null,
    opensStory: found === null && story === null,
    reasons: [...place.reasons, ...(near === null ? [] : [near]), ...(story?.reasons ?? [])],
    storyMerges: [...merges, ...proved.storyMerges],
    copyMerges: proved.copyMerges,
    standings,
  });
}

/**
 * Proves two copies to be one: copy A has the entry's text, and copy B has the entry's page, so B is an earlier version
 * of the text. A source can prove this only for its own page, and only while no other source carries the earlier
 * version.
 */
function pageProof(desk: EngineMemory, live: LiveItem, same: FoundExact | null): readonly Proof[] {
  const copy = same === null ? undefined : desk.groups.copies.get(same.copyId);
  if (copy === undefined || same?.standing !== "text" || othersOf(copy, live).length > 0) return [];
  return [{ copy, near: false, page: true }];
}

function joinExact(desk: EngineMemory, live: LiveItem, same: FoundExact): Verdict {
  const copy = enterItem(desk, live, same);
  const standings = same.sameText || live.standing !== "text" ? [] : listAggregators(copy, live);
  return verdictOf(desk, live, { reasons: same.reasons, standings });
}

/** Makes the versions of aggregators "listed" when they showed a page before the text of its own source arrived. */
function listAggregators(copy: CopyGroup, live: LiveItem): NonNullable<Verdict["standings"]> {
  const listed = othersOf(copy, live).filter((one) => one.sourceKind === "aggregator" && mayMove(live, [one]));
  for (const member of listed) member.standing = "listed";
  return listed.map(({ id }) => ({ entryId: id, standing: "listed" }));
}

/**
 * Decides on a notice of withdrawal. A notice withdraws only texts of its own source. Any other notice is decided as
 * news.
 */
function noticeOf(
  desk: EngineMemory,
  prepared: Prepared,
  compared: readonly Compared[],
  known: readonly ExactEntry[],
): Verdict {
  const live = prepared.item;
  const seen = new Set(compared.map(({ item }) => item));
  const exact = [head.url1, head.text1].flatMap((at) => entriesHaving(desk, live, known, at));
  const others = [...new Set(exact.map(({ item }) => item))].filter((item) => !seen.has(item));
  const all = [
    ...compared,
    ...others.map((item) => ({ item, features: comparePair(prepared, item, desk.statistics, createFeatures()) })),
  ];
  const decided = decideNotice(desk, live, all);
  if (decided !== null) return decided;
  const story = findStory(desk, prepared, fitStories(desk, prepared, compared));
  enterItem(desk, live, { ...openPlace(desk, story?.story ?? null), standing: "notice" });
  const other = foreignTarget(live, all);
  const reasons = [...(other === null ? [] : [explainNotice("withdraws-nothing", other)]), ...(story?.reasons ?? [])];
  return verdictOf(desk, live, { opensCopy: true, opensStory: story === null, reasons });
}
