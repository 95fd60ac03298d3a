import type { Page, PageQuery } from "../../domain/section.ts";
import type { WebDeps } from "../web-deps.ts";
import { storeFor } from "./store-for.ts";
import type { Viewer } from "./viewer.ts";

/** A page that somebody asks for. */
export interface AskedPage {
  readonly query: PageQuery;
  /** Whether it is narrowed or sorted as nobody configured it: then its cost is unknown. */
  readonly isNarrowed: boolean;
}

/**
 * Reads a page for whoever looks. A narrowed one is read in the thread for such, so that the thread that answers is
 * free meanwhile. `signal`: see `PageReader`.
 */
export function readAskedPage(
  deps: Pick<WebDeps, "store" | "editorStore" | "pages">,
  viewer: Pick<Viewer, "editor">,
  { query, isNarrowed }: AskedPage,
  signal: AbortSignal | null,
): Promise<Page> {
  if (!isNarrowed || deps.pages === undefined) return storeFor(deps, viewer).readPage(query);
  return deps.pages.readPage({ query, audience: viewer.editor === null ? "public" : "editors" }, signal);
}
