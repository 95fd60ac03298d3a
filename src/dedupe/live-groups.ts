import type { Membership } from "../domain/verdict.ts";
import { chooseLead, chooseLeadAnew } from "./copy/choose-lead.ts";
import type { CopyGroup, CopyState, StoryGroup } from "./copy-group.ts";
import type { LiveItem } from "./live-item.ts";

/** Which entry is in which copy and story, for the entries of the window. */
export interface LiveGroups {
  readonly items: Map<number, LiveItem>;
  readonly copies: Map<number, CopyGroup>;
  readonly stories: Map<number, StoryGroup>;
  /**
   * What became of groups that were merged away: ids that were read from the store before may be older than the merge.
   */
  readonly mergedInto: { readonly copies: Map<number, number>; readonly stories: Map<number, number> };
  /** Where entries with rulings stand that the window does not hold: a ruling outlives the window. */
  readonly ruledBeyond: Map<number, Membership>;
}

/** Merges that are remembered, the newest: a batch of the desk, read before it is decided, holds far fewer. */
const mergedIntoMax = 10_000;

export function createGroups(): LiveGroups {
  return {
    items: new Map(),
    copies: new Map(),
    stories: new Map(),
    mergedInto: { copies: new Map(), stories: new Map() },
    ruledBeyond: new Map(),
  };
}

/**
 * Puts an entry into a copy of a story; opens either where it does not live. `state` is what is known of
 * the copy; null: it begins with the entry.
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
  chooseLead(copy, item, state?.lead);
  return copy;
}

/** What an entry is told of a copy of the window. */
export function stateOf(copy: CopyGroup): CopyState {
  return { leadId: copy.leadId, withdrawnBy: copy.withdrawnBy, lead: null };
}

function storyOf(groups: LiveGroups, storyId: number): StoryGroup {
  const story = groups.stories.get(storyId) ?? { id: storyId, copies: [] };
  groups.stories.set(storyId, story);
  return story;
}

/** Takes an entry out of the window; a copy or story that it leaves empty goes with it. */
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

/** Puts the newer state of an entry in the place of the older one. */
export function replaceItem(groups: LiveGroups, old: LiveItem, item: LiveItem): void {
  groups.items.set(item.id, item);
  const members = groups.copies.get(old.copyId)?.members ?? [];
  members[members.indexOf(old)] = item;
}

/**
 * Moves one carrier to another copy, whose text it carries from now on; the one it leaves gets a new lead, or goes when
 * it is empty. A notice that is moved withdraws nothing any more.
 */
export function moveItem(groups: LiveGroups, item: LiveItem, into: CopyGroup): void {
  const from = groups.copies.get(item.copyId);
  if (from === into) return;
  if (from !== undefined) {
    drop(from.members, item);
    if (from.withdrawnBy === item.id) from.withdrawnBy = null;
    if (from.members.length === 0) removeCopy(groups, from);
    else if (from.leadId === item.id) chooseLeadAnew(from);
  }
  item.copyId = into.id;
  item.standing = "text";
  into.members.push(item);
  chooseLead(into, item);
}

/** Where an entry stands that is in the window, or has rulings; null where it is neither. */
export function membershipOf(groups: LiveGroups, id: number): Membership | null {
  const item = groups.items.get(id);
  if (item === undefined) return groups.ruledBeyond.get(id) ?? null;
  const copy = groups.copies.get(item.copyId);
  return copy === undefined ? null : { copyId: copy.id, storyId: copy.storyId };
}

/** The entries with rulings beyond the window that stand in a story. */
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

export function mergeStories(groups: LiveGroups, from: StoryGroup, into: StoryGroup): void {
  for (const copy of [...from.copies]) moveCopy(groups, copy, into.id);
  moveRuledBeyond(groups, (place) => place.storyId === from.id, { storyId: into.id });
  remember(groups.mergedInto.stories, from.id, into.id);
}

/**
 * All carriers of one copy go to another, and to its story; its lead stays unless one of theirs ranks better. Copies
 * that are withdrawn do not merge: see `mayMergeCopies`.
 */
export function mergeCopies(groups: LiveGroups, from: CopyGroup, into: CopyGroup): void {
  removeCopy(groups, from);
  moveRuledBeyond(groups, (place) => place.copyId === from.id, { copyId: into.id, storyId: into.storyId });
  for (const member of from.members) {
    member.copyId = into.id;
    into.members.push(member);
    chooseLead(into, member);
  }
  // As a window that is rebuilt from the store tells them.
  into.members.sort((a, b) => a.arrivedAt - b.arrivedAt || a.id - b.id);
  remember(groups.mergedInto.copies, from.id, into.id);
}

/** Where a membership stands that was told before the latest merges. */
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
