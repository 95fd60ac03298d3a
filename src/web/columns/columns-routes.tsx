import { type Response, Router } from "express";
import { render } from "preact-render-to-string";
import { allSections } from "../../documents/section-access.ts";
import { leavingSignal } from "../page/leaving-signal.ts";
import { readAskedPage } from "../page/read-asked-page.ts";
import { searchOf } from "../page/search-of.ts";
import { sendPage } from "../page/send-page.ts";
import { forEachAudience, storeFor } from "../page/store-for.ts";
import type { Viewer } from "../page/viewer.ts";
import type { DeskQuery } from "../river/desk-query.ts";
import { createFilterChoices } from "../river/filter-choices.ts";
import { readRowMarks } from "../river/row-marks.ts";
import { readViewer } from "../sign-in/read-viewer.ts";
import { readWatches } from "../sign-in/watches.ts";
import type { DeskDeps } from "../web-deps.ts";
import { ColumnsPage, type ColumnView } from "./columns-page.tsx";
import { columnsAddress, namedColumns, readColumns } from "./read-columns.ts";

/** `/columns`: several views side by side. `add=1` adds the column that the other parameters name, and redirects. */
export function createColumnsRoutes(deps: DeskDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const sections = allSections(deps.sections);
  const choicesFor = forEachAudience(deps, createFilterChoices);
  router.get("/columns", async (request, response) => {
    const given = new URLSearchParams(searchOf(request));
    if (given.get("add") === "1") {
      const named = new URLSearchParams(
        [...namedColumns(searchOf(request)), addedOf(given)].map((one) => ["column", one]),
      );
      response.setHeader("Cache-Control", "no-store");
      return response.redirect(303, columnsAddress("/columns", readColumns(named.toString(), sections, deps.terms)));
    }
    const queries = readColumns(searchOf(request), sections, deps.terms);
    const viewer = readViewer(request, deps);
    const changeMark = await storeFor(deps, viewer).readShownMark();
    const columns = await Promise.all(queries.map((query) => readColumn(query, viewer, response)));
    const view = { columns, changeMark, choices: await choicesFor(viewer)(), viewer, sections };
    sendPage(deps, response, render(<ColumnsPage {...view} />));
  });

  async function readColumn(query: DeskQuery, viewer: Viewer, response: Response): Promise<ColumnView> {
    const asked = { query: query.page, isNarrowed: query.isNarrowed };
    const page = await readAskedPage(deps, viewer, asked, leavingSignal(response));
    const watches = readWatches(viewer.watches.join("\n"), deps.terms);
    return { query, page, marks: await readRowMarks(storeFor(deps, viewer), query.search, watches) };
  }
  return router;
}

/** The filters of the form, without those that are empty. */
function addedOf(given: URLSearchParams): string {
  const named = ["section", "q", "urgency"].map((name) => [name, given.get(name)?.trim() ?? ""]);
  return new URLSearchParams(named.filter(([, value]) => value !== "")).toString();
}
