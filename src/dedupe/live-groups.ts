import type { Membership } from "../domain/verdict.ts";
import { chooseLead, chooseLeadAnew } from "./copy/choose-lead.ts";
import { type CopyGroup, type CopyState, editorsWord, type StoryGroup } from "./copy-group.ts";
import type { LiveItem } from "./live-item.ts";

/** The copies and stories of the entries in the window. */
export interface LiveGroups {
  readonly items: Map<number, LiveItem>;
  readonly copies: Map<number, CopyGroup>;
  readonly stories: Map<number, StoryGroup>;
  /**
   * Maps the id of a group that was merged into another to the id of that other group. Ids that were read from the
   * store before a merge are replaced by the ids after it.
   */
  readonly mergedInto: { readonly copies: Map<number, number>; readonly stories: Map<number, number> };
  /** The entries that editors withdrew, and those that they pinned as lead, whether in the window or not. */
  readonly words: { readonly withdrawn: Set<number>; readonly pinned: Set<number> };
  /** The memberships of entries that have rulings and have left the window. A ruling outlives the window. */
  readonly ruledBeyond: Map<number, Membership>;
}

/**
 * How many of the newest merges are remembered. The desk reads a batch of entries before it decides on them, and one
 * batch causes far fewer merges.
 */
const mergedIntoMax = 10_000;

/** Groups of an empty window. */
export function createGroups(): LiveGroups {
  return {
    items: new Map(),
    copies: new Map(),
    stories: new Map(),
    mergedInto: { copies: new Map(), stories: new Map() },
    words: { withdrawn: new Set(), pinned: new Set() },
    ruledBeyond: new Map(),
  };
}

/**
 * Puts an entry into a copy and a story. A copy or story that is not in the window yet is created. `state`: the known
 * state of the copy; null when the copy begins with this entry.
 */
export function placeItem(groups: LiveGroups, item: LiveItem, storyId: number, state: CopyState | null): CopyGroup {
  groups.items.set(item.id, item);
  groups.ruledBeyond.delete(item.id);
  let copy = groups.copies.get(item.copyId);
  if (copy === undefined) {
    copy = {
      id: item.copyId,
      storyId,
      leadId: state?.leadId ?? item.id,
      withdrawnBy: state?.withdrawnBy ?? null,
      members: [],
    };
    groups.copies.set(copy.id, copy);
    storyOf(groups, storyId).copies.push(copy);
  }
  copy.members.push(item);
  if (groups.words.withdrawn.has(item.id)) copy.withdrawnBy = editorsWord;
  chooseLead(copy, item, state?.lead);
  return copy;
}

/** The state of a copy in the window, for an entry that joins it. */
export function stateOf(copy: CopyGroup): CopyState {
  return { leadId: copy.leadId, withdrawnBy: copy.withdrawnBy, lead: null };
}

function storyOf(groups: LiveGroups, storyId: number): StoryGroup {
  const story = groups.stories.get(storyId) ?? { id: storyId, copies: [] };
  groups.stories.set(storyId, story);
  return story;
}

/** Removes an entry from the window, together with a copy or story that becomes empty. */
export function removeItem(groups: LiveGroups, item: LiveItem): void {
  groups.items.delete(item.id);
  const copy = groups.copies.get(item.copyId);
  if (copy === undefined) return;
  drop(copy.members, item);
  if (copy.members.length === 0) removeCopy(groups, copy);
}

function removeCopy(groups: LiveGroups, copy: CopyGroup): void {
  groups.copies.delete(copy.id);
  const story = groups.stories.get(copy.storyId);
  if (story === undefined) return;
  drop(story.copies, copy);
  if (story.copies.length === 0) groups.stories.delete(story.id);
}

/** Replaces an entry by its newer state. */
export function replaceItem(groups: LiveGroups, old: LiveItem, item: LiveItem): void {
  groups.items.set(item.id, item);
  const members = groups.copies.get(old.copyId)?.members ?? [];
  members[members.indexOf(old)] = item;
}

/**
 * Moves one carrier to another copy, whose text it carries from now on. The copy that it leaves gets a new lead, or is
 * deleted if it is empty. A moved notice no longer withdraws anything.
 */
export function moveItem(groups: LiveGroups, item: LiveItem, into: CopyGroup): void {
  const from = groups.copies.get(item.copyId);
  if (from === into) return;
  if (from !== undefined) {
    drop(from.members, item);
    if (from.withdrawnBy === item.id) from.withdrawnBy = null;
    if (from.members.length === 0) removeCopy(groups, from);
    else if (from.leadId === item.id) chooseLeadAnew(from, item);
  }
  item.copyId = into.id;
  item.standing = "text";
  into.members.push(item);
  if (groups.words.withdrawn.has(item.id)) into.withdrawnBy = editorsWord;
  chooseLead(into, item);
}

/** The membership of an entry that is in the window or has rulings; null for any other entry. */
export function membershipOf(groups: LiveGroups, id: number): Membership | null {
  const item = groups.items.get(id);
  if (item === undefined) return groups.ruledBeyond.get(id) ?? null;
  const copy = groups.copies.get(item.copyId);
  return copy === undefined ? null : { copyId: copy.id, storyId: copy.storyId };
}

/** The ids of the entries of a story that have rulings and are not in the window. */
export function ruledBeyondOf(groups: LiveGroups, storyId: number): readonly number[] {
  return [...groups.ruledBeyond].filter(([, place]) => place.storyId === storyId).map(([id]) => id);
}

function moveRuledBeyond(groups: LiveGroups, where: (place: Membership) => boolean, to: Partial<Membership>): void {
  for (const [id, place] of groups.ruledBeyond) if (where(place)) groups.ruledBeyond.set(id, { ...place, ...to });
}

/** Moves a copy to another story, which may be new. */
export function moveCopy(groups: LiveGroups, copy: CopyGroup, storyId: number): void {
  if (copy.storyId === storyId) return;
  moveRuledBeyond(groups, (place) => place.copyId === copy.id, { storyId });
  const from = groups.stories.get(copy.storyId);
  if (from !== undefined) {
    drop(from.copies, copy);
    if (from.copies.length === 0) groups.stories.delete(from.id);
  }
  copy.storyId = storyId;
  storyOf(groups, storyId).copies.push(copy);
}

/** Moves all copies of one story to another story. */
export function mergeStories(groups: LiveGroups, from: StoryGroup, into: StoryGroup): void {
  for (const copy of [...from.copies]) moveCopy(groups, copy, into.id);
  moveRuledBeyond(groups, (place) => place.storyId === from.id, { storyId: into.id });
  remember(groups.mergedInto.stories, from.id, into.id);
}

/**
 * Moves all carriers of one copy to another copy and its story. The lead of that copy stays unless a new carrier
 * outranks it. If an editor withdrew either copy, the merged copy is withdrawn. The caller merges no copies that a
 * source withdrew.
 */
export function mergeCopies(groups: LiveGroups, from: CopyGroup, into: CopyGroup): void {
  removeCopy(groups, from);
  if (from.withdrawnBy === editorsWord) into.withdrawnBy = editorsWord;
  moveRuledBeyond(groups, (place) => place.copyId === from.id, { copyId: into.id, storyId: into.storyId });
  for (const member of from.members) {
    member.copyId = into.id;
    into.members.push(member);
    chooseLead(into, member);
  }
  // Sort as the store does when the window is rebuilt.
  into.members.sort((a, b) => a.arrivedAt - b.arrivedAt || a.id - b.id);
  remember(groups.mergedInto.copies, from.id, into.id);
}

/** The present ids of a membership that was read before later merges. */
export function presentOf(groups: LiveGroups, { copyId, storyId }: Membership): Membership {
  return { copyId: follow(groups.mergedInto.copies, copyId), storyId: follow(groups.mergedInto.stories, storyId) };
}

function remember(mergedInto: Map<number, number>, from: number, into: number): void {
  mergedInto.set(from, into);
  const [oldest] = mergedInto.keys();
  if (mergedInto.size > mergedIntoMax && oldest !== undefined) mergedInto.delete(oldest);
}

function follow(mergedInto: ReadonlyMap<number, number>, id: number): number {
  let present = id;
  for (let next = mergedInto.get(present); next !== undefined; next = mergedInto.get(present)) present = next;
  return present;
}

function drop<T>(list: T[], value: T): void {
  const at = list.indexOf(value);
  if (at >= 0) list.splice(at, 1);
}
