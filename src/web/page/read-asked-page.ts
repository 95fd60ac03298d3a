import type { Hits, HitsQuery } from "../../domain/query/hits.ts";
import type { tryQuery } from "../../domain/query/try-query.ts";
import type { Page, PageQuery } from "../../domain/section.ts";
import type { WebDeps } from "../web-deps.ts";
import { type Reader, storeFor } from "./store-for.ts";

/** A page that a client requests. */
export interface AskedPage {
  readonly query: PageQuery;
  /** True when the page is filtered or sorted differently from any configured section. Its cost is then unknown. */
  readonly isNarrowed: boolean;
}

/**
 * Reads a page for a viewer. A narrowed page is read in the thread for searches, so that the main thread stays free.
 * `signal`: see `PageReader`.
 */
export function readAskedPage(
  deps: Pick<WebDeps, "store" | "editorStore" | "pages">,
  viewer: Reader,
  { query, isNarrowed }: AskedPage,
  signal: AbortSignal | null,
): Promise<Page> {
  if (!isNarrowed || deps.pages === undefined) return storeFor(deps, viewer).readPage(query);
  return deps.pages.readPage({ query, audience: viewer.editor === null ? "public" : "editors" }, signal);
}

/** Counts hits for a viewer, in the thread for searches. */
export function readAskedHits(
  deps: Pick<WebDeps, "store" | "editorStore" | "pages">,
  viewer: Reader,
  query: HitsQuery,
  signal: AbortSignal | null,
): Promise<Hits> {
  if (deps.pages === undefined) return storeFor(deps, viewer).readHits(query);
  return deps.pages.readHits({ query, audience: viewer.editor === null ? "public" : "editors" }, signal);
}

/** The two functions with which a trial of a query reads hits and pages. Both read in the thread for searches. */
export function trialReader(
  deps: Pick<WebDeps, "store" | "editorStore" | "pages">,
  viewer: Reader,
  signal: AbortSignal | null,
): Parameters<typeof tryQuery>[0] {
  return {
    hits: (query) => readAskedHits(deps, viewer, query, signal),
    page: (query) => readAskedPage(deps, viewer, { query, isNarrowed: true }, signal),
  };
}
