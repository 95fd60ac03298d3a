import { findTerms, matchesQuery } from "../../../domain/query/match-query.ts";
import type { SearchQuery } from "../../../domain/query/search-query.ts";
import { createTermFinder } from "../../../domain/query/term-finder.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import { readSearched } from "./search/checked-rows.ts";

interface State {
  readonly seenAt: Instant;
  readonly title: string;
  readonly text: string;
}

/**
 * Tells when an entry that matches now began to match: when it arrived, or when the first of its states that matches
 * was seen. Of a state, only title and text are kept; all else is taken as it is now.
 */
export function matchTimes(
  connection: Connection,
  query: SearchQuery,
): (entry: { readonly entryId: number; readonly at: Instant }) => Instant {
  const finder = createTermFinder([query]);
  const known = new Map<number, Instant>();
  const states = connection.sql<State>(
    `SELECT seen_at AS seenAt, title, text FROM revisions WHERE entry_id = ? ORDER BY number`,
  );
  const revised = connection.sql<{ at: Instant }>("SELECT revised_at AS at FROM entries WHERE id = ?");

  function timeOf(entryId: number, arrivedAt: Instant): Instant {
    const earlier = states.all(entryId);
    if (earlier.length === 0) return arrivedAt;
    const present = readSearched(connection, entryId, false);
    if (present === null) return arrivedAt;
    for (const [number, { seenAt, title, text }] of earlier.entries()) {
      connection.limits.check(stepsPerText);
      const past = query.kind === "history" ? textsOf(earlier.slice(0, number)) : "";
      const found = findTerms(finder, { ...present, title, text, past }, { left: Number.POSITIVE_INFINITY });
      if (found !== null && matchesQuery(query, finder, found)) return number === 0 ? arrivedAt : seenAt;
    }
    return revised.get(entryId)?.at ?? arrivedAt;
  }

  return ({ entryId, at }) => {
    const told = known.get(entryId) ?? Math.max(at, timeOf(entryId, at));
    known.set(entryId, told);
    return told;
  };
}

const stepsPerText = 16;

function textsOf(states: readonly State[]): string {
  return states.map(({ title, text }) => `${title}\n\n${text}`).join("\n\n");
}
