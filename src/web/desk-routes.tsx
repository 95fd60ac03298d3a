import { type Request, type Response, Router } from "express";
import { render } from "preact-render-to-string";
import { WireError } from "../domain/errors.ts";
import { emptyFilter } from "../domain/section.ts";
import { allSections } from "./all-sections.ts";
import { DeskPage } from "./desk-page.tsx";
import { deskStyle } from "./desk-style.ts";
import { sendPage } from "./send-page.ts";
import { StoryPage } from "./story-page.tsx";
import type { WebDeps } from "./web-deps.ts";

/** The pages for people: `/`, `/stories/:id`; a copy's and an entry's own address lead to their place in the story. */
export function createDeskRoutes(deps: WebDeps): Router {
  const { store, baseUrl } = deps;
  const sections = allSections(deps.sections);
  const router = Router();
  router.get("/", async (_request, response) => {
    const query = { filter: emptyFilter, collapse: "copy", sort: "arrival", limit: rowsMax, after: null } as const;
    const page = await store.readPage(query);
    sendPage(response, render(<DeskPage sections={sections} items={page.items} />), deskStyle);
  });
  router.get("/stories/:id", async (request, response) => {
    const story = found(await store.readStory(idOf(request)));
    // A story that was merged away answers with what it became: its address leads there.
    if (story.id !== idOf(request)) return redirect(response, `/stories/${story.id}`);
    sendPage(response, render(<StoryPage story={story} sections={sections} baseUrl={baseUrl} />), deskStyle);
  });
  router.get("/copies/:id", async (request, response) => {
    const copy = found(await store.readCopy(idOf(request)));
    redirect(response, `/stories/${copy.storyId}#copy-${copy.copyId}`);
  });
  router.get("/entries/:id", async (request, response) => {
    const entry = found(await store.readEntry(idOf(request)));
    redirect(response, `/stories/${found(entry.storyId)}#entry-${entry.id}`);
  });
  return router;
}

const rowsMax = 100;

function idOf(request: Request): number {
  const id = String(request.params.id);
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new WireError("not-found", "There is nothing by that number.");
  return Number(id);
}

function found<Value>(value: Value | null): Value {
  if (value === null) throw new WireError("not-found", "There is nothing by that number.");
  return value;
}

/** Found, not moved for good: an editor may put the story elsewhere tomorrow. `path` keeps to the host that was asked. */
function redirect(response: Response, path: string): void {
  response.setHeader("Cache-Control", "no-cache");
  response.redirect(302, path);
}
