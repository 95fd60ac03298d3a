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
import type { Connection } from "../connection.ts";

/** `AlertOutboxReadStore.listOutbox`, inside a transaction. The public sees nothing of the outbox. */
export function listOutbox(
  connection: Connection,
  { states, channel, limit }: Parameters<AlertOutboxReadStore["listOutbox"]>[0],
): readonly ListedMessage[] {
  if (connection.audience === "public") return [];
  return connection
    .sql<ListedTableRow>(
      `SELECT ${listedColumns} FROM alert_outbox o
       WHERE o.state IN (SELECT value FROM json_each(:states)) AND (:channel IS NULL OR o.channel = :channel)
       ORDER BY o.id DESC LIMIT :limit`,
    )
    .all({ states: JSON.stringify(states), channel, limit })
    .map(listedMessageOf);
}

/** `AlertOutboxReadStore.readOutboxFigures`, inside a transaction. */
export function readOutboxFigures(connection: Connection, now: Instant): readonly ChannelFigures[] {
  if (connection.audience === "public") return [];
  const next = connection.sql<NextRow>(nextSql).all({ now });
  return channelFiguresOf(connection.sql<FiguresRow>(countsSql).all(), next);
}

const countsSql = `SELECT channel, sum(state = 'waiting') AS waiting, sum(state = 'failed') AS failed, sum(state = 'sent') AS sent
  FROM alert_outbox GROUP BY channel ORDER BY channel`;

const nextSql = `SELECT o.channel, o.attempts, o.due_at, o.last_error
  FROM (SELECT min(id) AS id FROM alert_outbox WHERE state = 'waiting' AND due_at <= :now GROUP BY channel) f
  CROSS JOIN alert_outbox o ON o.id = f.id`;
