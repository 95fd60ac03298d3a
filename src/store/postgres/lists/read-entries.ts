import type { StoredEntry } from "../../../domain/entry.ts";
import { stepsPerLook } from "../../../domain/read-limits.ts";
import type { SectionFilter } from "../../../domain/section.ts";
import type { ReadStore } from "../../../domain/store.ts";
import type { Transaction } from "../transaction.ts";
import { everyEntry, filterMatch, type SomeMatch } from "./filter-match.ts";
import { readStoredEntries } from "./items/stored-entries.ts";
import { visibilityOf } from "./items/visibility.ts";
import { checkedRows, type Found } from "./search/checked-entries.ts";
import { createParams, sqlOf } from "./search/render.ts";

type EntriesQuery = Parameters<ReadStore["readEntries"]>[0];

interface Row extends Found {
  readonly at: number;
}

/** `ReadStore.readEntries`, inside a transaction. It walks entries by id and tests each. */
export async function readEntries(tx: Transaction, query: EntriesQuery): Promise<readonly StoredEntry[]> {
  const found = await filterMatch(tx, query.filter);
  if (found.kind === "none") return [];
  const match = found.kind === "all" ? everyEntry : found;
  const ids: number[] = [];
  for (let after: number | null = query.afterId; after !== null && ids.length < query.limit; ) {
    tx.limits.check(stepsPerLook);
    const rows = await readRows(tx, match, query, after);
    after = rows.length < query.limit ? null : (rows.at(-1)?.entryId ?? null);
    const inTime = rows.filter(({ at }) => match.hours.every((clock) => clock.holds(at)));
    ids.push(...(await checkedRows(tx, match, inTime)).map(({ entryId }) => entryId));
  }
  const wanted = ids.slice(0, query.limit);
  const entries = await readStoredEntries(tx, await visibilityOf(tx, query.filter), wanted);
  return wanted.map((id) => entries.get(id)).filter((entry) => entry !== undefined);
}

/** The entries among `ids` that the desk has decided on and that pass the filter, in any order. */
export async function readEntriesById(
  tx: Transaction,
  filter: SectionFilter,
  ids: readonly number[],
): Promise<readonly StoredEntry[]> {
  const found = ids.length === 0 ? null : await filterMatch(tx, filter);
  if (found === null || found.kind === "none") return [];
  const match = found.kind === "all" ? everyEntry : found;
  const rows = await readRows(tx, match, { since: null, limit: ids.length, ids }, 0);
  const inTime = rows.filter(({ at }) => match.hours.every((clock) => clock.holds(at)));
  const wanted = (await checkedRows(tx, match, inTime)).map(({ entryId }) => entryId);
  return [...(await readStoredEntries(tx, await visibilityOf(tx, filter), wanted)).values()];
}

function readRows(
  tx: Transaction,
  match: SomeMatch,
  { since, limit, ids }: Pick<EntriesQuery, "since" | "limit"> & { readonly ids?: readonly number[] },
  after: number,
): Promise<readonly Row[]> {
  const params = createParams();
  const condition = sqlOf(match.condition, { params, hidden: match.search.hidden, m: "m", s: "s", may: true });
  const chosen = ids === undefined ? "" : `AND m.entry_id = ANY(${params.add(ids)}::bigint[])`;
  return tx.all<Row>(
    `SELECT m.entry_id AS "entryId", m.first_seen_at AS at, s.is_rough AS "isRough"
     FROM memberships m JOIN search s ON s.entry_id = m.entry_id
     WHERE m.entry_id > ${params.add(after)}::bigint
       AND m.first_seen_at >= ${params.add(since ?? Number.MIN_SAFE_INTEGER)}::bigint ${chosen} AND ${condition}
     ORDER BY m.entry_id LIMIT ${params.add(limit)}::bigint`,
    params.values,
    { prepare: false },
  );
}
