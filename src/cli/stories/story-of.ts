import { WireError } from "../../domain/errors.ts";
import type { StoryDetail } from "../../domain/section.ts";
import type { ReadStore } from "../../domain/store.ts";

/** The story with this number, or the story that it was merged into. Throws WireError not-found. */
export async function storyOf(store: Pick<ReadStore, "readStory">, id: string): Promise<StoryDetail> {
  const story = /^\d{1,15}$/.test(id) ? await store.readStory(Number(id)) : null;
  if (story === null) throw new WireError("not-found", `there is no story ${id}; "wiredesk stories" lists the newest`);
  return story;
}
