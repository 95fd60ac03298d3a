import type { DecidedItem, Regroup } from "../domain/desk-store.ts";
import type { Reason } from "../domain/reason.ts";
import type { EditorRuling, PairRuling } from "../domain/verdict.ts";
import type { CopyGroup, StoryGroup } from "./copy-group.ts";
import type { EngineMemory } from "./engine-memory.ts";
import { mergeStories, moveCopy, moveItem } from "./live-groups.ts";
import type { LiveItem } from "./live-item.ts";
import { rememberItem } from "./remember-item.ts";
import { ruleEntry } from "./rule-entry.ts";

/**
 * Records the rulings of one decision, then carries them out on the entries in the window. All of them are recorded
 * first, so that no entry moves to a place that a later ruling of the same decision forbids. In the result, `entries`
 * is empty when no entry had to move.
 */
export function applyRulings(
  desk: EngineMemory,
  rulings: readonly EditorRuling[],
  known: readonly DecidedItem[],
): Regroup {
  for (const decided of known) rememberItem(desk, decided);
  const pairs = rulings.filter((ruling) => "level" in ruling);
  for (const ruling of pairs) desk.constraints.add(ruling);
  const moves: Moves = { before: new Map(), reasons: new Map() };
  for (const ruling of pairs) carryOut(desk, ruling, moves);
  const pins = rulings.flatMap((ruling) => (ruling.kind === "pin" ? [ruling] : []));
  const entryRulings = rulings.filter((ruling) => "entryId" in ruling);
  const regroup = regroupSince(desk, moves);
  const led = entryRulings.flatMap((ruling) => ruleEntry(desk.groups, ruling) ?? []);
  return {
    ...regroup,
    leads: [...regroup.leads, ...led],
    pins: pins.map(({ storyId, pinned }) => ({ storyId, pinned })),
    ...(entryRulings.length === 0 ? {} : { entryRulings }),
  };
}

/**
 * `before`: the places, before the decision, of all entries in the stories that the rulings concern. `reasons`: why
 * moved entries moved.
 */
interface Moves {
  readonly before: Map<LiveItem, Place>;
  readonly reasons: Map<LiveItem, Reason>;
}

interface Place {
  readonly copyId: number;
  readonly storyId: number;
  readonly leadId: number;
}

function carryOut(desk: EngineMemory, ruling: PairRuling, moves: Moves): void {
  const a = desk.groups.items.get(ruling.entryA);
  const b = desk.groups.items.get(ruling.entryB);
  if (a === undefined || b === undefined || !desk.constraints.holds(ruling) || isAsRuled(desk, ruling, a, b)) return;
  const before = snapshot(desk, [a, b]);
  if (ruling.kind === "together") bringTogether(desk, ruling, a, b);
  else setApart(desk, ruling, a, b);
  for (const [item, was] of before) {
    if (!moves.before.has(item)) moves.before.set(item, was);
    if (hasMoved(desk, item, was)) moves.reasons.set(item, reasonOf(ruling));
  }
}

/**
 * Whether the entries already fulfil the ruling. After the first ruling of a split has been carried out, the entries
 * usually fulfil the split's other rulings too.
 */
function isAsRuled(desk: EngineMemory, { kind, level }: PairRuling, a: LiveItem, b: LiveItem): boolean {
  const isOneGroup = level === "copy" ? a.copyId === b.copyId : storyOf(desk, a) === storyOf(desk, b);
  if (kind === "apart") return !isOneGroup;
  return isOneGroup && !hasStranger(desk, level, a);
}

/** True when the group of `item` contains an entry that a ruling keeps apart from it. */
function hasStranger(desk: EngineMemory, level: "copy" | "story", item: LiveItem): boolean {
  const apart = desk.constraints.apartFrom(level, item.id);
  if (apart.size === 0) return false;
  const copies = level === "copy" ? [copyOf(desk, item)] : storyOf(desk, item).copies;
  return copies.some((copy) => copy.members.some((member) => apart.has(member.id)));
}

/** The present places of all entries in the stories of `items`. */
function snapshot(desk: EngineMemory, items: readonly LiveItem[]): ReadonlyMap<LiveItem, Place> {
  const places = new Map<LiveItem, Place>();
  for (const story of new Set(items.map((item) => storyOf(desk, item)))) {
    for (const copy of story.copies) {
      const place = { copyId: copy.id, storyId: copy.storyId, leadId: copy.leadId };
      for (const member of copy.members) places.set(member, place);
    }
  }
  return places;
}

function hasMoved(desk: EngineMemory, item: LiveItem, was: Place): boolean {
  const copy = copyOf(desk, item);
  return copy.id !== was.copyId || copy.storyId !== was.storyId;
}

function regroupSince(desk: EngineMemory, { before, reasons }: Moves): Omit<Regroup, "pins"> {
  const entries: Regroup["entries"][number][] = [];
  const leads = new Map<number, number>();
  for (const [item, was] of before) {
    const copy = copyOf(desk, item);
    const reason = reasons.get(item);
    if (hasMoved(desk, item, was) && reason !== undefined)
      entries.push({ entryId: item.id, copyId: copy.id, storyId: copy.storyId, reasons: [reason] });
    if (copy.id !== was.copyId || copy.leadId !== was.leadId) leads.set(copy.id, copy.leadId);
  }
  return { entries, leads: [...leads].map(([copyId, leadEntryId]) => ({ copyId, leadEntryId })) };
}

function reasonOf(ruling: PairRuling): Reason {
  return { code: `editor-${ruling.kind}`, score: null, entries: [ruling.entryA, ruling.entryB] };
}

function copyOf(desk: EngineMemory, item: LiveItem): CopyGroup {
  return desk.groups.copies.get(item.copyId) as CopyGroup;
}

function storyOf(desk: EngineMemory, item: LiveItem): StoryGroup {
  return desk.groups.stories.get(copyOf(desk, item).storyId) as StoryGroup;
}

/**
 * Brings the second entry to the first. The whole story of the second entry comes along, unless a ruling keeps one of
 * its entries apart; then only the entry, its copy and the entries tied to it move. A ruling at the level of copies
 * also moves the second entry to the first entry's copy, with the entries that other rulings of this level tie to it.
 */
function bringTogether(desk: EngineMemory, ruling: PairRuling, a: LiveItem, b: LiveItem): void {
  const into = storyOf(desk, a);
  const from = storyOf(desk, b);
  if (into !== from) {
    if (storiesAgree(desk, into, from)) mergeStories(desk.groups, from, into);
    else isolate(desk, "story", b, into.id);
    partStrangers(desk, storyOf(desk, a), a);
  }
  if (ruling.level === "story" || a.copyId === b.copyId) return;
  for (const member of desk.constraints.tiedTo("copy", b.id)) {
    const item = desk.groups.items.get(member);
    if (item !== undefined) moveItem(desk.groups, item, copyOf(desk, a));
  }
  expelFromCopy(desk, copyOf(desk, a), a);
}

function storiesAgree(desk: EngineMemory, a: StoryGroup, b: StoryGroup): boolean {
  const others = new Set(b.copies.flatMap((copy) => copy.members.map((member) => member.id)));
  return a.copies.every((copy) =>
    copy.members.every((member) => ![...desk.constraints.apartFrom("story", member.id)].some((id) => others.has(id))),
  );
}

/** The newest ruling overrides earlier groupings: every entry that must not be with `kept` leaves the story. */
function partStrangers(desk: EngineMemory, story: StoryGroup, kept: LiveItem): void {
  const apart = desk.constraints.apartFrom("story", kept.id);
  for (const copy of [...story.copies]) {
    for (const member of [...copy.members]) if (apart.has(member.id)) isolate(desk, "story", member, null);
  }
}

function expelFromCopy(desk: EngineMemory, copy: CopyGroup, kept: LiveItem): void {
  const apart = desk.constraints.apartFrom("copy", kept.id);
  for (const member of [...copy.members]) if (apart.has(member.id)) isolate(desk, "copy", member, copy.storyId);
}

function setApart(desk: EngineMemory, ruling: PairRuling, a: LiveItem, b: LiveItem): void {
  if (ruling.level === "copy") {
    if (a.copyId === b.copyId) isolate(desk, "copy", b, copyOf(desk, b).storyId);
    return;
  }
  if (storyOf(desk, a) === storyOf(desk, b)) isolate(desk, "story", b, null);
}

/**
 * Takes an entry out of its group, together with the entries that editors tied to it. They go to a copy of their own in
 * `storyId`, or in a new story when `storyId` is null. When `level` is "story", the other entries of the entry's copy
 * move too, except those that a ruling keeps apart from it.
 */
function isolate(desk: EngineMemory, level: "copy" | "story", item: LiveItem, storyId: number | null): void {
  const target = storyId ?? desk.ids.story++;
  const company = desk.constraints.tiedTo(level, item.id).flatMap((id) => desk.groups.items.get(id) ?? []);
  const apart = desk.constraints.apartFrom("copy", item.id);
  const moved = new Set(company);
  if (level === "story") for (const member of copyOf(desk, item).members) if (!apart.has(member.id)) moved.add(member);
  for (const copy of new Set([...moved].map((member) => copyOf(desk, member)))) {
    const going = copy.members.filter((member) => moved.has(member));
    if (going.length === copy.members.length && level === "story") moveCopy(desk.groups, copy, target);
    else openCopyFor(desk, going, target);
  }
}

function openCopyFor(desk: EngineMemory, going: readonly LiveItem[], storyId: number): void {
  const first = going[0] as LiveItem;
  const copy: CopyGroup = { id: desk.ids.copy++, storyId, leadId: first.id, withdrawnBy: null, members: [] };
  desk.groups.copies.set(copy.id, copy);
  const story = desk.groups.stories.get(storyId) ?? { id: storyId, copies: [] };
  desk.groups.stories.set(storyId, story);
  story.copies.push(copy);
  for (const member of going) moveItem(desk.groups, member, copy);
}
