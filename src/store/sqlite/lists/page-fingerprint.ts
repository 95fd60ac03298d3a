import type { Collapse, PageQuery } from "../../../domain/section.ts";
import type { Listed } from "../../searching/listed.ts";
import type { Connection } from "../connection.ts";
import { readWholeMark } from "../totals.ts";
import { listGroups, pageLimitMax } from "./read-page.ts";
import { listToldAgain } from "./told-again.ts";

/**
 * `HubStore.readPageFingerprint`, inside a transaction: a short value that changes whenever the page shows something
 * else. It ignores changes in the part of an item's reasons that names entries outside the page.
 */
export function pageFingerprint(connection: Connection, query: PageQuery): string {
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), pageLimitMax);
  const changed = connection.sql<{ mark: number }>(changedSql[query.collapse]);
  const listed = listGroups(connection, query, limit + 1);
  const shown = [...listed, ...toldBehind(connection, query, listed)];
  const groups = shown.map(({ at, id, arrivedAt }) => [at, id, arrivedAt, changed.get(id)?.mark]);
  return JSON.stringify([readWholeMark(connection), groups]);
}

const changedSql: Readonly<Record<Collapse, string>> = {
  copy: "SELECT changed_mark AS mark FROM copies WHERE id = ?",
  story: "SELECT changed_mark AS mark FROM stories WHERE id = ?",
  none: "SELECT c.changed_mark AS mark FROM memberships m CROSS JOIN copies c ON c.id = m.copy_id WHERE m.entry_id = ?",
};

/**
 * The changed groups that the document of a first page shows again after its newest items. `listed`: the groups of the
 * page and one group more.
 */
function toldBehind(connection: Connection, query: PageQuery, listed: readonly Listed[]): readonly Listed[] {
  const last = listed.at(-2);
  const newest = listed[0];
  if (last === undefined || newest === undefined || listed.length <= query.limit) return [];
  return listToldAgain(connection, { page: query, newestAt: newest.arrivedAt, last: { at: last.at, id: last.id } });
}
