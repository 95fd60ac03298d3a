import type { DroppedDelivery, HubFigures } from "../../../domain/hub.ts";
import type { Transaction } from "../transaction.ts";

/** `HubReadStore.readHubFigures`, inside a transaction. */
export async function readHubFigures(tx: Transaction): Promise<HubFigures> {
  const row = await tx.get<HubFigures>(figuresSql);
  if (row === undefined) throw new Error("the row of counts is missing");
  return row;
}

/** Records of dropped deliveries have numbers that are never reused, so the last number is the total. */
const figuresSql = `SELECT
  (SELECT count(*) FROM subscriptions) AS subscriptions,
  (SELECT count(DISTINCT topic) FROM subscriptions) AS topics,
  (SELECT count(*) FROM deliveries) AS owed,
  (SELECT count(*) FROM deliveries WHERE first_failed_at IS NOT NULL) AS failing,
  (SELECT min(owed_at) FROM deliveries) AS "oldestOwedAt",
  (SELECT coalesce(max(id), 0) FROM dropped_deliveries) AS dropped`;

/** `HubReadStore.readDroppedDeliveries`, inside a transaction. */
export async function readDroppedDeliveries(tx: Transaction, limit: number): Promise<readonly DroppedDelivery[]> {
  return tx.all<DroppedDelivery>(
    `SELECT topic, callback, owed_at AS "owedAt", dropped_at AS "droppedAt", attempts, last_error AS "lastError"
     FROM dropped_deliveries ORDER BY id DESC LIMIT $1`,
    [limit],
  );
}
