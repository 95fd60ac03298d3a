import { saidOnce } from "../../rows/said-once.ts";
import type { Connection } from "../connection.ts";
import { packFiledStates } from "./filed-states.ts";

interface OlderRow {
  readonly id: number;
  readonly revision: number;
  readonly title: string;
  readonly headline: string;
  readonly summary: string;
  readonly text: string;
  readonly html: string;
}

/** `Store.packOlder`, inside a transaction. Skips rows that are packed already. */
export function packOlder(connection: Connection, limit: number): number {
  const from = connection.sql<number>("SELECT next_entry_id FROM packing").pluck().get();
  if (from === undefined) return 0;
  const rows = connection.sql<OlderRow>(olderSql).all(from, limit);
  for (const row of rows) packRow(connection, row);
  const next = (rows.at(-1)?.id ?? from) + 1;
  const last = connection.sql<number>("SELECT coalesce(max(id), 0) FROM entries").pluck().get() ?? 0;
  const left = rows.length < limit ? 0 : Math.max(0, last - next + 1);
  if (left === 0) connection.sql("DELETE FROM packing").run();
  else connection.sql("UPDATE packing SET next_entry_id = ?").run(next);
  return left;
}

const olderSql =
  "SELECT id, revision, title, headline, summary, text, html FROM entries WHERE id >= ? ORDER BY id LIMIT ?";

function packRow(connection: Connection, row: OlderRow): void {
  if (row.revision > 1) packFiledStates(connection, row.id);
  const { headline, summary, html, packed } = saidOnce(row);
  if (headline === row.headline && summary === row.summary && html === row.html) return;
  connection
    .sql("UPDATE entries SET headline = ?, summary = ?, html = ?, packed = coalesce(?, packed) WHERE id = ?")
    .run(headline, summary, html, packed, row.id);
}
