import { type FiledState, filedOf, presentOf, type StateRow, stateRowOf } from "../../rows/filed-states.ts";
import type { Connection } from "../connection.ts";

/** Saves earlier states of an entry in `revisions`. */
export function fileStates(connection: Connection, entryId: number, states: readonly FiledState[]): void {
  const first = states.find(({ number }) => number === 1)?.text ?? firstText(connection, entryId);
  for (const state of states) connection.sql(fileSql).run({ ...stateRowOf(state, first), entryId });
}

/** Saves the present state of an entry in `revisions` before a revision replaces it. */
export function filePresentState(connection: Connection, entryId: number): void {
  const present = readPresentState(connection, entryId);
  if (present !== null) fileStates(connection, entryId, [present]);
}

/** The earlier states of an entry that the store still keeps, oldest first. */
export function readFiledStates(connection: Connection, entryId: number): readonly FiledState[] {
  const first = firstText(connection, entryId);
  return connection
    .sql<StateRow>(`${filedStatesSql} ORDER BY number`)
    .all({ entryId })
    .map((row) => filedOf(row, first));
}

/** The present state of an entry; null when there is no such entry. */
export function readPresentState(connection: Connection, entryId: number): FiledState | null {
  const present = connection.sql<StateRow>(presentStateSql).get({ entryId });
  return present === undefined ? null : presentOf(present);
}

/** Packs the saved states that earlier builds wrote uncompressed. */
export function packFiledStates(connection: Connection, entryId: number): void {
  const states = readFiledStates(connection, entryId);
  if (states.length === 0) return;
  connection.sql("DELETE FROM revisions WHERE entry_id = ?").run(entryId);
  fileStates(connection, entryId, states);
}

function firstText(connection: Connection, entryId: number): string {
  const first = connection.sql<StateRow>(`${filedStatesSql} AND number = 1`).get({ entryId });
  return first === undefined ? "" : filedOf(first, "").text;
}

const fileSql = `INSERT INTO revisions (entry_id, number, seen_at, significant, content_hash, title, url, text, html, packed)
  VALUES (:entryId, :number, :seenAt, :significant, :contentHash, :title, :url, :text, :html, :packed)`;

const filedStatesSql = `SELECT number, seen_at AS seenAt, significant, content_hash AS contentHash, title, url, text, html, packed
  FROM revisions WHERE entry_id = :entryId`;

const presentStateSql = `SELECT revision AS number, revised_at AS seenAt, significant, content_hash AS contentHash, title, url, text, html,
  packed FROM entries WHERE id = :entryId`;
