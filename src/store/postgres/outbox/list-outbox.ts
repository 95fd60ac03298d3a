import type { AlertOutboxReadStore, ChannelFigures, ListedMessage } from "../../../domain/alerts/outbox-store.ts";
import type { Instant } from "../../../domain/time.ts";
import {
  channelFiguresOf,
  type FiguresRow,
  type ListedTableRow,
  listedColumns,
  listedMessageOf,
  type NextRow,
} from "../../rows/outbox-rows.ts";
import type { Transaction } from "../transaction.ts";

/** `AlertOutboxReadStore.listOutbox`, inside a transaction. The public sees nothing of the outbox. */
export async function listOutbox(
  tx: Transaction,
  { states, channel, limit }: Parameters<AlertOutboxReadStore["listOutbox"]>[0],
): Promise<readonly ListedMessage[]> {
  if (tx.audience === "public") return [];
  const rows = await tx.all<ListedTableRow>(
    `SELECT ${listedColumns} FROM alert_outbox o
     WHERE o.state = ANY(:states::text[]) AND (:channel::text IS NULL OR o.channel = :channel)
     ORDER BY o.id DESC LIMIT :limit`,
    { states, channel, limit },
  );
  return rows.map(listedMessageOf);
}

/** `AlertOutboxReadStore.readOutboxFigures`, inside a transaction. */
export async function readOutboxFigures(tx: Transaction, now: Instant): Promise<readonly ChannelFigures[]> {
  if (tx.audience === "public") return [];
  const [counts, next] = await Promise.all([tx.all<FiguresRow>(countsSql), tx.all<NextRow>(nextSql, { now })]);
  return channelFiguresOf(counts, next);
}

const countsSql = `SELECT channel, count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'failed') AS failed,
  count(*) FILTER (WHERE state = 'sent') AS sent FROM alert_outbox GROUP BY channel ORDER BY channel`;

const nextSql = `SELECT o.channel, o.attempts, o.due_at, o.last_error
  FROM (SELECT min(id) AS id FROM alert_outbox WHERE state = 'waiting' AND due_at <= :now::bigint GROUP BY channel) f
  JOIN alert_outbox o ON o.id = f.id`;
