import { WireError } from "../../domain/errors.ts";
import type { Hits } from "../../domain/query/hits.ts";
import { readAskedHits } from "../page/read-asked-page.ts";
import type { Reader } from "../page/store-for.ts";
import type { WebDeps } from "../web-deps.ts";
import type { DeskQuery } from "./desk-query.ts";

/** A page counts at most this many of the newest entries, so that counting does not delay it much. */
const pageHitsMax = 5_000;

/** The number of hits for the first page of a search; null on other pages, and when counting takes too long. */
export async function readPageHits(
  deps: Pick<WebDeps, "store" | "editorStore" | "pages">,
  viewer: Reader,
  { search, page }: DeskQuery,
  signal: AbortSignal | null,
): Promise<Hits | null> {
  if (search === null || page.after !== null) return null;
  const { filter, collapse } = page;
  const query = { filter, collapse, since: null, limit: pageHitsMax, parts: [] };
  try {
    return await readAskedHits(deps, viewer, query, signal);
  } catch (thrown) {
    if (thrown instanceof WireError && (thrown.code === "timeout" || thrown.code === "rate-limited")) return null;
    throw thrown;
  }
}
