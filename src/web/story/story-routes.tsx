import { type Request, type Response, Router } from "express";
import { render } from "preact-render-to-string";
import { allSections } from "../../documents/section-access.ts";
import { WireError } from "../../domain/errors.ts";
import { searchOf } from "../page/search-of.ts";
import { sendPage } from "../page/send-page.ts";
import { storeFor } from "../page/store-for.ts";
import { readViewer } from "../sign-in/read-viewer.ts";
import type { DeskDeps } from "../web-deps.ts";
import { ComparePage } from "./compare-page.tsx";
import { readStoryView } from "./read-story-view.ts";
import { readVersion } from "./read-version.ts";
import { StoryPage } from "./story-page.tsx";
import { storyTabOf } from "./story-tab.ts";

/**
 * `/stories/:id`, and `/compare` for any two versions. The addresses of copies and entries redirect to their place in
 * the story.
 */
export function createStoryRoutes(deps: DeskDeps): Router {
  const router = Router();
  const sections = allSections(deps.sections);
  router.get("/stories/:id", async (request, response) => {
    const viewer = readViewer(request, deps);
    const store = storeFor(deps, viewer);
    const story = found(await store.readStory(idOf(request)));
    // The address of a merged story redirects to the story that it was merged into.
    if (story.id !== idOf(request)) return redirect(response, `/stories/${story.id}`);
    const given = new URLSearchParams(searchOf(request));
    const pictures = given.get("pictures") === "1";
    const view = await readStoryView(store, story, deps, { pictures, tab: storyTabOf(given.get("tab")) });
    sendPage(deps, response, render(<StoryPage view={view} viewer={viewer} sections={sections} />), { pictures });
  });
  router.get("/compare", async (request, response) => {
    const viewer = readViewer(request, deps);
    const store = storeFor(deps, viewer);
    const given = new URLSearchParams(searchOf(request));
    const [a, b] = [await readVersion(store, given.get("a") ?? ""), await readVersion(store, given.get("b") ?? "")];
    sendPage(deps, response, render(<ComparePage a={a} b={b} viewer={viewer} sections={sections} />));
  });
  router.get("/copies/:id", async (request, response) => {
    const copy = found(await storeFor(deps, readViewer(request, deps)).readCopy(idOf(request)));
    redirect(response, `/stories/${copy.storyId}#copy-${copy.copyId}`);
  });
  router.get("/entries/:id", async (request, response) => {
    const entry = found(await storeFor(deps, readViewer(request, deps)).readEntry(idOf(request)));
    redirect(response, `/stories/${found(entry.storyId)}#entry-${entry.id}`);
  });
  return router;
}

/** The number in a route's path. Throws WireError not-found when it is not a number. */
export function idOf(request: Request): number {
  const id = String(request.params.id);
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new WireError("not-found", nothingThere);
  return Number(id);
}

const nothingThere = "There is nothing with that number. It may have been deleted, or was never there.";

export function found<Value>(value: Value | null): Value {
  if (value === null) throw new WireError("not-found", nothingThere);
  return value;
}

/**
 * Redirects with 302, not 301, because an editor may move the story again. `path` is relative, so the host stays the
 * same.
 */
function redirect(response: Response, path: string): void {
  response.setHeader("Cache-Control", "no-cache");
  response.redirect(302, path);
}
