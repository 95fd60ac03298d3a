import { topItemsMax } from "../../../domain/copies/top-rank.ts";
import type { Collapse, Cursor, Page, PageQuery } from "../../../domain/section.ts";
import { groupTables } from "../../rows/group-tables.ts";
import { first, type Listed, listedTop } from "../../searching/listed.ts";
import type { Connection } from "../connection.ts";
import { type FilterMatch, filterMatch } from "./filter-match.ts";
import { matchedTeller } from "./matched-entry.ts";
import { visibilityOf } from "./visibility.ts";
import { type Walk, walkArrival } from "./walk-arrival.ts";
import { walkMatched } from "./walk-matched.ts";
import { walkPublished } from "./walk-published.ts";
import { rankedMax, walkRelevance } from "./walk-relevance.ts";
import { readWireItem } from "./wire-item.ts";

/** The greatest number of items on one page. */
export const pageLimitMax = 500;

/** `ReadStore.readPage`, inside a transaction. */
export function readPage(connection: Connection, query: PageQuery, isForFeed = false): Page {
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), pageLimitMax);
  const match = filterMatch(connection, query.filter, matchesMax(query.sort, limit));
  const listed = listMatching(connection, query, match, limit + 1);
  const sight = visibilityOf(connection, query.filter);
  const { collapse } = query;
  const read = ({ top, ...group }: Listed) => {
    const item = readWireItem(connection, sight, { ...group, collapse, isForFeed });
    return item === null || top === undefined ? item : { ...item, top };
  };
  const items = listed
    .slice(0, limit)
    .map(read)
    .filter((item) => item !== null);
  const last = listed[limit - 1];
  const next = listed.length > limit && last !== undefined ? { at: last.at, id: last.id } : null;
  // In a feed without a query, each item shows only its lead, so no other matching entry is read.
  const asksTexts = !isForFeed || query.filter.query !== null;
  return { items: asksTexts ? items.map(matchedTeller(connection, query, match, sight)) : items, next };
}

/** How many matches a list needs at most, so that a search reads enough of the index at once. */
function matchesMax(sort: PageQuery["sort"], limit: number): number {
  return sort === "relevance" ? rankedMax : sort === "top" ? topItemsMax : limit;
}

/** The groups of a page in its order, without their content. */
export function listGroups(connection: Connection, query: PageQuery, limit: number): readonly Listed[] {
  return listMatching(connection, query, filterMatch(connection, query.filter, limit), limit);
}

function listMatching(connection: Connection, query: PageQuery, match: FilterMatch, limit: number): readonly Listed[] {
  const { collapse, sort } = query;
  const after = query.after ?? first;
  if (sort === "top" && match.kind !== "none") return listTop(connection, query, match, limit);
  switch (match.kind) {
    case "none":
      return [];
    case "all":
      return listAll(connection, { collapse, sort, after, limit });
    case "some":
      return walkSorted(connection, query, { match, collapse, after, limit });
  }
}

/** Ranks the newest items by their points, which come from their carriers. */
function listTop(connection: Connection, query: PageQuery, match: FilterMatch, limit: number): readonly Listed[] {
  const newest = listMatching(connection, { ...query, sort: "arrival", after: null }, match, topItemsMax);
  const sight = visibilityOf(connection, query.filter);
  const { collapse } = query;
  const items = newest.map((group) => {
    connection.limits.check();
    return readWireItem(connection, sight, { ...group, collapse, isForFeed: true });
  });
  const there = items.filter((item) => item !== null);
  return listedTop(there, { after: query.after ?? first, limit });
}

function walkSorted(connection: Connection, { filter, sort }: PageQuery, walk: Walk): readonly Listed[] {
  const { query } = walk.match;
  switch (sort) {
    case "arrival":
    case "top":
      return walkArrival(connection, walk);
    case "published":
      return walkPublished(connection, { ...walk, sight: visibilityOf(connection, filter) });
    case "matched":
      return query === null ? walkArrival(connection, walk) : walkMatched(connection, walk, query);
    case "relevance":
      return query === null ? walkArrival(connection, walk) : walkRelevance(connection, walk, query);
  }
}

/** Without a filter, the table's own order is the order of the list. */
function listAll(
  connection: Connection,
  query: { collapse: Collapse; sort: PageQuery["sort"]; after: Cursor; limit: number },
): readonly Listed[] {
  const { table, id, arrived, listed } = groupTables[query.collapse];
  const at = query.sort === "published" ? "published_at" : arrived;
  return connection
    .sql<Listed>(
      `SELECT g.${at} AS at, g.${id} AS id, g.${arrived} AS arrivedAt FROM ${table} g
       WHERE ${listed} AND (g.${at}, g.${id}) < (?, ?) ORDER BY g.${at} DESC, g.${id} DESC LIMIT ?`,
    )
    .all(query.after.at, query.after.id, query.limit);
}
