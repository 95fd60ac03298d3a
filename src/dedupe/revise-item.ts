import type { DedupeItem, Membership, Verdict } from "../domain/verdict.ts";
import { isBare } from "./copy/beside-lead.ts";
import { chooseLeadAnew, othersOf, ownsText, passLead } from "./copy/choose-lead.ts";
import type { Compared } from "./copy/compared.ts";

import { type Link, linkHolds, stillTells } from "./copy/copy-link.ts";
import { compareCandidates, findCopy, ruledBeyondAgree } from "./copy/find-copy.ts";

import { mayBeOne, mergeLoneStory, mergeProved, proofsOf } from "./copy/merge-copies.ts";
import { samePage } from "./copy/same-page.ts";
import { foreignTarget, reinstate, withdrawInPlace } from "./copy/withdraw.ts";
import { type CopyGroup, isWithdrawnBySource, mayMove, membersOf, type StoryGroup } from "./copy-group.ts";
import type { EngineMemory } from "./engine-memory.ts";
import { explainCopy, explainCopyMerge, explainNotice, explainSameUrl, explainStory } from "./explain.ts";
import { indexKeys, queryKeys } from "./index/index-keys.ts";
import { membershipOf, mergeCopies, moveCopy, presentOf, removeItem, replaceItem } from "./live-groups.ts";
import type { LiveItem } from "./live-item.ts";
import { makeLive } from "./make-live.ts";
import { enterItem, joinPlace, openPlace, verdictOf } from "./place-item.ts";
import { rememberItem } from "./remember-item.ts";
import { findStory, fitStories, fitStory, mergeFitting } from "./story/find-story.ts";
import type { StoryFit } from "./story/story-fit.ts";
import { head } from "./text/pack-item.ts";
import { type Prepared, prepareItem } from "./text/prepare-item.ts";

/**
 * Decides on a revised entry. If its copy has other carriers and it still carries their text, it stays. If it does not,
 * it gets a new place, and the others keep the copy under a lead of their own, so that their text stays readable. An
 * entry that is alone in its copy may turn out to be a copy of another text. It leaves its story only when its body
 * changed and no longer fits.
 */
export function reviseItem(desk: EngineMemory, item: DedupeItem, membership: Membership): Verdict {
  const { copyId } = presentOf(desk.groups, membership);
  rememberItem(desk, { item, membership, leadEntryId: desk.groups.copies.get(copyId)?.leadId ?? item.id });
  const old = desk.groups.items.get(item.id) as LiveItem;
  const live = makeLive(desk, item);
  live.copyId = old.copyId;
  live.standing = old.standing;
  desk.index.remove(old);
  replaceItem(desk.groups, old, live);
  desk.index.add(live, indexKeys(live.pack, desk.settings));
  const prepared = prepareItem(live, desk.statistics, desk.settings, desk.scratch.prepared);
  const copy = desk.groups.copies.get(live.copyId) as CopyGroup;
  if (live.cue === "withdrawn" && old.cue !== "withdrawn") return withdrawInPlace(desk, live, old, copy);
  if (live.cue !== "withdrawn" && (live.standing === "notice" || live.standing === "struck")) reinstate(live, copy);
  const compared = compareCandidates(desk, prepared, candidatesOf(desk, prepared));
  if (live.standing === "notice" || live.standing === "struck") return reviseNotice(desk, live, compared);
  if (live.standing === "listed") return reviseListed(desk, prepared, compared, { copy, old });
  if (isAlone(copy, live)) return reviseAlone(desk, prepared, compared, copy, old);
  const link = linkHolds(desk, prepared, copy, old);
  if (link !== null) return stayIn(desk, prepared, compared, copy, { link, old });
  return moveOut(desk, prepared, compared, copy);
}

/** Decides on a revised notice, which still withdraws the same text as before. */
function reviseNotice(desk: EngineMemory, live: LiveItem, compared: readonly Compared[]): Verdict {
  const { members, withdrawnBy } = desk.groups.copies.get(live.copyId) as CopyGroup;
  const other = members.find(({ standing }) => standing !== "notice") ?? null;
  if (other === null && withdrawnBy === null) {
    const foreign = foreignTarget(live, compared);
    return verdictOf(desk, live, { reasons: foreign === null ? [] : [explainNotice("withdraws-nothing", foreign)] });
  }
  const code = withdrawnBy === live.id ? "withdraws" : "withdraws-own";
  return verdictOf(desk, live, { reasons: other === null ? [] : [explainNotice(code, other)] });
}

function isAlone(copy: CopyGroup, live: LiveItem): boolean {
  return copy.members.every((member) => member === live || member.standing !== "text");
}

/**
 * A listed entry stays listed while it is on the page of the text, shares its headline, or was put there by an editor.
 */
function reviseListed(
  desk: EngineMemory,
  prepared: Prepared,
  compared: readonly Compared[],
  { copy, old }: { readonly copy: CopyGroup; readonly old: LiveItem },
): Verdict {
  const live = prepared.item;
  const onPage = copy.members.find((member) => member.standing === "text" && samePage(member, live));
  if (onPage !== undefined) return verdictOf(desk, live, { reasons: [explainSameUrl(onPage)] });
  const link = linkHolds(desk, prepared, copy, old);
  if (link === null) return moveOut(desk, prepared, compared, copy);
  const reasons = link.compared === null ? [] : [explainCopy(desk, prepared, link.compared, link.score)];
  return verdictOf(desk, live, { reasons });
}

function candidatesOf(desk: EngineMemory, prepared: Prepared): ReturnType<EngineMemory["index"]["find"]> {
  const found = desk.index.find(prepared.item.arrivedAt, queryKeys(prepared, desk.settings));
  return found.filter((candidate) => candidate.item.id !== prepared.item.id);
}

/** Keeps an entry in the copy whose text it still carries. It may now carry another copy's text as well. */
function stayIn(
  desk: EngineMemory,
  prepared: Prepared,
  compared: readonly Compared[],
  copy: CopyGroup,
  { link, old }: { readonly link: Link; readonly old: LiveItem },
): Verdict {
  const reasons = link.compared === null ? [] : [explainCopy(desk, prepared, link.compared, link.score)];
  keepShown(desk, prepared.item, copy, link, old);
  const { fits } = findCopy(desk, prepared, elsewhere(compared, copy));
  const proofs = proofsOf(desk, fits, link.compared?.features ?? null);
  return verdictOf(desk, prepared.item, { reasons, ...mergeProved(desk, prepared.item, proofs) });
}

/**
 * Keeps the text of independent carriers visible in their copy: if its lead is now a bare headline, or shows less of
 * their text than before, another entry becomes the lead.
 */
function keepShown(desk: EngineMemory, live: LiveItem, copy: CopyGroup, link: Link, old: LiveItem): void {
  if (copy.leadId !== live.id || live.pinned || ownsText(copy, live)) return;
  const isEmptied = isBare(desk, live) && othersOf(copy, live).some((other) => !isBare(desk, other));
  if (isEmptied) live.standing = "listed";
  if (isEmptied || (link.compared !== null && !stillTells(desk, link.compared, old))) passLead(copy, live);
}

function reviseAlone(
  desk: EngineMemory,
  prepared: Prepared,
  compared: readonly Compared[],
  copy: CopyGroup,
  old: LiveItem,
): Verdict {
  const live = prepared.item;
  const story = desk.groups.stories.get(copy.storyId) as StoryGroup;
  const joined = joinOther(desk, prepared, compared, copy, story);
  if (joined !== null) return joined;
  const fits = fitStories(desk, prepared, compared);
  const own = story.copies.length === 1 ? null : fitStory(desk, prepared, story, new Map());
  if (own !== null && mustLeave(desk, own, live, old, story)) return leaveStory(desk, prepared, copy, fits);
  const reasons = own === null || own.cosine === 0 ? [] : [explainStory(desk, prepared, own)];
  const storyMerges = own === null ? mergeFitting(desk, live, copy, fits) : [];
  return verdictOf(desk, live, {
    reasons: [...reasons, ...storyMerges.flatMap((merge) => merge.reasons)],
    storyMerges,
  });
}

/**
 * Lets a lone entry that became a copy of another text join that copy; null when it may not. It joins only if its story
 * is already the other text's story, or can be merged into it. The other text's copy stays, because that text did not
 * change. There is one exception: if the entry owns the text and its own copy was announced first, the other copy is
 * merged into the entry's.
 */
function joinOther(
  desk: EngineMemory,
  prepared: Prepared,
  compared: readonly Compared[],
  copy: CopyGroup,
  story: StoryGroup,
): Verdict | null {
  const { found } = findCopy(desk, prepared, elsewhere(compared, copy));
  if (found === null || found.standing !== "text" || isWithdrawnBySource(found.copy)) return null;
  if (!mayBeOne(desk, copy, found.copy) || !mayMove(prepared.item, copy.members)) return null;
  const isElsewhere = found.copy.storyId !== story.id;
  if (isElsewhere && (story.copies.length > 1 || isTied(desk, prepared.item.id, story))) return null;
  if (isElsewhere && !ruledBeyondAgree(desk, story.id, found.copy.storyId)) return null;
  const { item } = prepared;
  const isFirst = copy.id < found.copy.id && ownsText(found.copy, item) && mayMove(item, found.copy.members);
  const [into, from] = isFirst ? [copy, found.copy] : [found.copy, copy];
  const { reasons } = found;
  // The reason of the merge is saved with all moved carriers. It names the entries whose texts merged.
  const merged = [explainCopyMerge(from, into, item)];
  const storyMerges = mergeLoneStory(desk, [copy, found.copy], item, merged);
  mergeCopies(desk.groups, from, into);
  return verdictOf(desk, prepared.item, {
    reasons,
    storyMerges,
    copyMerges: [{ from: from.id, into: into.id, reasons: merged }],
  });
}

/**
 * Whether a revised entry must leave its story. The threshold for staying is lower than the threshold for joining. A
 * new headline over the same body moves nothing.
 */
function mustLeave(desk: EngineMemory, own: StoryFit, live: LiveItem, old: LiveItem, story: StoryGroup): boolean {
  if (
    !mayMove(
      live,
      membersOf(story).filter(({ copyId }) => copyId === live.copyId),
    )
  )
    return false;
  const bodyChanged = live.pack[head.lead] !== old.pack[head.lead] && live.pack[head.lead] !== 0;
  return bodyChanged && own.score < desk.settings.keepThreshold && !isTied(desk, live.id, story);
}

/** True when an editor tied the entry to another entry of the story. */
function isTied(desk: EngineMemory, id: number, story: StoryGroup): boolean {
  return desk.constraints
    .tiedTo("story", id)
    .some((tied) => tied !== id && membershipOf(desk.groups, tied)?.storyId === story.id);
}

function leaveStory(desk: EngineMemory, prepared: Prepared, copy: CopyGroup, fits: readonly StoryFit[]): Verdict {
  const found = findStory(
    desk,
    prepared,
    fits.filter((fit) => fit.story.id !== copy.storyId),
  );
  moveCopy(desk.groups, copy, found?.story.id ?? desk.ids.story++);
  return verdictOf(desk, prepared.item, { opensStory: found === null, reasons: found?.reasons ?? [] });
}

/**
 * Moves an entry out of a copy whose text it no longer carries: into another copy, or into one of its own. It stays in
 * its story while it fits.
 */
function moveOut(desk: EngineMemory, prepared: Prepared, compared: readonly Compared[], copy: CopyGroup): Verdict {
  const live = prepared.item;
  removeEverywhere(desk, live);
  if (copy.withdrawnBy === live.id) copy.withdrawnBy = null;
  if (copy.leadId === live.id) chooseLeadAnew(copy, live);
  const leftCopy = { copyId: copy.id, leadEntryId: copy.leadId };
  const { found } = findCopy(desk, prepared, elsewhere(compared, copy));
  if (found !== null) {
    enterItem(desk, live, joinPlace(found.copy, found.reasons, found.standing));
    return { ...verdictOf(desk, live, { reasons: found.reasons }), leftCopy };
  }
  const story = desk.groups.stories.get(copy.storyId) as StoryGroup;
  const own = fitStory(desk, prepared, story, new Map());
  const stays = own.score >= desk.settings.keepThreshold || isTied(desk, live.id, story);
  const fit = stays
    ? { story, reasons: [explainStory(desk, prepared, own)] }
    : findStory(desk, prepared, fitStories(desk, prepared, compared));
  enterItem(desk, live, openPlace(desk, fit?.story ?? null));
  const told = { opensCopy: true, opensStory: fit === null, reasons: fit?.reasons ?? [] };
  return { ...verdictOf(desk, live, told), leftCopy };
}

/** The comparisons with entries of other copies. */
function elsewhere(compared: readonly Compared[], copy: CopyGroup): readonly Compared[] {
  return compared.filter(({ item }) => item.copyId !== copy.id);
}

function removeEverywhere(desk: EngineMemory, live: LiveItem): void {
  desk.index.remove(live);
  removeItem(desk.groups, live);
}
