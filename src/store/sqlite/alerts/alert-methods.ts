import type { AlertSetup } from "../../../domain/alerts/alert-setup.ts";
import type { AlertClockStore } from "../../../domain/alerts/alert-store.ts";
import { releaseEvents } from "../../../domain/alerts/release-held.ts";
import type { Instant } from "../../../domain/time.ts";
import { type HeldTableRow, heldRowOf, heldRowsMax } from "../../rows/alerts/alert-rows.ts";
import type { Connection } from "../connection.ts";
import { addToOutbox } from "../outbox/outbox-methods.ts";
import { saveDigest } from "./digests.ts";
import { readThreads } from "./read-news.ts";
import { saveAlerts } from "./save-alerts.ts";

/** The store's methods for timed alerts. */
export function alertMethods(connection: Connection): AlertClockStore {
  const { read, write } = connection;
  return {
    releaseHeld: async (setup, now) => {
      // Most of the time nothing is due. So read first, because a read takes no lock.
      if ((await read(() => readDue(connection, now, 1))).length === 0) return 0;
      return write(() => releaseHeld(connection, setup, now));
    },
    readMoments: (keys) => read(() => readMoments(connection, keys)),
    tellMoment: (moment, now) => write(() => tellMoment(connection, moment, now)),
    saveDigest: (digest, now) => write(() => saveDigest(connection, digest, now)),
    forgetAlerts: (before, limit) => write(() => forgetAlerts(connection, before, limit)),
  };
}

function readDue(connection: Connection, now: Instant, limit: number) {
  return connection
    .sql<HeldTableRow>("SELECT * FROM alert_held WHERE due_at <= ? ORDER BY id LIMIT ?")
    .all(now, limit)
    .map(heldRowOf);
}

function releaseHeld(connection: Connection, setup: AlertSetup, now: Instant): number {
  const held = readDue(connection, now, heldRowsMax);
  const threads = readThreads(connection, [...new Set(held.map(({ storyId }) => storyId))]);
  saveAlerts(connection, { held: [], ...releaseEvents(held, threads, { setup, now }) }, now);
  for (const { id } of held) connection.sql("DELETE FROM alert_held WHERE id = ?").run(id);
  return held.length;
}

function readMoments(connection: Connection, keys: readonly string[]): readonly string[] {
  const read = connection.sql<string>("SELECT key FROM alert_moments WHERE key = ?").pluck();
  return keys.flatMap((key) => read.all(key));
}

function tellMoment(
  connection: Connection,
  { keys, messages }: Parameters<AlertClockStore["tellMoment"]>[0],
  now: Instant,
): boolean {
  if (readMoments(connection, keys).length > 0) return false;
  for (const key of keys) connection.sql("INSERT INTO alert_moments (key, at) VALUES (?, ?)").run(key, now);
  addToOutbox(connection, messages, now);
  return true;
}

function forgetAlerts(connection: Connection, before: Instant, limit: number): number {
  const threads = connection
    .sql(
      `DELETE FROM alert_threads WHERE (story_id, rule) IN
       (SELECT story_id, rule FROM alert_threads WHERE began_at < ? ORDER BY began_at LIMIT ?)`,
    )
    .run(before, limit);
  const moments = connection
    .sql("DELETE FROM alert_moments WHERE key IN (SELECT key FROM alert_moments WHERE at < ? ORDER BY at LIMIT ?)")
    .run(before, limit);
  return threads.changes + moments.changes;
}
