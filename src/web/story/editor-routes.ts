import { Router } from "express";
import { z } from "zod";
import { WireError } from "../../domain/errors.ts";
import type { DeskDeps } from "../desk-deps.ts";
import { parseForm } from "../page/parse-form.ts";
import { readForm } from "../page/read-form.ts";
import { editorOnly, sessionOf } from "../sign-in/editor-only.ts";
import type { Sessions } from "../sign-in/sessions.ts";
import { editorRulings } from "./editor-rulings.ts";
import { found, idOf } from "./story-routes.tsx";

/**
 * `POST /stories/:id/words`: split, merge, pin. Answered when it has taken effect, with the way to where the story now
 * is.
 */
export function createEditorRoutes(deps: DeskDeps, sessions: Sessions): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const { editorStore: store = deps.store } = deps;
  router.post("/stories/:id/words", readForm, editorOnly(deps, sessions), async (request, response) => {
    const form = parseForm(wishForm, request.body);
    const story = found(await store.readStory(idOf(request)));
    const other = form.other === undefined ? null : await store.readStory(storyNumber(form.other));
    const words = editorRulings({ say: form.say, story, entryId: form.entry ?? null, other });
    const by = sessionOf(request, sessions)?.name ?? "editor";
    await deps.commands.run({ kind: "recordRulings", words, by });
    deps.log.info({ by, say: form.say, story: story.id, entry: form.entry, other: other?.id }, "editor's word");
    response.setHeader("Cache-Control", "no-store");
    response.redirect(303, form.entry === undefined ? `/stories/${story.id}` : `/entries/${form.entry}`);
  });
  return router;
}

const wishForm = z.object({
  say: z.enum(["pin", "unpin", "merge", "split", "detach"]),
  entry: z.coerce.number().int().positive().optional(),
  other: z.string().max(300).optional(),
});

/** "123", or a story's address pasted whole. */
function storyNumber(text: string): number {
  const [, id] = /^(?:.*\/stories\/)?([1-9]\d{0,14})(?:#\S*)?$/.exec(text.trim()) ?? [];
  if (id === undefined) throw new WireError("usage", "Merge with: the number or the address of a story.");
  return Number(id);
}
