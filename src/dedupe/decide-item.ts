import type { DecidedItem } from "../domain/desk-store.ts";
import type { DedupeItem, Verdict } from "../domain/verdict.ts";
import { compareCandidates, findCopy } from "./copy/find-copy.ts";
import { exactEntries, type FoundExact, findSameText, findSameUrl } from "./copy/find-exact.ts";
import { mergeProved, type Proof, proofsOf } from "./copy/merge-copies.ts";
import type { EngineMemory } from "./engine-memory.ts";
import { queryKeys } from "./index/index-keys.ts";
import type { LiveItem } from "./live-item.ts";
import { makeLive } from "./make-live.ts";
import { enterItem, joinPlace, learnFrom, openPlace, verdictOf } from "./place-item.ts";
import { findStory, fitStories, mergeFitting } from "./story/find-story.ts";
import { prepareItem } from "./text/prepare-item.ts";

/**
 * The way of one entry: exact text, exact page, candidates, copy (vetoes, score, first entry), a page rewritten, story
 * (nearest members), merges.
 */
export function decideItem(desk: EngineMemory, item: DedupeItem, exact: readonly DecidedItem[]): Verdict {
  const known = exactEntries(desk, item, exact);
  const live = makeLive(desk, item);
  const prepared = prepareItem(live, desk.statistics, desk.settings, desk.scratch.prepared);
  const same = findSameText(desk, prepared, known) ?? findSameUrl(desk, prepared, known);
  if (same?.sameText === true) return joinExact(desk, live, same);
  const compared = compareCandidates(
    desk,
    prepared,
    desk.index.find(live.arrivedAt, queryKeys(prepared, desk.settings)),
  );
  const { found, near, fits: copies } = findCopy(desk, prepared, compared);
  if (found === null && same !== null) return joinExact(desk, live, same);
  const fits = fitStories(desk, prepared, compared);
  const story = found === null ? findStory(desk, prepared, fits) : null;
  const place = found === null ? openPlace(desk, story?.story ?? null) : joinPlace(found.copy, found.reasons);
  const copy = enterItem(desk, live, place);
  const merges = mergeFitting(desk, copy, fits);
  const proved = mergeProved(desk, live, [...proofsOf(desk, copies, found?.link ?? null), ...pageProof(desk, same)]);
  if (found === null) learnFrom(desk, live);
  return verdictOf(desk, live, {
    opensCopy: found === null,
    opensStory: found === null && story === null,
    reasons: [...place.reasons, ...(near === null ? [] : [near]), ...(story?.reasons ?? [])],
    storyMerges: [...merges, ...proved.storyMerges],
    copyMerges: proved.copyMerges,
  });
}

/** Of an entry whose text is one copy and whose page was another: the page told the text in earlier words. */
function pageProof(desk: EngineMemory, same: FoundExact | null): readonly Proof[] {
  const copy = same === null ? undefined : desk.groups.copies.get(same.copyId);
  return copy === undefined ? [] : [{ copy, near: false, page: true }];
}

function joinExact(desk: EngineMemory, live: LiveItem, same: FoundExact): Verdict {
  enterItem(desk, live, same);
  return verdictOf(desk, live, { reasons: same.reasons });
}
