import type { PageQuery } from "../../../domain/section.ts";
import type { Connection } from "../connection.ts";
import { groupTables } from "../groups/groups.ts";
import type { Listed } from "./listed.ts";
import { listGroups, pageLimitMax } from "./read-page.ts";
import { listToldAgain } from "./told-again.ts";

/**
 * `HubStore.readPageFingerprint`, inside a transaction: what a page shows, in short. It changes with every change of
 * the page's groups, their leads, members and texts; not with the names of feeds and sources.
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
  const listed = listGroups(connection, query, limit + 1);
  return JSON.stringify([...listed, ...toldBehind(connection, query, listed)].map((one) => [one, group.get(one.id)]));
}

/** What the document of a first page tells again behind it. `listed`: one more than the page. */
function toldBehind(connection: Connection, query: PageQuery, listed: readonly Listed[]): readonly Listed[] {
  const last = listed.at(-2);
  const newest = listed[0];
  if (last === undefined || newest === undefined || listed.length <= query.limit) return [];
  return listToldAgain(connection, { page: query, newestAt: newest.arrivedAt, last: { at: last.at, id: last.id } });
}
