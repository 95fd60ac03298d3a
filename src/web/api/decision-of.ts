import type { z } from "zod";
import { type EditorDecision, readSplit } from "../../domain/rulings/editor-rulings.ts";
import { readDecision } from "../../domain/rulings/undo-decision.ts";
import type { ReadStore } from "../../domain/store.ts";
import { found } from "../story/story-routes.tsx";
import type { decisionBody } from "./api-bodies.ts";

/** The decision that a request asks for. Throws WireError not-found when a named story does not exist. */
export async function decisionOf(
  store: Pick<ReadStore, "readStory" | "readRulingsNaming">,
  storyId: number,
  body: z.output<typeof decisionBody>,
): Promise<EditorDecision> {
  const story = found(await store.readStory(storyId));
  switch (body.action) {
    case "split":
      return readSplit(store, { level: body.level, story, entryIds: body.entries });
    case "merge": {
      const others = await Promise.all(body.with.map((id) => store.readStory(id)));
      return { kind: "merge", stories: [story, ...others.map(found)] };
    }
    case "pin":
    case "unpin":
      return { kind: "pin", story, pinned: body.action === "pin" };
    case "withdraw":
    case "restore": {
      const entries = body.entries.map((entryId) => ({ entryId, story }));
      return { kind: "withdraw", entries, withdrawn: body.action === "withdraw" };
    }
    case "lead":
    case "unlead":
      return { kind: "lead", entry: { entryId: body.entry, story }, pinned: body.action === "lead" };
    case "undo":
      return { kind: "undo", ...(await readDecision(store, story, Date.parse(body.at))) };
  }
}
