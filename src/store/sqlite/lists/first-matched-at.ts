import type { SearchQuery, StoryQuery } from "../../../domain/query/search-query.ts";
import { createTermFinder } from "../../../domain/query/term-finder.ts";
import { stepsPerText } from "../../../domain/read-limits.ts";
import type { Instant } from "../../../domain/time.ts";
import { firstMatchingState } from "../../searching/first-matching-state.ts";
import type { Connection } from "../connection.ts";
import { readFiledStates } from "../entries/filed-states.ts";
import { namedFeeds } from "./named-feeds.ts";
import { readSearched } from "./search/checked-rows.ts";
import { compileQuery } from "./search/compile-query.ts";
import { presentDialect } from "./search/compile-terms.ts";
import { createIndexReader } from "./search/index-rows.ts";
import { searchRow } from "./search/search-row.ts";

/**
 * Returns a function that tells when an entry that matches now began to match: when it arrived, or when the first of
 * its matching states was seen. Earlier states have only their title and text; everything else, and the story, is taken
 * as it is now.
 */
export function matchTimes(
  connection: Connection,
  query: SearchQuery,
): (entry: { readonly entryId: number; readonly at: Instant }) => Instant {
  const finder = createTermFinder([query]);
  const known = new Map<number, Instant>();
  const rowsOf = createIndexReader(connection);
  // Conditions on the story are tested against the story as it is now.
  const holdsNow = (asked: StoryQuery, row: number) =>
    rowsOf(compileQuery(asked, presentDialect, namedFeeds(connection)).index).has(row);
  const isRevised = connection.sql("SELECT 1 FROM revisions WHERE entry_id = ? LIMIT 1");
  const revised = connection.sql<{ at: Instant }>("SELECT revised_at AS at FROM entries WHERE id = ?");

  function timeOf(entryId: number, arrivedAt: Instant): Instant {
    if (isRevised.get(entryId) === undefined) return arrivedAt;
    const earlier = readFiledStates(connection, entryId);
    const known = readSearched(connection, entryId, false);
    if (known === null) return arrivedAt;
    const present = { ...known, ofStory: (asked: StoryQuery) => holdsNow(asked, searchRow(arrivedAt, entryId)) };
    connection.limits.check(stepsPerText * earlier.length);
    const seenAt = firstMatchingState(query, finder, present, earlier);
    return seenAt === "arrival" ? arrivedAt : (seenAt ?? revised.get(entryId)?.at ?? arrivedAt);
  }

  return ({ entryId, at }) => {
    const told = known.get(entryId) ?? Math.max(at, timeOf(entryId, at));
    known.set(entryId, told);
    return told;
  };
}
