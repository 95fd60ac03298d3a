import { WireError } from "../errors.ts";
import type { StoryDetail } from "../section.ts";
import type { ReadStore } from "../store.ts";
import type { EditorRuling, RecordedRuling } from "../verdict.ts";
import { partedRulings } from "./parted-rulings.ts";
import { type TakenBack, undoRulings } from "./undo-decision.ts";

/**
 * The decisions that an editor can make about stories. They mean the same on pages, in the API and on the command line.
 */
export type EditorDecision =
  /** `entryIds` leave the story together, or leave their copies when `level` is "copy". */
  | {
      readonly kind: "split";
      readonly level: "copy" | "story";
      readonly story: StoryDetail;
      readonly entryIds: readonly number[];
      /** The earlier rulings on these entries (`ReadStore.readRulingsNaming`). */
      readonly ruled: readonly RecordedRuling[];
    }
  /** The first story stays and keeps its id. */
  | { readonly kind: "merge"; readonly stories: readonly StoryDetail[] }
  | { readonly kind: "pin"; readonly story: StoryDetail; readonly pinned: boolean }
  /** Withdraws or restores the texts of these entries for all their carriers. Each entry comes with its story. */
  | { readonly kind: "withdraw"; readonly entries: readonly EntryInStory[]; readonly withdrawn: boolean }
  | { readonly kind: "lead"; readonly entry: EntryInStory; readonly pinned: boolean }
  /** Takes back a split or a merge. */
  | ({ readonly kind: "undo" } & TakenBack);

export interface EntryInStory {
  readonly entryId: number;
  readonly story: StoryDetail;
}

/** A split, with the earlier rulings on its entries. */
export async function readSplit(
  store: Pick<ReadStore, "readRulingsNaming">,
  split: Omit<Extract<EditorDecision, { kind: "split" }>, "kind" | "ruled">,
): Promise<EditorDecision> {
  return { kind: "split", ...split, ruled: await store.readRulingsNaming(split.entryIds) };
}

/**
 * An entry with its story. Throws WireError not-found when there is no such entry, or the desk has not decided on it.
 */
export async function readEntryInStory(
  store: Pick<ReadStore, "readEntry" | "readStory">,
  entryId: number,
): Promise<EntryInStory> {
  const storyId = (await store.readEntry(entryId))?.storyId ?? null;
  const story = storyId === null ? null : await store.readStory(storyId);
  if (story === null) throw new WireError("not-found", `There is no entry ${entryId} in any story.`);
  return { entryId, story };
}

/** One decision is one transaction, and a transaction must be short, so a larger decision is refused. */
export const rulingsMax = 5_000;

/**
 * Turns a decision into rulings. The list is empty when the decision changes nothing. A split keeps every entry taken
 * out apart from every entry that stays, so that no later entry can bring two of them together. A merge ties every
 * entry of all the stories to the lead of the first story, which also takes back older rulings between them. Throws
 * WireError usage, not-found or conflict for a decision that cannot be carried out.
 */
export function editorRulings(decision: EditorDecision): readonly EditorRuling[] {
  const rulings = rulingsOf(decision);
  if (rulings.length <= rulingsMax) return rulings;
  throw new WireError(
    "usage",
    `This decision needs ${rulings.length} rulings on pairs of entries; the limit is ${rulingsMax}.`,
  );
}

function rulingsOf(decision: EditorDecision): readonly EditorRuling[] {
  switch (decision.kind) {
    case "split":
      return splitRulings(decision);
    case "merge":
      return mergeRulings(decision.stories);
    case "pin": {
      const { story, pinned } = decision;
      return story.pinned === pinned ? [] : [{ kind: "pin", storyId: story.id, pinned }];
    }
    case "withdraw":
      return withdrawRulings(decision.entries, decision.withdrawn);
    case "lead":
      return leadRulings(decision.entry, decision.pinned);
    case "undo":
      return undoRulings(decision);
  }
}

/** An entry that was taken out of the story before may be named again; if nothing changes, the list is empty. */
function splitRulings(split: Extract<EditorDecision, { kind: "split" }>): readonly EditorRuling[] {
  const { level, story, entryIds, ruled } = split;
  const out = [...new Set(entryIds)];
  const copyOf = new Map(story.entries.map(({ id, copyId }) => [id, copyId]));
  const stay = [...copyOf.keys()].filter((id) => !out.includes(id));
  const apart = pairsApart(ruled, level);
  const isApart = (id: number, other: number) => apart.has(pairOf(id, other));
  const strangers = out.filter((id) => !copyOf.has(id) && !stay.some((other) => isApart(id, other)));
  if (strangers.length > 0)
    throw new WireError("not-found", `Story ${story.id} has no entry ${strangers.join(", ")} (any more).`);
  const isOut = (id: number, other: number) =>
    !copyOf.has(id) || (level === "copy" && copyOf.get(id) !== copyOf.get(other));
  if (out.length > 0 && stay.length > 0 && out.every((id) => stay.every((one) => isOut(id, one) && isApart(id, one))))
    return [];
  if (out.length === 0) throw new WireError("usage", "Name the entries to take out.");
  if (stay.length === 0)
    throw new WireError("usage", `Every entry of story ${story.id} would be taken out: leave at least one in it.`);
  return partedRulings(level, out, stay);
}

/**
 * Makes a ruling for each entry of a text. If the copy is split later, the text therefore stays withdrawn in every
 * part, and restoring it works in every part.
 */
function withdrawRulings(entries: readonly EntryInStory[], withdrawn: boolean): EditorRuling[] {
  if (entries.length === 0) throw new WireError("usage", "Name the entries whose texts to withdraw or restore.");
  const named = entries.flatMap(({ entryId, story }) => {
    const carriers = carriersOf(story, entryId);
    const copyId = story.entries.find(({ id }) => id === entryId)?.copyId;
    const by = story.copies.find((copy) => copy.copyId === copyId)?.withdrawnBy ?? null;
    return (withdrawn ? by === "editors" : by === null) ? [] : carriers;
  });
  return [...new Set(named)].map((entryId) => ({ kind: "withdraw", entryId, withdrawn }));
}

/** If several entries of one copy are pinned, the last pin counts. The other pins are removed. */
function leadRulings({ entryId, story }: EntryInStory, pinned: boolean): EditorRuling[] {
  const carriers = new Set(carriersOf(story, entryId));
  const entry = story.entries.find(({ id }) => id === entryId);
  if (pinned && (entry?.standing === "struck" || entry?.standing === "notice"))
    throw new WireError("conflict", `Entry ${entryId} cannot lead: its source has withdrawn the text.`);
  const others = story.entries.filter(({ id, isPinnedLead }) => carriers.has(id) && id !== entryId && isPinnedLead);
  if (!pinned) return entry?.isPinnedLead === true ? [{ kind: "lead", entryId, pinned }] : [];
  if (entry?.isPinnedLead === true && others.length === 0) return [];
  return [
    ...others.map(({ id }): EditorRuling => ({ kind: "lead", entryId: id, pinned: false })),
    { kind: "lead", entryId, pinned },
  ];
}

/** The pairs whose newest ruling at this level keeps them apart. */
function pairsApart(ruled: readonly RecordedRuling[], level: "copy" | "story"): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const { ruling } of ruled) {
    if ((ruling.kind !== "together" && ruling.kind !== "apart") || ruling.level !== level) continue;
    const pair = pairOf(ruling.entryA, ruling.entryB);
    if (ruling.kind === "apart") pairs.add(pair);
    else pairs.delete(pair);
  }
  return pairs;
}

function pairOf(a: number, b: number): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

function mergeRulings(stories: readonly StoryDetail[]): EditorRuling[] {
  const [first, ...others] = [...new Map(stories.map((story) => [story.id, story])).values()];
  if (first === undefined || stories.length < 2) throw new WireError("usage", "Name two or more stories to merge.");
  if (others.length === 0) return [];
  const lead = first.copies[0]?.lead.id;
  if (lead === undefined) throw new WireError("not-found", `Story ${first.id} has no text.`);
  const entries = [first, ...others].flatMap((story) => story.entries.map(({ id }) => id));
  return entries
    .filter((id) => id !== lead)
    .map((entryB): EditorRuling => ({ kind: "together", level: "story", entryA: lead, entryB }));
}

/** Every entry of the copy that `entryId` belongs to, because a text leaves a story together with all its carriers. */
export function carriersOf(story: StoryDetail, entryId: number): readonly number[] {
  const copyId = story.entries.find(({ id }) => id === entryId)?.copyId;
  if (copyId === undefined) throw new WireError("not-found", `Story ${story.id} has no entry ${entryId} (any more).`);
  return story.entries.filter((entry) => entry.copyId === copyId).map(({ id }) => id);
}
