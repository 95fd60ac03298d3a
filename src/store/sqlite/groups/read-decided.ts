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
import type { Connection } from "../connection.ts";

/** `DeskStore.readPending`. `handedOut` keeps the rows that were read. */
export function readPending(
  connection: Connection,
  limit: number,
  handedOut: Map<number, PendingRow>,
): readonly PendingItem[] {
  const rows = connection.sql<PendingRow>(pendingSql).all(limit);
  handedOut.clear();
  for (const row of rows) handedOut.set(row.id, row);
  return rows.map(pendingOf);
}

/** `DeskStore.readWindow`. */
export function readWindow(connection: Connection, window: Window): readonly DecidedItem[] {
  return connection.sql<DecidedRow>(windowSql(decidedSql)).all(startOf(window)).map(decidedOf);
}

/** `DeskStore.readWindowFacts`. */
export function readWindowFacts(connection: Connection, window: Window): readonly DecidedFacts[] {
  return connection
    .sql<DecidedRow & { readonly revision: number }>(windowSql(factsSql))
    .all(startOf(window))
    .map(factsOf);
}

type Window = Parameters<DeskStore["readWindow"]>[0];

function startOf({ from, to, after, limit }: Window) {
  const start = after ?? { at: from, id: -1 };
  return { at: Math.max(start.at, from), id: start.at < from ? -1 : start.id, to, limit };
}

/** `DeskStore.readDecided`, in the requested order. */
export function readDecided(connection: Connection, entryIds: readonly number[]): readonly DecidedItem[] {
  const read = connection.sql<DecidedRow>(`${decidedSql} WHERE e.id = ?`);
  return entryIds.flatMap((id) => read.all(id)).map(decidedOf);
}

const carriersPerCopyMax = 200;

/** `DeskStore.readCarriers`. */
export function readCarriers(connection: Connection, copyIds: readonly number[]): readonly DecidedItem[] {
  const read = connection.sql<DecidedRow>(
    `${decidedSql} WHERE m.copy_id = ? ORDER BY m.first_seen_at, m.entry_id LIMIT ${carriersPerCopyMax}`,
  );
  return [...new Set(copyIds)].flatMap((id) => read.all(id)).map(decidedOf);
}

/**
 * How many entries are returned for one key. The oldest are returned, because they belong to the copy that a new entry
 * would join.
 */
const exactPerKeyMax = 4;

/** `DeskStore.readExact`. */
export function readExact(
  connection: Connection,
  { urlKeys, textKeys }: Parameters<DeskStore["readExact"]>[0],
): readonly DecidedItem[] {
  const ids = new Set<number>();
  const byUrl = connection.sql<{ id: number }>(exactSql("url_key"));
  const byText = connection.sql<{ id: number }>(exactSql("text_key"));
  for (const key of new Set(urlKeys)) for (const { id } of byUrl.all(key)) ids.add(id);
  for (const key of new Set(textKeys)) for (const { id } of byText.all(key)) ids.add(id);
  return readDecided(
    connection,
    [...ids].sort((a, b) => a - b),
  );
}

function exactSql(column: "url_key" | "text_key"): string {
  return `SELECT e.id FROM entries e CROSS JOIN memberships m ON m.entry_id = e.id
    WHERE e.${column} = ? ORDER BY e.first_seen_at, e.id LIMIT ${exactPerKeyMax}`;
}

const withSource = "CROSS JOIN feeds f ON f.id = e.feed_id CROSS JOIN sources s ON s.id = f.source_id";

const pendingSql = `SELECT ${pendingColumns}
  FROM pending p CROSS JOIN entries e ON e.id = p.entry_id ${withSource} LEFT JOIN memberships m ON m.entry_id = e.id
  ORDER BY p.first_seen_at, p.entry_id LIMIT ?`;

const placeColumns = "m.copy_id, m.story_id, m.standing, c.lead_entry_id, c.withdrawn_by";
const decidedFrom = `
  FROM memberships m CROSS JOIN entries e ON e.id = m.entry_id ${withSource} CROSS JOIN copies c ON c.id = m.copy_id`;
const decidedSql = `SELECT ${itemColumns}, ${placeColumns} ${decidedFrom}`;
const factsSql = `SELECT ${factColumns}, ${placeColumns} ${decidedFrom}`;

const windowSql = (
  select: string,
) => `${select} WHERE (m.first_seen_at, m.entry_id) > (:at, :id) AND m.first_seen_at <= :to
  ORDER BY m.first_seen_at, m.entry_id LIMIT :limit`;

/** `DeskStore.readPlaced`. */
export function readPlaced(connection: Connection, entryIds: readonly number[]): readonly PlacedEntry[] {
  return connection
    .sql<PlacedEntry>(
      `SELECT m.entry_id AS entryId, m.copy_id AS copyId, m.story_id AS storyId
       FROM json_each(?) asked CROSS JOIN memberships m ON m.entry_id = asked.value`,
    )
    .all(JSON.stringify(entryIds));
}
