import { topItemsMax } from "../../../domain/copies/top-rank.ts";
import type { Collapse, Cursor, Page, PageQuery } from "../../../domain/section.ts";
import { groupTables } from "../../rows/group-tables.ts";
import { first, type Listed, listedTop } from "../../searching/listed.ts";
import { planEach, planOnce } from "../connection.ts";
import { together } from "../together.ts";
import type { Transaction } from "../transaction.ts";
import { type FilterMatch, filterMatch } from "./filter-match.ts";
import { withMatched } from "./items/matched-entries.ts";
import { visibilityOf } from "./items/visibility.ts";
import { readWireItems } from "./items/wire-items.ts";
import { type Walk, walkArrival } from "./walk-arrival.ts";
import { walkMatched } from "./walk-matched.ts";
import { walkPublished } from "./walk-published.ts";
import { walkRelevance } from "./walk-relevance.ts";

/** The greatest number of items on one page. */
export const pageLimitMax = 500;

/** `ReadStore.readPage`, inside a transaction. */
export async function readPage(tx: Transaction, query: PageQuery, isForFeed = false): Promise<Page> {
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), pageLimitMax);
  const { collapse, filter } = query;
  const [match, sight] = await together([filterMatch(tx, filter), visibilityOf(tx, filter)]);
  const listed = await listMatching(tx, query, match, limit + 1);
  const points = new Map(listed.flatMap(({ id, top }) => (top === undefined ? [] : [[id, top]])));
  tx.send(planOnce);
  const read = await readWireItems(tx, sight, { collapse, isForFeed }, listed.slice(0, limit));
  tx.send(planEach);
  const items = read.map((item) => {
    const top = points.get(item.id);
    return top === undefined ? item : { ...item, top };
  });
  const last = listed[limit - 1];
  const next = listed.length > limit && last !== undefined ? { at: last.at, id: last.id } : null;
  // In a feed without a query, each item shows only its lead, so no other matching entry is read.
  const asksTexts = !isForFeed || filter.query !== null;
  return { items: asksTexts ? await withMatched(tx, query, match, sight, { items, listed }) : items, next };
}

/** The groups of a page in its order, without their content. */
export async function listGroups(tx: Transaction, query: PageQuery, limit: number): Promise<readonly Listed[]> {
  return await listMatching(tx, query, await filterMatch(tx, query.filter), limit);
}

async function listMatching(
  tx: Transaction,
  query: PageQuery,
  match: FilterMatch,
  limit: number,
): Promise<readonly Listed[]> {
  const { collapse, sort } = query;
  const after = query.after ?? first;
  if (sort === "top" && match.kind !== "none") return await listTop(tx, query, match, limit);
  switch (match.kind) {
    case "none":
      return [];
    case "all":
      return await listAll(tx, { collapse, sort, after, limit });
    case "some":
      return await walkSorted(tx, query, { match, collapse, after, limit });
  }
}

/** Ranks the newest items by their points, which come from their carriers. */
async function listTop(
  tx: Transaction,
  query: PageQuery,
  match: FilterMatch,
  limit: number,
): Promise<readonly Listed[]> {
  const newest = await listMatching(tx, { ...query, sort: "arrival", after: null }, match, topItemsMax);
  const sight = await visibilityOf(tx, query.filter);
  const items = await readWireItems(tx, sight, { collapse: query.collapse, isForFeed: true }, newest);
  return listedTop(items, { after: query.after ?? first, limit });
}

async function walkSorted(tx: Transaction, { filter, sort }: PageQuery, walk: Walk): Promise<readonly Listed[]> {
  const { query } = walk.match;
  switch (sort) {
    case "arrival":
    case "top":
      return await walkArrival(tx, walk);
    case "published":
      return await walkPublished(tx, { ...walk, sight: await visibilityOf(tx, filter) });
    case "matched":
      return query === null ? await walkArrival(tx, walk) : await walkMatched(tx, walk, query);
    case "relevance":
      return query === null ? await walkArrival(tx, walk) : await walkRelevance(tx, walk, query);
  }
}

/** Without a filter, the table's own order is the order of the list. */
function listAll(
  tx: Transaction,
  query: { collapse: Collapse; sort: PageQuery["sort"]; after: Cursor; limit: number },
): Promise<readonly Listed[]> {
  const { table, id, arrived, listed } = groupTables[query.collapse];
  const at = query.sort === "published" ? "published_at" : arrived;
  return tx.all<Listed>(
    `SELECT g.${at} AS at, g.${id} AS id, g.${arrived} AS "arrivedAt" FROM ${table} g
     WHERE ${listed} AND (g.${at}, g.${id}) < ($1::bigint, $2::bigint) ORDER BY g.${at} DESC, g.${id} DESC LIMIT $3::bigint`,
    [query.after.at, query.after.id, query.limit],
  );
}
