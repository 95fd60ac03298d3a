import type { AlertWrites, RouteFacts } from "../../../domain/alerts/route-alerts.ts";
import type { AlertThread } from "../../../domain/alerts/story-news.ts";
import { type Instant, minuteMs } from "../../../domain/time.ts";
import { heldValues, threadValues } from "../../rows/alerts/alert-rows.ts";
import { columnsOf } from "../columns.ts";
import { addToOutbox } from "../outbox/outbox-methods.ts";
import type { Transaction } from "../transaction.ts";

/** How many stories each rule reported in the last minute, and until when a flood holds back which rules. */
export async function readRouteFacts(tx: Transaction, now: Instant): Promise<Omit<RouteFacts, "deskBase">> {
  const [recent, flooded] = await Promise.all([
    tx.all<{ rule: string; stories: number }>(
      "SELECT rule, count(*) AS stories FROM alert_threads WHERE began_at > $1 AND began_at <= $2 GROUP BY rule",
      [now - minuteMs, now],
    ),
    tx.all<{ rule: string; dueAt: Instant }>(
      `SELECT rule, min(due_at) AS "dueAt" FROM alert_held WHERE reason = 'flood' AND due_at > $1 GROUP BY rule`,
      [now],
    ),
  ]);
  return {
    now,
    recent: new Map(recent.map(({ rule, stories }) => [rule, stories])),
    flooded: new Map(flooded.map(({ rule, dueAt }) => [rule, dueAt])),
  };
}

/** Writes messages, held events and threads, inside the transaction that makes their news visible. */
export async function saveAlerts(tx: Transaction, writes: AlertWrites, now: Instant): Promise<void> {
  const { outgoing, held, threads } = writes;
  await addToOutbox(
    tx,
    outgoing.map((row) => ({ ...row, giveUpAt: null })),
    now,
  );
  if (held.length > 0) tx.send(holdSql, columnsOf(held.map(heldValues)));
  saveThreads(tx, threads);
}

const holdSql = `INSERT INTO alert_held (rule, story_id, begins, item, reason, due_at)
  SELECT * FROM unnest(:rule::text[], :storyId::bigint[], :begins::smallint[], :item::text[], :reason::text[], :dueAt::bigint[])`;

/** Writes threads under their stories. */
export function saveThreads(tx: Transaction, threads: readonly AlertThread[]): void {
  if (threads.length > 0) tx.send(threadSql, columnsOf(threads.map(threadValues)));
}

const threadSql = `INSERT INTO alert_threads
  (story_id, rule, source_id, began_at, told, messages, first_serial, first_title, first_url)
  SELECT * FROM unnest(:storyId::bigint[], :rule::text[], :sourceId::bigint[], :beganAt::bigint[], :told::text[], :messages::int[],
    :serial::text[], :title::text[], :deskUrl::text[])
  ON CONFLICT (story_id, rule) DO UPDATE SET source_id = excluded.source_id, began_at = excluded.began_at,
    told = excluded.told, messages = excluded.messages, first_serial = excluded.first_serial,
    first_title = excluded.first_title, first_url = excluded.first_url`;
