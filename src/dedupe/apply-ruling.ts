import type { DecidedItem, Regroup } from "../domain/desk-store.ts";
import type { Reason } from "../domain/reason.ts";
import type { EditorRuling } from "../domain/verdict.ts";
import { leadRankOf } from "./copy/choose-lead.ts";
import type { CopyGroup, StoryGroup } from "./copy-group.ts";
import type { EngineMemory } from "./engine-memory.ts";
import { mergeStories, moveCopy, moveItem } from "./live-groups.ts";
import type { LiveItem } from "./live-item.ts";
import { rememberItem } from "./remember-item.ts";

type PairRuling = Exclude<EditorRuling, { kind: "pin" }>;

/**
 * Records an editor's word and carries it out on the entries that the engine knows. The answer is empty when nothing
 * had to move.
 */
export function applyRuling(desk: EngineMemory, word: EditorRuling, known: readonly DecidedItem[]): Regroup {
  if (word.kind === "pin") return { entries: [], leads: [], pins: [{ storyId: word.storyId, pinned: word.pinned }] };
  for (const decided of known) rememberItem(desk, decided);
  desk.constraints.add(word);
  const a = desk.groups.items.get(word.entryA);
  const b = desk.groups.items.get(word.entryB);
  if (a === undefined || b === undefined) return { entries: [], leads: [], pins: [] };
  const before = snapshot(desk, [a, b]);
  if (word.kind === "together") bringTogether(desk, word, a, b);
  else setApart(desk, word, a, b);
  return regroupSince(desk, before, word);
}

/** Where the entries of both stories stood. */
function snapshot(
  desk: EngineMemory,
  items: readonly LiveItem[],
): ReadonlyMap<LiveItem, { readonly copyId: number; readonly storyId: number; readonly leadId: number }> {
  const before = new Map<LiveItem, { copyId: number; storyId: number; leadId: number }>();
  for (const item of items) {
    for (const copy of storyOf(desk, item).copies) {
      for (const member of copy.members)
        before.set(member, { copyId: copy.id, storyId: copy.storyId, leadId: copy.leadId });
    }
  }
  return before;
}

function regroupSince(desk: EngineMemory, before: ReturnType<typeof snapshot>, word: PairRuling): Regroup {
  const reasons: readonly Reason[] = [reasonOf(word)];
  const entries: Regroup["entries"][number][] = [];
  const leads = new Map<number, number>();
  for (const [item, was] of before) {
    const copy = desk.groups.copies.get(item.copyId) as CopyGroup;
    if (copy.id !== was.copyId || copy.storyId !== was.storyId)
      entries.push({ entryId: item.id, copyId: copy.id, storyId: copy.storyId, reasons });
    if (copy.id !== was.copyId || copy.leadId !== was.leadId) leads.set(copy.id, copy.leadId);
  }
  return { entries, leads: [...leads].map(([copyId, leadEntryId]) => ({ copyId, leadEntryId })), pins: [] };
}

function reasonOf(word: PairRuling): Reason {
  return { code: `editor-${word.kind}`, score: null, entries: [word.entryA, word.entryB] };
}

function copyOf(desk: EngineMemory, item: LiveItem): CopyGroup {
  return desk.groups.copies.get(item.copyId) as CopyGroup;
}

function storyOf(desk: EngineMemory, item: LiveItem): StoryGroup {
  return desk.groups.stories.get(copyOf(desk, item).storyId) as StoryGroup;
}

/**
 * The second entry comes to the first: alone and with what is tied to it where others of its group must stay away, else
 * with all of its group.
 */
function bringTogether(desk: EngineMemory, word: PairRuling, a: LiveItem, b: LiveItem): void {
  const into = storyOf(desk, a);
  const from = storyOf(desk, b);
  if (into !== from) {
    if (storiesAgree(desk, into, from)) mergeStories(desk.groups, from, into);
    else isolate(desk, "story", b, into.id);
    partStrangers(desk, storyOf(desk, a), a);
  }
  if (word.level === "story" || a.copyId === b.copyId) return;
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

/** After a word that wins, whoever must not be with `kept` leaves its story. */
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

function setApart(desk: EngineMemory, word: PairRuling, a: LiveItem, b: LiveItem): void {
  if (word.level === "copy") {
    if (a.copyId === b.copyId) isolate(desk, "copy", b, copyOf(desk, b).storyId);
    return;
  }
  if (storyOf(desk, a) === storyOf(desk, b)) isolate(desk, "story", b, null);
}

/**
 * Takes an entry, with what editors tied to it, out of its group: into a copy of its own in `storyId`, or in a story of
 * its own when null. Carriers of its copy that nobody tied to it go along when the story is left and they may.
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
  const copy: CopyGroup = { id: desk.ids.copy++, storyId, leadId: first.id, leadRank: leadRankOf(first), members: [] };
  desk.groups.copies.set(copy.id, copy);
  const story = desk.groups.stories.get(storyId) ?? { id: storyId, copies: [] };
  desk.groups.stories.set(storyId, story);
  story.copies.push(copy);
  for (const member of going) moveItem(desk.groups, member, copy);
}
