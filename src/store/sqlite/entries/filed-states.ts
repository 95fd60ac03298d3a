import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import { packText, unpackText } from "./pack-text.ts";
import { htmlOf, htmlSaidOnce, packedMark } from "./said-once.ts";

/** What an entry said: a state that is filed, or is to be. */
export interface FiledState {
  /** 1 for the first state. */
  readonly number: number;
  readonly seenAt: Instant;
  readonly significant: 0 | 1;
  readonly contentHash: string;
  readonly title: string;
  readonly url: string | null;
  readonly text: string;
  readonly html: string;
}

/** What the statements select. Texts may be packed. */
interface StateRow extends FiledState {
  readonly packed: Buffer | null;
}

/**
 * Files states of an entry in `revisions`. A long one is packed with the entry's first state as what it resembles: the
 * first is kept as long as the entry, and a live page that is filed fifty times differs little from it.
 */
export function fileStates(connection: Connection, entryId: number, states: readonly FiledState[]): void {
  const first = states.find(({ number }) => number === 1)?.text ?? firstText(connection, entryId);
  for (const state of states) {
    const { number, text } = state;
    const html = htmlSaidOnce(state.html, text);
    const packed = packText(JSON.stringify([text, html]), number === 1 ? "" : first);
    const kept = packed === null ? { text, html } : { text: "", html: packedMark };
    connection.sql(fileSql).run({ ...state, ...kept, packed, entryId });
  }
}

/** Files the present state of an entry before a revision replaces it. */
export function filePresentState(connection: Connection, entryId: number): void {
  const present = readPresentState(connection, entryId);
  if (present !== null) fileStates(connection, entryId, [present]);
}

/** An entry's earlier states that are kept, the first one first. */
export function readFiledStates(connection: Connection, entryId: number): readonly FiledState[] {
  const first = firstText(connection, entryId);
  return connection
    .sql<StateRow>(`${filedStatesSql} ORDER BY number`)
    .all({ entryId })
    .map((row) => filedOf(row, first));
}

/** What the entry says now. */
export function readPresentState(connection: Connection, entryId: number): FiledState | null {
  const present = connection.sql<StateRow>(presentStateSql).get({ entryId });
  return present === undefined ? null : presentOf(present);
}

/** Packs the filed states that earlier builds wrote as they were. */
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

/** `first`: what the entry's first state says. */
function filedOf({ packed, ...row }: StateRow, first: string): FiledState {
  const like = row.number === 1 ? "" : first;
  const [text, html] =
    packed === null ? [row.text, row.html] : (JSON.parse(unpackText(packed, like)) as [string, string]);
  return { ...row, text, html: htmlOf({ html, packed: null }, text) };
}

function presentOf({ packed, ...row }: StateRow): FiledState {
  return { ...row, html: htmlOf({ html: row.html, packed }, row.text) };
}

const fileSql = `INSERT INTO revisions (entry_id, number, seen_at, significant, content_hash, title, url, text, html, packed)
  VALUES (:entryId, :number, :seenAt, :significant, :contentHash, :title, :url, :text, :html, :packed)`;

const filedStatesSql = `SELECT number, seen_at AS seenAt, significant, content_hash AS contentHash, title, url, text, html, packed
  FROM revisions WHERE entry_id = :entryId`;

const presentStateSql = `SELECT revision AS number, revised_at AS seenAt, significant, content_hash AS contentHash, title, url, text, html,
  packed FROM entries WHERE id = :entryId`;
