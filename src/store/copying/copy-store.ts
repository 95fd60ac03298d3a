import { WireError } from "../../domain/errors.ts";
import type { OnCopied } from "../../domain/files/store-copies.ts";
import type { Instant } from "../../domain/time.ts";
import { type CopiedRow, type CopiedTable, type CopyEnd, copiedTables, sequencedTables } from "./copied-tables.ts";

const rowsMax = 500;
const indexedMax = 500;

/**
 * Copies a whole store into an empty one, with all ids. After an interruption, the next call continues where the copy
 * stopped. Errors: conflict (the target holds something else, the source is in use or has another schema, or the counts
 * differ at the end).
 */
export async function copyStore(from: CopyEnd, to: CopyEnd, now: Instant, onCopied: OnCopied): Promise<void> {
  if (await from.isInUse(now))
    throw new WireError("conflict", `${from.name} is in use; stop the service and other commands, then try again`);
  await beginOrGoOn(from, to);
  const total = await totalOf(from);
  let done = 0;
  const report = (rows: number, table: string) => {
    done += rows;
    onCopied(done, total, table);
  };
  for (const table of copiedTables) await copyTable(from, to, table, (rows) => report(rows, table.name));
  for (let indexed = await to.indexMore(indexedMax); indexed > 0; indexed = await to.indexMore(indexedMax))
    report(indexed, "words of entries");
  for (const table of sequencedTables) await to.setLastId(table, await from.lastId(table));
  await requireSameCounts(from, to);
  await to.finish();
}

async function beginOrGoOn(from: CopyEnd, to: CopyEnd): Promise<void> {
  const [identity, unfinished] = [await from.identity(), await to.unfinished()];
  if (unfinished === identity) return;
  if (unfinished !== null)
    throw new WireError("conflict", `${to.name} holds an unfinished copy of another store; name an empty one`);
  for (const { name, isSingle } of copiedTables)
    if (isSingle !== true && (await to.count(name)) > 0)
      throw new WireError("conflict", `${to.name} holds a store already; name an empty one`);
  await to.begin(identity);
}

async function totalOf(from: CopyEnd): Promise<number> {
  const counts = [];
  for (const { name } of copiedTables) counts.push(await from.count(name));
  return counts.reduce((sum, count) => sum + count, await from.count("entries"));
}

async function copyTable(
  from: CopyEnd,
  to: CopyEnd,
  table: CopiedTable,
  onRows: (rows: number) => void,
): Promise<void> {
  const columns = await sameColumns(from, to, table.name);
  let last: CopiedRow | null = null;
  if (table.isSingle !== true) {
    last = await to.lastRow(table);
    onRows(await to.count(table.name));
  }
  for (;;) {
    const rows = await from.read(table, columns, last, rowsMax);
    if (rows.length > 0) await to.write(table, columns, rows);
    onRows(rows.length);
    if (rows.length < rowsMax) return;
    last = rows.at(-1) ?? null;
  }
}

async function sameColumns(from: CopyEnd, to: CopyEnd, table: string): Promise<readonly string[]> {
  const [own, other] = [[...(await from.columns(table))].sort(), [...(await to.columns(table))].sort()];
  if (own.join() === other.join()) return own;
  throw new WireError("conflict", `${from.name} and ${to.name} have different schemas (table ${table}): migrate both`);
}

async function requireSameCounts(from: CopyEnd, to: CopyEnd): Promise<void> {
  for (const { name } of copiedTables) {
    const [source, target] = [await from.count(name), await to.count(name)];
    if (source !== target)
      throw new WireError(
        "conflict",
        `the copy is incomplete: ${name} has ${source} rows, but ${target} in the copy; run it again`,
      );
  }
}
