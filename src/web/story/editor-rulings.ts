import { WireError } from "../../domain/errors.ts";
import type { StoryDetail } from "../../domain/section.ts";
import type { EditorRuling } from "../../domain/verdict.ts";

/** What an editor asks for with a button of a story's page. `other`: the story to merge in. */
export interface EditorWish {
  readonly say: "pin" | "unpin" | "merge" | "split" | "detach";
  readonly story: StoryDetail;
  readonly entryId: number | null;
  readonly other: StoryDetail | null;
}

/** The words that a wish comes down to. Throws WireError usage or not-found where it makes no sense. */
export function editorRulings({ say, story, entryId, other }: EditorWish): readonly EditorRuling[] {
  switch (say) {
    case "pin":
    case "unpin":
      return [{ kind: "pin", storyId: story.id, pinned: say === "pin" }];
    case "merge": {
      if (other === null) throw new WireError("not-found", "There is no story by that number to merge with.");
      if (other.id === story.id) throw new WireError("usage", "That is this story already.");
      return [{ kind: "together", level: "story", entryA: leadOf(story), entryB: leadOf(other) }];
    }
    case "split":
      return splitRulings(story, entryId);
    case "detach": {
      const copy = copyOf(story, entryId);
      if (copy.lead.id === entryId) throw new WireError("usage", "A text cannot be parted from its own lead.");
      return [{ kind: "apart", level: "copy", entryA: copy.lead.id, entryB: entryId ?? 0 }];
    }
  }
}

/** Apart from every other text of the story, so that none of them draws it back. */
function splitRulings(story: StoryDetail, entryId: number | null): readonly EditorRuling[] {
  const copy = copyOf(story, entryId);
  const others = story.copies.filter(({ id }) => id !== copy.id).slice(0, wordsMax);
  if (others.length === 0) throw new WireError("usage", "The story has this one text only.");
  return others.map(({ lead }) => ({ kind: "apart", level: "story", entryA: lead.id, entryB: copy.lead.id }));
}

const wordsMax = 200;

function copyOf(story: StoryDetail, entryId: number | null) {
  const entry = story.entries.find(({ id }) => id === entryId);
  const copy = story.copies.find(({ id }) => id === entry?.copyId);
  if (copy === undefined) throw new WireError("not-found", "That entry is no longer part of this story.");
  return copy;
}

function leadOf(story: StoryDetail): number {
  const lead = story.copies[0]?.lead;
  if (lead === undefined) throw new WireError("not-found", "The story has no text.");
  return lead.id;
}
