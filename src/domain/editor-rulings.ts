import { WireError } from "./errors.ts";
import type { StoryDetail } from "./section.ts";
import type { EditorRuling } from "./verdict.ts";

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
    }
  /** The first story stays and keeps its id. */
  | { readonly kind: "merge"; readonly stories: readonly StoryDetail[] }
  | { readonly kind: "pin"; readonly story: StoryDetail; readonly pinned: boolean };

/** One decision is one transaction, and a transaction must be short, so a larger decision is refused. */
export const rulingsMax = 5_000;

/**
 * Turns a decision into rulings; the list is empty when everything already is as decided. A split keeps every entry
 * taken out apart from every entry that stays, so that no later entry can bring two of them together. A merge ties
 * every entry of all the stories to the lead of the first story, which also takes back older rulings between them.
 * Throws WireError usage or not-found for a decision that makes no sense.
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
  }
}

/** The second entry of a ruling is the one that moves. Here it is an entry that is taken out. */
function splitRulings({ level, story, entryIds }: Extract<EditorDecision, { kind: "split" }>): EditorRuling[] {
  const out = [...new Set(entryIds)];
  const members = new Set(story.entries.map(({ id }) => id));
  const strangers = out.filter((id) => !members.has(id));
  if (strangers.length > 0)
    throw new WireError("not-found", `Story ${story.id} has no entry ${strangers.join(", ")} (any more).`);
  const stay = story.entries.map(({ id }) => id).filter((id) => !out.includes(id));
  const [first] = out;
  if (first === undefined) throw new WireError("usage", "Name the entries to take out.");
  if (stay.length === 0)
    throw new WireError("usage", `Every entry of story ${story.id} would be taken out: leave at least one in it.`);
  return [
    ...out.flatMap((entryB) => stay.map((entryA): EditorRuling => ({ kind: "apart", level, entryA, entryB }))),
    ...out.slice(1).map((entryB): EditorRuling => ({ kind: "together", level, entryA: first, entryB })),
  ];
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
