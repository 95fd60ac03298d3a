import { Router } from "express";
import { z } from "zod";
import { WireError } from "../../domain/errors.ts";
import {
  carriersOf,
  type EditorDecision,
  editorRulings,
  readEntryInStory,
  readSplit,
} from "../../domain/rulings/editor-rulings.ts";
import { readDecision } from "../../domain/rulings/undo-decision.ts";
import type { StoryDetail } from "../../domain/section.ts";
import type { ReadStore } from "../../domain/store.ts";
import { parseForm, readForm } from "../page/read-form.ts";
import { editorOnly, sessionOf } from "../sign-in/editor-only.ts";
import type { Sessions } from "../sign-in/sessions.ts";
import type { DeskDeps } from "../web-deps.ts";
import { found, idOf } from "./story-routes.tsx";

/**
 * `POST /stories/:id/rulings`: split, merge, pin, withdraw, lead, undo. The answer redirects to the story. It is sent
 * when the decision has taken effect. If that takes longer than ten seconds, the answer is 202.
 */
export function createEditorRoutes(deps: DeskDeps, sessions: Sessions): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const { editorStore: store = deps.store } = deps;
  router.post("/stories/:id/rulings", readForm, editorOnly(deps, sessions), async (request, response) => {
    const form = parseForm(decisionForm, request.body);
    const seen = await store.readCommandMark("desk");
    const story = found(await store.readStory(idOf(request)));
    const rulings = editorRulings(await decisionOf(store, form, story));
    const by = sessionOf(request, sessions)?.name ?? "editor";
    if (rulings.length > 0) await deps.commands.run({ kind: "recordRulings", rulings, by }, seen);
    deps.log.info({ by, story: story.id, ...form, rulings: rulings.length }, "editor's decision");
    response.setHeader("Cache-Control", "no-store");
    response.redirect(303, form.entry === undefined ? `/stories/${story.id}` : `/entries/${form.entry}`);
  });
  return router;
}

const decisionForm = z.object({
  decision: z.enum(["pin", "unpin", "merge", "split", "detach", "withdraw", "restore", "lead", "unlead", "undo"]),
  /** The time of the decision to take back. */
  at: z.coerce.number().int().positive().optional(),
  entry: z.coerce.number().int().positive().optional(),
  other: z.string().max(300).optional(),
});

/** The decision that an editor made with a button on a story's page. */
async function decisionOf(
  store: ReadStore,
  { decision, entry = 0, other = "", at = 0 }: z.output<typeof decisionForm>,
  story: StoryDetail,
): Promise<EditorDecision> {
  switch (decision) {
    case "pin":
    case "unpin":
      return { kind: "pin", story, pinned: decision === "pin" };
    case "merge": {
      const second = await store.readStory(storyNumber(other));
      if (second === null) throw new WireError("not-found", "There is no story with that number to merge with.");
      if (second.id === story.id) throw new WireError("usage", "That is this story itself.");
      return { kind: "merge", stories: [story, second] };
    }
    case "split":
      return readSplit(store, { level: "story", story, entryIds: await carriersFrom(store, story, entry) });
    case "detach":
      return readSplit(store, { level: "copy", story, entryIds: [entry] });
    case "withdraw":
    case "restore": {
      const entries = [await readEntryInStory(store, entry)];
      return { kind: "withdraw", entries, withdrawn: decision === "withdraw" };
    }
    case "lead":
    case "unlead":
      return { kind: "lead", entry: await readEntryInStory(store, entry), pinned: decision === "lead" };
    case "undo":
      return { kind: "undo", ...(await readDecision(store, story, at)) };
  }
}

/**
 * The ids of all entries of the entry's copy. If the button is pressed twice, the first press may already have moved
 * these entries to another story.
 */
async function carriersFrom(store: ReadStore, story: StoryDetail, entryId: number): Promise<readonly number[]> {
  if (story.entries.some(({ id }) => id === entryId)) return carriersOf(story, entryId);
  const storyId = (await store.readEntry(entryId))?.storyId ?? null;
  const home = storyId === null ? null : await store.readStory(storyId);
  return carriersOf(home ?? story, entryId);
}

/** Reads "123", or the pasted address of a story. */
function storyNumber(text: string): number {
  const [, id] = /^(?:.*\/stories\/)?([1-9]\d{0,14})(?:#\S*)?$/.exec(text.trim()) ?? [];
  if (id === undefined) throw new WireError("usage", "Enter the number or the address of a story.");
  return Number(id);
}
