import { findTerms, matchesQuery } from "../../domain/query/match-query.ts";
import type { SearchQuery } from "../../domain/query/search-query.ts";
import type { Searched } from "../../domain/query/searched.ts";
import type { TermFinder } from "../../domain/query/term-finder.ts";
import type { Instant } from "../../domain/time.ts";
import type { FiledState } from "../rows/filed-states.ts";

/**
 * Returns when an entry first fulfilled a query: the time at which the first of its earlier states that match was seen.
 * "arrival": the entry's very first state matches. null: no earlier state matches, so only the present state does.
 * Earlier states have only their title and text; everything else is taken as it is now.
 */
export function firstMatchingState(
  query: SearchQuery,
  finder: TermFinder,
  present: Searched,
  earlier: readonly FiledState[],
): Instant | "arrival" | null {
  for (const [number, { seenAt, title, text }] of earlier.entries()) {
    const past = query.kind === "history" ? textsOf(earlier.slice(0, number)) : "";
    const found = findTerms(finder, { ...present, title, text, past }, { left: Number.POSITIVE_INFINITY });
    if (found !== null && matchesQuery(query, finder, found)) return number === 0 ? "arrival" : seenAt;
  }
  return null;
}

function textsOf(states: readonly FiledState[]): string {
  return states.map(({ title, text }) => `${title}\n\n${text}`).join("\n\n");
}
