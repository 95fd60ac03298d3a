import { type Request, type Response, Router } from "express";
import { render } from "preact-render-to-string";
import { allSections } from "../../documents/section-access.ts";
import { createZoneDays, dayAfter } from "../../domain/calendar/zone-days.ts";
import { WireError } from "../../domain/errors.ts";
import type { TermLists } from "../../domain/query/parse-query.ts";
import { queryCharsMax } from "../../domain/query/search-query.ts";
import { dayMs } from "../../domain/time.ts";
import { problemOf } from "../http-problem.ts";
import { ErrorPage } from "../page/error-page.tsx";
import { leavingSignal } from "../page/leaving-signal.ts";
import { readAskedPage } from "../page/read-asked-page.ts";
import { readForm } from "../page/read-form.ts";
import { localPath, searchOf } from "../page/search-of.ts";
import { sendPage } from "../page/send-page.ts";
import { forEachAudience, storeFor } from "../page/store-for.ts";
import type { Viewer } from "../page/viewer.ts";
import { WatchForm } from "../page/watch-form.tsx";
import { densityCookie, readViewer, themeCookie, watchesCookie } from "../sign-in/read-viewer.ts";
import { checkWatches, readWatches } from "../sign-in/watches.ts";
import type { DeskDeps } from "../web-deps.ts";
import { withDay } from "./day-of.ts";
import { DeskPage, type DeskView } from "./desk-page.tsx";
import { addressOf, type DeskQuery, readDeskQuery } from "./desk-query.ts";
import { createFilterChoices } from "./filter-choices.ts";
import { readPageHits } from "./read-page-hits.ts";
import { readRowMarks } from "./row-marks.ts";
import { sendTrial } from "./trial-route.tsx";

/** `/`, the river; `/trial`, which tries watch terms; and `/watches`, which keeps them in a cookie of the reader. */
export function createRiverRoutes(deps: DeskDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const sections = allSections(deps.sections);
  const choicesFor = forEachAudience(deps, createFilterChoices);
  router.get("/", async (request, response) => {
    const asked = readQuery(request, deps);
    const viewer = readViewer(request, deps);
    const day = new URLSearchParams(searchOf(request)).get("day");
    if (day !== null && dayAfter(day, 0) !== null) {
      response.setHeader("Cache-Control", "no-store");
      return response.redirect(
        303,
        `/${addressOf(asked.query, { q: withDay(asked.query.asked.text, day, createZoneDays(viewer.timeZone)) })}`,
      );
    }
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
    sendPage(deps, response, render(<DeskPage view={view} viewer={viewer} sections={sections} />));
  });
  const readRows = ({ page: query, isNarrowed }: DeskQuery, viewer: Viewer, response: Response) =>
    readAskedPage(deps, viewer, { query, isNarrowed }, leavingSignal(response));
  router.get("/trial", (request, response) => sendTrial(deps, request, response));
  router.post("/watches", readForm, (request, response) => saveWatches(deps, request, response));
  router.post("/theme", readForm, (request, response) => saveTheme(deps, request, response));
  return router;
}

/**
 * Reads the query of the address. If a filter is not valid, it returns an empty query and the fault, which the page
 * shows below the form.
 */
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
  const typed = String(form.watches ?? "");
  const watches = watchesOrFault(typed, deps.terms);
  if (typeof watches === "string") {
    sendWatchFault(deps, { request, response }, { typed, fault: watches });
    return;
  }
  keep(deps, response, watchesCookie, watches.join("\n"));
  response.redirect(303, localPath(String(form.next ?? "/")));
}

/** The watch terms, or what is wrong with them. */
function watchesOrFault(typed: string, lists: TermLists | undefined): readonly string[] | string {
  try {
    return checkWatches(typed, lists);
  } catch (thrown) {
    if (thrown instanceof WireError) return thrown.message;
    throw thrown;
  }
}

/** Shows the terms again as they were typed, with their fault. */
function sendWatchFault(
  deps: DeskDeps,
  { request, response }: { readonly request: Request; readonly response: Response },
  { typed, fault }: { readonly typed: string; readonly fault: string },
): void {
  const view = { viewer: readViewer(request, deps), sections: allSections(deps.sections) };
  response.status(400);
  const page = (
    <ErrorPage {...view} title="An alert cannot be saved" detail={fault} back={["/", "The river, without saving"]}>
      <WatchForm watches={typed} next="/" />
    </ErrorPage>
  );
  sendPage(deps, response, render(page));
}

function saveTheme(deps: DeskDeps, request: Request, response: Response): void {
  const form = request.body as Readonly<Record<string, unknown>>;
  const { theme, density } = form;
  if (theme === "light" || theme === "dark") keep(deps, response, themeCookie, theme);
  else if (density === "compact" || density === "roomy") keep(deps, response, densityCookie, density);
  else throw new WireError("usage", "theme must be light or dark, density must be compact or roomy.");
  response.redirect(303, localPath(String(form.next ?? "/")));
}

function keep(deps: DeskDeps, response: Response, name: string, value: string): void {
  const secure = deps.baseUrl.startsWith("https:");
  response.cookie(name, value, { maxAge: cookieMsMax, sameSite: "strict", httpOnly: true, secure });
  response.setHeader("Cache-Control", "no-store");
}
