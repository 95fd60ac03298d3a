import type { RetentionFigures } from "../../../domain/figures/retention-forecast.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Transaction } from "../transaction.ts";
import { purgeableSql } from "./purge.ts";

/** `Store.readRetention`, inside a transaction. */
export async function readRetention(
  tx: Transaction,
  { before, since }: { readonly before: readonly Instant[]; readonly since: Instant },
): Promise<RetentionFigures> {
  const counted = async (sql: string, at: Instant) => (await tx.get<{ count: number }>(sql, [at]))?.count ?? 0;
  const due: number[] = [];
  for (const at of before) due.push(await counted(`SELECT count(*) AS count ${purgeableSql}`, at));
  const whole = await tx.get<Pick<RetentionFigures, "entries" | "bytes" | "oldestStoredAt">>(wholeSql);
  if (whole === undefined) throw new Error("the server returned no figures");
  return {
    ...whole,
    due,
    storedSince: await counted("SELECT count(*) AS count FROM entries WHERE stored_at >= $1", since),
  };
}

const wholeSql = `SELECT (SELECT coalesce(sum(entry_count), 0)::bigint FROM feeds) AS entries,
  (SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class
   WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r') AS bytes,
  (SELECT stored_at FROM entries ORDER BY stored_at LIMIT 1) AS "oldestStoredAt"`;
