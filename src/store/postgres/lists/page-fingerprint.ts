import type { Collapse, PageQuery } from "../../../domain/section.ts";
import type { Listed } from "../../searching/listed.ts";
import { readWholeMark } from "../totals.ts";
import type { Transaction } from "../transaction.ts";
import { listGroups, pageLimitMax } from "./read-page.ts";
import { listToldAgain } from "./told-again.ts";

/**
 * `HubStore.readPageFingerprint`, inside a transaction: a short value that changes whenever the page shows something
 * else. It ignores changes in the part of an item's reasons that names entries outside the page.
 */
export async function pageFingerprint(tx: Transaction, query: PageQuery): Promise<string> {
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), pageLimitMax);
  const listed = await listGroups(tx, query, limit + 1);
  const shown = [...listed, ...(await toldBehind(tx, query, listed))];
  const rows = await tx.all<{ id: number; mark: number }>(changedSql[query.collapse], [shown.map(({ id }) => id)]);
  const changed = new Map(rows.map(({ id, mark }) => [id, mark]));
  const groups = shown.map(({ at, id, arrivedAt }) => [at, id, arrivedAt, changed.get(id)]);
  return JSON.stringify([await readWholeMark(tx), groups]);
}

const changedSql: Readonly<Record<Collapse, string>> = {
  copy: "SELECT id, changed_mark AS mark FROM copies WHERE id = ANY($1::bigint[])",
  story: "SELECT id, changed_mark AS mark FROM stories WHERE id = ANY($1::bigint[])",
  none: `SELECT m.entry_id AS id, c.changed_mark AS mark FROM memberships m JOIN copies c ON c.id = m.copy_id
    WHERE m.entry_id = ANY($1::bigint[])`,
};

/**
 * The changed groups that the document of a first page shows again after its newest items. `listed`: the groups of the
 * page and one group more.
 */
async function toldBehind(tx: Transaction, query: PageQuery, listed: readonly Listed[]): Promise<readonly Listed[]> {
  const last = listed.at(-2);
  const newest = listed[0];
  if (last === undefined || newest === undefined || listed.length <= query.limit) return [];
  return await listToldAgain(tx, { page: query, newestAt: newest.arrivedAt, last: { at: last.at, id: last.id } });
}
