import { type Request, type Response, Router } from "express";
import { render } from "preact-render-to-string";
import { allSections } from "../../documents/section-access.ts";
import { WireError } from "../../domain/errors.ts";
import { queryCharsMax } from "../../domain/query/search-query.ts";
import { dayMs } from "../../domain/time.ts";
import { problemOf } from "../http-problem.ts";
import { leavingSignal } from "../page/leaving-signal.ts";
import { readAskedPage } from "../page/read-asked-page.ts";
import { readForm } from "../page/read-form.ts";
import { localPath, searchOf } from "../page/search-of.ts";
import { sendPage } from "../page/send-page.ts";
import { forEachAudience, storeFor } from "../page/store-for.ts";
import type { Viewer } from "../page/viewer.ts";
import { readViewer, themeCookie, watchesCookie } from "../sign-in/read-viewer.ts";
import { checkWatches, readWatches } from "../sign-in/watches.ts";
import type { DeskDeps } from "../web-deps.ts";
import { DeskPage, type DeskView } from "./desk-page.tsx";
import { type DeskQuery, readDeskQuery } from "./desk-query.ts";
import { createFilterChoices } from "./filter-choices.ts";
import { readPageHits } from "./read-page-hits.ts";
import { readRowMarks } from "./row-marks.ts";

/** `/`, the river; and `/watches`, which keeps a reader's watch terms in a cookie. */
export function createRiverRoutes(deps: DeskDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const sections = allSections(deps.sections);
  const choicesFor = forEachAudience(deps, createFilterChoices);
  router.get("/", async (request, response) => {
    const asked = readQuery(request, deps);
    const viewer = readViewer(request, deps);
    const store = storeFor(deps, viewer);
    const changeMark = await store.readShownMark();
    const page = asked.error === null ? await readRows(asked.query, viewer, response) : { items: [], next: null };
    const hits = asked.error === null ? await readPageHits(deps, viewer, asked.query, leavingSignal(response)) : null;
    const indexWaiting = asked.query.search === null ? 0 : await store.readIndexWaiting();
    const marks = await readRowMarks(store, asked.query.search, readWatches(viewer.watches.join("\n"), deps.terms));
    const view: DeskView = {
      ...asked,
      choices: await choicesFor(viewer)(),
      page,
      marks,
      changeMark,
      indexWaiting,
      hits,
    };
    response.status(asked.status);
    sendPage(response, render(<DeskPage view={view} viewer={viewer} sections={sections} />));
  });
  const readRows = ({ page: query, isNarrowed }: DeskQuery, viewer: Viewer, response: Response) =>
    readAskedPage(deps, viewer, { query, isNarrowed }, leavingSignal(response));
  router.post("/watches", readForm, (request, response) => saveWatches(deps, request, response));
  router.post("/theme", readForm, (request, response) => saveTheme(deps, request, response));
  return router;
}

/** Reads the query of the address. The page shows an invalid filter beside its form. */
function readQuery(request: Request, deps: DeskDeps): { query: DeskQuery; error: string | null; status: number } {
  const sections = allSections(deps.sections);
  try {
    return { query: readDeskQuery(searchOf(request), sections, deps.terms), error: null, status: 200 };
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown;
    const empty = readDeskQuery("", sections);
    const text = (new URLSearchParams(searchOf(request)).get("q") ?? "").slice(0, queryCharsMax);
    const { status } = problemOf(thrown);
    return { query: { ...empty, asked: { ...empty.asked, text }, canonical: "?" }, error: thrown.message, status };
  }
}

const cookieMsMax = 400 * dayMs;

/**
 * Saves watch terms. Only the cookie of the requesting reader changes, and SameSite keeps other sites' forms from
 * sending it.
 */
function saveWatches(deps: DeskDeps, request: Request, response: Response): void {
  const form = request.body as Readonly<Record<string, unknown>>;
  const watches = checkWatches(String(form.watches ?? ""), deps.terms);
  keep(deps, response, watchesCookie, watches.join("\n"));
  response.redirect(303, localPath(String(form.next ?? "/")));
}

function saveTheme(deps: DeskDeps, request: Request, response: Response): void {
  const form = request.body as Readonly<Record<string, unknown>>;
  if (form.theme !== "light" && form.theme !== "dark") throw new WireError("usage", "theme must be light or dark.");
  keep(deps, response, themeCookie, form.theme);
  response.redirect(303, localPath(String(form.next ?? "/")));
}

function keep(deps: DeskDeps, response: Response, name: string, value: string): void {
  const secure = deps.baseUrl.startsWith("https:");
  response.cookie(name, value, { maxAge: cookieMsMax, sameSite: "strict", httpOnly: true, secure });
  response.setHeader("Cache-Control", "no-store");
}
