import type { RetentionFigures } from "../../../domain/figures/retention-forecast.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import { purgeableSql } from "./purge.ts";

/** `Store.readRetention`, inside a transaction. */
export function readRetention(
  connection: Connection,
  { before, since }: { readonly before: readonly Instant[]; readonly since: Instant },
): RetentionFigures {
  const counted = (sql: string, at: Instant) => connection.sql<{ count: number }>(sql).get(at)?.count ?? 0;
  const pragma = (name: string) => Number(connection.db.pragma(name, { simple: true }));
  const oldest = connection.sql<{ at: Instant }>("SELECT stored_at AS at FROM entries ORDER BY stored_at LIMIT 1");
  return {
    entries: connection.sql<{ count: number }>("SELECT sum(entry_count) AS count FROM feeds").get()?.count ?? 0,
    bytes: (pragma("page_count") - pragma("freelist_count")) * pragma("page_size"),
    due: before.map((at) => counted(`SELECT count(*) AS count ${purgeableSql}`, at)),
    oldestStoredAt: oldest.get()?.at ?? null,
    storedSince: counted("SELECT count(*) AS count FROM entries WHERE stored_at >= ?", since),
  };
}
