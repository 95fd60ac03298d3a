import type { DecidedFacts, DecidedItem, DeskStore, PendingItem, PlacedEntry } from "../../../domain/desk-store.ts";
import {
  type DecidedRow,
  decidedOf,
  factColumns,
  factsOf,
  itemColumns,
  type PendingRow,
  pendingColumns,
  pendingOf,
} from "../../rows/groups/decided-rows.ts";
import type { Transaction } from "../transaction.ts";

/** `DeskStore.readPending`, with the rows that were read. */
export async function readPending(
  tx: Transaction,
  limit: number,
): Promise<{ readonly items: readonly PendingItem[]; readonly handedOut: ReadonlyMap<number, PendingRow> }> {
  const rows = await tx.all<PendingRow>(pendingSql, [limit]);
  return { items: rows.map(pendingOf), handedOut: new Map(rows.map((row) => [row.id, row])) };
}

/** `DeskStore.readWindow`. */
export async function readWindow(tx: Transaction, window: Window): Promise<readonly DecidedItem[]> {
  return (await tx.all<DecidedRow>(windowSql(decidedSql), startOf(window))).map(decidedOf);
}

/** `DeskStore.readWindowFacts`. */
export async function readWindowFacts(tx: Transaction, window: Window): Promise<readonly DecidedFacts[]> {
  const rows = await tx.all<DecidedRow & { readonly revision: number }>(windowSql(factsSql), startOf(window));
  return rows.map(factsOf);
}

type Window = Parameters<DeskStore["readWindow"]>[0];

function startOf({ from, to, after, limit }: Window) {
  const start = after ?? { at: from, id: -1 };
  return { at: Math.max(start.at, from), id: start.at < from ? -1 : start.id, to, limit };
}

/** `DeskStore.readDecided`, in the requested order. */
export async function readDecided(tx: Transaction, entryIds: readonly number[]): Promise<readonly DecidedItem[]> {
  const rows = await tx.all<DecidedRow>(`${decidedSql} WHERE e.id = ANY($1::bigint[])`, [entryIds]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return entryIds.flatMap((id) => byId.get(id) ?? []).map(decidedOf);
}

const carriersPerCopyMax = 200;

/** `DeskStore.readCarriers`. */
export async function readCarriers(tx: Transaction, copyIds: readonly number[]): Promise<readonly DecidedItem[]> {
  const rows = await tx.all<DecidedRow>(carriersSql, [[...new Set(copyIds)]]);
  return rows.map(decidedOf);
}

/**
 * How many entries are returned for one key. The oldest are returned, because they belong to the copy that a new entry
 * would join.
 */
const exactPerKeyMax = 4;

/** `DeskStore.readExact`. */
export async function readExact(
  tx: Transaction,
  { urlKeys, textKeys }: Parameters<DeskStore["readExact"]>[0],
): Promise<readonly DecidedItem[]> {
  const rows = await tx.all<{ id: number }>(exactSql, {
    urlKeys: [...new Set(urlKeys)],
    textKeys: [...new Set(textKeys)],
  });
  return readDecided(
    tx,
    rows.map(({ id }) => id),
  );
}

function exactOf(keys: string, condition: string): string {
  return `SELECT x.id FROM unnest(${keys}::text[]) k (key) CROSS JOIN LATERAL (
    SELECT e.id FROM entries e JOIN memberships m ON m.entry_id = e.id WHERE ${condition}
    ORDER BY e.first_seen_at, e.id LIMIT ${exactPerKeyMax}) x`;
}

const exactSql = `${exactOf(":urlKeys", "md5(e.url_key)::uuid = md5(k.key)::uuid AND e.url_key = k.key")}
  UNION ${exactOf(":textKeys", "e.text_key = k.key")} ORDER BY id`;

const withSource = "JOIN feeds f ON f.id = e.feed_id JOIN sources s ON s.id = f.source_id";

const pendingSql = `SELECT ${pendingColumns}
  FROM pending p JOIN entries e ON e.id = p.entry_id ${withSource} LEFT JOIN memberships m ON m.entry_id = e.id
  ORDER BY p.first_seen_at, p.entry_id LIMIT $1`;

const placeColumns = "m.copy_id, m.story_id, m.standing, c.lead_entry_id, c.withdrawn_by";
const decidedColumns = `${itemColumns}, ${placeColumns}`;

const decidedFrom = `FROM memberships m JOIN entries e ON e.id = m.entry_id ${withSource} JOIN copies c ON c.id = m.copy_id`;
const decidedSql = `SELECT ${decidedColumns} ${decidedFrom}`;
const factsSql = `SELECT ${factColumns}, ${placeColumns} ${decidedFrom}`;

const carriersSql = `SELECT ${decidedColumns} FROM unnest($1::bigint[]) WITH ORDINALITY k (id, at)
  CROSS JOIN LATERAL (SELECT * FROM memberships WHERE copy_id = k.id ORDER BY first_seen_at, entry_id LIMIT ${carriersPerCopyMax}) m
  JOIN entries e ON e.id = m.entry_id ${withSource} JOIN copies c ON c.id = m.copy_id
  ORDER BY k.at, m.first_seen_at, m.entry_id`;

const windowSql = (
  select: string,
) => `${select} WHERE (m.first_seen_at, m.entry_id) > (:at::bigint, :id::bigint) AND m.first_seen_at <= :to
  ORDER BY m.first_seen_at, m.entry_id LIMIT :limit`;

/** `DeskStore.readPlaced`. */
export async function readPlaced(tx: Transaction, entryIds: readonly number[]): Promise<readonly PlacedEntry[]> {
  return tx.all<PlacedEntry>(
    `SELECT m.entry_id AS "entryId", m.copy_id AS "copyId", m.story_id AS "storyId"
     FROM unnest($1::bigint[]) WITH ORDINALITY asked (id, at) JOIN memberships m ON m.entry_id = asked.id ORDER BY asked.at`,
    [entryIds],
  );
}
