import type { Request, Response } from "express";
import { render } from "preact-render-to-string";
import { allSections } from "../../documents/section-access.ts";
import { WireError } from "../../domain/errors.ts";
import { parseQuery } from "../../domain/query/parse-query.ts";
import { tryQuery } from "../../domain/query/try-query.ts";
import { emptyFilter } from "../../domain/section.ts";
import { leavingSignal } from "../page/leaving-signal.ts";
import { trialReader } from "../page/read-asked-page.ts";
import { searchOf } from "../page/search-of.ts";
import { sendPage } from "../page/send-page.ts";
import type { Viewer } from "../page/viewer.ts";
import { readViewer } from "../sign-in/read-viewer.ts";
import { watchCharsMax } from "../sign-in/watches.ts";
import type { DeskDeps } from "../web-deps.ts";
import { TrialPage, type TriedTerm } from "./trial-page.tsx";

/** Each term is a search and a count, so only this many are tried at once. */
const triedMax = 5;

/** `GET /trial?watches=`: what watch terms, one on each line, would have reported in the last days. */
export async function sendTrial(deps: DeskDeps, request: Request, response: Response): Promise<void> {
  const viewer = readViewer(request, deps);
  const typed = new URLSearchParams(searchOf(request)).get("watches") ?? "";
  const lines = typed.split(/\r?\n/).map((line) => line.trim());
  const terms = [...new Set(lines.filter((line) => line !== ""))];
  const tried: TriedTerm[] = [];
  for (const term of terms.slice(0, triedMax)) tried.push(await tryTerm(deps, viewer, term, leavingSignal(response)));
  const left = Math.max(0, terms.length - triedMax);
  const view = { typed, tried, left, now: deps.clock.now(), viewer, sections: allSections(deps.sections) };
  sendPage(deps, response, render(<TrialPage {...view} />));
}

async function tryTerm(deps: DeskDeps, viewer: Viewer, term: string, signal: AbortSignal): Promise<TriedTerm> {
  try {
    if (term.length > watchCharsMax)
      throw new WireError("usage", `A watch term has at most ${watchCharsMax} characters.`);
    const filter = { ...emptyFilter, query: parseQuery(term, deps.terms) };
    const page = { filter, collapse: "story", sort: "matched", limit: 1, after: null } as const;
    return { term, trial: await tryQuery(trialReader(deps, viewer, signal), page, deps.clock.now()) };
  } catch (thrown) {
    if (thrown instanceof WireError) return { term, trial: thrown.message };
    throw thrown;
  }
}
