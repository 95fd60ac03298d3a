import type { AlertWrites, RouteFacts } from "../../../domain/alerts/route-alerts.ts";
import type { AlertThread } from "../../../domain/alerts/story-news.ts";
import { type Instant, minuteMs } from "../../../domain/time.ts";
import { heldValues, threadValues } from "../../rows/alerts/alert-rows.ts";
import type { Connection } from "../connection.ts";
import { addToOutbox } from "../outbox/outbox-methods.ts";

/**
 * How many stories each rule reported in the last minute, and the rules that a flood holds back, each with the time at
 * which that ends.
 */
export function readRouteFacts(connection: Connection, now: Instant): Omit<RouteFacts, "deskBase"> {
  const recent = connection
    .sql<{ rule: string; stories: number }>(
      "SELECT rule, count(*) AS stories FROM alert_threads WHERE began_at > ? AND began_at <= ? GROUP BY rule",
    )
    .all(now - minuteMs, now);
  const flooded = connection
    .sql<{ rule: string; dueAt: Instant }>(
      "SELECT rule, min(due_at) AS dueAt FROM alert_held WHERE reason = 'flood' AND due_at > ? GROUP BY rule",
    )
    .all(now);
  return {
    now,
    recent: new Map(recent.map(({ rule, stories }) => [rule, stories])),
    flooded: new Map(flooded.map(({ rule, dueAt }) => [rule, dueAt])),
  };
}

/** Writes messages, held events and threads, inside the transaction that makes their news visible. */
export function saveAlerts(connection: Connection, { outgoing, held, threads }: AlertWrites, now: Instant): void {
  addToOutbox(
    connection,
    outgoing.map((row) => ({ ...row, giveUpAt: null })),
    now,
  );
  for (const event of held) connection.sql(holdSql).run(heldValues(event));
  for (const thread of threads) saveThread(connection, thread);
}

const holdSql = `INSERT INTO alert_held (rule, story_id, begins, item, reason, due_at)
  VALUES (:rule, :storyId, :begins, :item, :reason, :dueAt)`;

/** Writes a thread under its story. */
export function saveThread(connection: Connection, thread: AlertThread): void {
  connection.sql(threadSql).run(threadValues(thread));
}

const threadSql = `INSERT INTO alert_threads
  (story_id, rule, source_id, began_at, told, messages, first_serial, first_title, first_url)
  VALUES (:storyId, :rule, :sourceId, :beganAt, :told, :messages, :serial, :title, :deskUrl)
  ON CONFLICT (story_id, rule) DO UPDATE SET source_id = excluded.source_id, began_at = excluded.began_at,
    told = excluded.told, messages = excluded.messages, first_serial = excluded.first_serial,
    first_title = excluded.first_title, first_url = excluded.first_url`;
