import { type FiledState, filedOf, presentOf, type StateRow, stateRowOf } from "../../rows/filed-states.ts";
import { columnsOf } from "../columns.ts";
import type { Transaction } from "../transaction.ts";

/** The states of one entry that are to be saved. */
export interface ToFile {
  readonly entryId: number;
  readonly states: readonly FiledState[];
  /** The text of the entry's first state, if it is known. */
  readonly first?: string | undefined;
}

/** Saves earlier states of entries in `revisions`. */
export async function fileStates(tx: Transaction, entries: readonly ToFile[]): Promise<void> {
  if (entries.every(({ states }) => states.length === 0)) return;
  const unknown = entries.filter(
    ({ states, first }) => first === undefined && states.every(({ number }) => number !== 1),
  );
  const firsts = await firstTexts(
    tx,
    unknown.map(({ entryId }) => entryId),
  );
  const rows = entries.flatMap(({ entryId, states, first }) => {
    const like = first ?? states.find(({ number }) => number === 1)?.text ?? firsts.get(entryId) ?? "";
    return states.map((state) => {
      const { number, seenAt, significant, contentHash, title, url, text, html, packed } = stateRowOf(state, like);
      return { entryId, number, seenAt, significant, contentHash, title, url, text, html, packed };
    });
  });
  tx.send(fileSql, columnsOf(rows));
}

/**
 * The earlier states of each entry that the store still keeps, oldest first. Entries without such states are left out.
 */
export async function readFiledStates(
  tx: Transaction,
  entryIds: readonly number[],
): Promise<ReadonlyMap<number, readonly FiledState[]>> {
  const rows = await tx.all<KeyedRow>(`${filedSql} ORDER BY entry_id, number`, { entryIds });
  const states = new Map<number, FiledState[]>();
  const firsts = new Map<number, string>();
  for (const { entryId, ...row } of rows) {
    const state = filedOf(row, firsts.get(entryId) ?? "");
    if (state.number === 1) firsts.set(entryId, state.text);
    states.set(entryId, [...(states.get(entryId) ?? []), state]);
  }
  return states;
}

/** The present states of entries. */
export async function readPresentStates(
  tx: Transaction,
  entryIds: readonly number[],
): Promise<ReadonlyMap<number, FiledState>> {
  const rows = await tx.all<KeyedRow>(presentSql, { entryIds });
  return new Map(rows.map(({ entryId, ...row }) => [entryId, presentOf(row)]));
}

type KeyedRow = StateRow & { readonly entryId: number };

async function firstTexts(tx: Transaction, entryIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (entryIds.length === 0) return new Map();
  const rows = await tx.all<KeyedRow>(`${filedSql} AND number = 1`, { entryIds });
  return new Map(rows.map(({ entryId, ...row }) => [entryId, filedOf(row, "").text]));
}

const fileSql = `INSERT INTO revisions (entry_id, number, seen_at, significant, content_hash, title, url, text, html, packed)
  SELECT * FROM unnest(:entryId::bigint[], :number::int[], :seenAt::bigint[], :significant::smallint[], :contentHash::text[],
    :title::text[], :url::text[], :text::text[], :html::text[], :packed::bytea[])`;

const stateColumns = `seen_at AS "seenAt", significant, content_hash AS "contentHash", title, url, text, html, packed`;

const filedSql = `SELECT entry_id AS "entryId", number, ${stateColumns} FROM revisions WHERE entry_id = ANY(:entryIds::bigint[])`;

const presentSql = `SELECT id AS "entryId", revision AS number, ${stateColumns.replace("seen_at", "revised_at")}
  FROM entries WHERE id = ANY(:entryIds::bigint[])`;
