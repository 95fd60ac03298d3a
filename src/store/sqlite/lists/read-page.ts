import type { Collapse, Cursor, Page, PageQuery } from "../../../domain/section.ts";
import type { Connection } from "../connection.ts";
import { groupTables } from "../groups/groups.ts";
import { filterMatch } from "./filter-match.ts";
import { first, type Listed } from "./listed.ts";
import { visibilityOf } from "./visibility.ts";
import { walkArrival } from "./walk-arrival.ts";
import { walkPublished } from "./walk-published.ts";
import { readWireItem } from "./wire-item.ts";

const pageLimitMax = 500;

/** `ReadStore.readPage`, inside a transaction. */
export function readPage(connection: Connection, query: PageQuery): Page {
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), pageLimitMax);
  const listed = listGroups(connection, query, limit + 1);
  const sight = visibilityOf(connection, query.filter);
  const { collapse } = query;
  const items = listed.slice(0, limit).map((group) => readWireItem(connection, sight, { ...group, collapse }));
  const last = listed[limit - 1];
  const next = listed.length > limit && last !== undefined ? { at: last.at, id: last.id } : null;
  return { items: items.filter((item) => item !== null), next };
}

/**
 * `HubStore.readPageFingerprint`, inside a transaction: a short form of what a page shows. It changes with every change
 * of the page's groups, their leads, members and texts, but not with the names of feeds and sources.
 */
export function pageFingerprint(connection: Connection, query: PageQuery): string {
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), pageLimitMax);
  const { table, id, member } = groupTables[query.collapse];
  const facts =
    query.collapse === "none"
      ? "g.entry_id AS lead"
      : "g.lead_entry_id AS lead, g.significant_at AS significant, g.public_significant_at AS told";
  const group = connection.sql<Record<string, number>>(
    `SELECT ${facts}, count(*) AS members, sum(m.entry_id) AS ids, sum(m.copy_id) AS copies, sum(m.story_id) AS stories, sum(e.revision) AS revisions,
     max(e.revised_at) AS revised FROM ${table} g CROSS JOIN memberships m ON m.${member} = g.${id} CROSS JOIN entries e ON e.id = m.entry_id
     WHERE g.${id} = ?`,
  );
  return JSON.stringify(listGroups(connection, query, limit + 1).map((listed) => [listed, group.get(listed.id)]));
}

/** The groups of a page in its order, without their content. */
export function listGroups(connection: Connection, query: PageQuery, limit: number): readonly Listed[] {
  const match = filterMatch(connection, query.filter);
  const { collapse, sort } = query;
  const after = query.after ?? first;
  switch (match.kind) {
    case "none":
      return [];
    case "all":
      return listAll(connection, { collapse, sort, after, limit });
    case "some":
      return sort === "arrival"
        ? walkArrival(connection, { match, collapse, after, limit })
        : walkPublished(connection, { match, collapse, after, limit, sight: visibilityOf(connection, query.filter) });
  }
}

/** Without a filter, the list has the order of the table. */
function listAll(
  connection: Connection,
  query: { collapse: Collapse; sort: PageQuery["sort"]; after: Cursor; limit: number },
): readonly Listed[] {
  const { table, id, arrived, listed } = groupTables[query.collapse];
  const at = query.sort === "arrival" ? arrived : "published_at";
  return connection
    .sql<Listed>(
      `SELECT g.${at} AS at, g.${id} AS id, g.${arrived} AS arrivedAt FROM ${table} g
       WHERE ${listed} AND (g.${at}, g.${id}) < (?, ?) ORDER BY g.${at} DESC, g.${id} DESC LIMIT ?`,
    )
    .all(query.after.at, query.after.id, query.limit);
}
