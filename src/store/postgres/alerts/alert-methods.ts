import type { AlertSetup } from "../../../domain/alerts/alert-setup.ts";
import type { AlertClockStore } from "../../../domain/alerts/alert-store.ts";
import { releaseEvents } from "../../../domain/alerts/release-held.ts";
import type { Instant } from "../../../domain/time.ts";
import { type HeldTableRow, heldRowOf, heldRowsMax } from "../../rows/alerts/alert-rows.ts";
import type { Connection } from "../connection.ts";
import { addToOutbox } from "../outbox/outbox-methods.ts";
import type { Transaction } from "../transaction.ts";
import { saveDigest } from "./digests.ts";
import { readThreads } from "./read-news.ts";
import { saveAlerts } from "./save-alerts.ts";

/** The store's methods for timed alerts. */
export function alertMethods({ read, write }: Connection): AlertClockStore {
  return {
    releaseHeld: async (setup, now) => {
      // Most of the time nothing is due. So read first, because a read takes no lock.
      if ((await read((tx) => readDue(tx, now, 1))).length === 0) return 0;
      return write((tx) => releaseHeld(tx, setup, now));
    },
    readMoments: (keys) => read((tx) => readMoments(tx, keys)),
    tellMoment: (moment, now) => write((tx) => tellMoment(tx, moment, now)),
    saveDigest: (digest, now) => write((tx) => saveDigest(tx, digest, now)),
    forgetAlerts: (before, limit) => write((tx) => forgetAlerts(tx, before, limit)),
  };
}

async function readDue(tx: Transaction, now: Instant, limit: number) {
  const rows = await tx.all<HeldTableRow>("SELECT * FROM alert_held WHERE due_at <= $1 ORDER BY id LIMIT $2", [
    now,
    limit,
  ]);
  return rows.map(heldRowOf);
}

async function releaseHeld(tx: Transaction, setup: AlertSetup, now: Instant): Promise<number> {
  const held = await readDue(tx, now, heldRowsMax);
  const threads = await readThreads(tx, [...new Set(held.map(({ storyId }) => storyId))]);
  await saveAlerts(tx, { held: [], ...releaseEvents(held, threads, { setup, now }) }, now);
  tx.send("DELETE FROM alert_held WHERE id = ANY($1::bigint[])", [held.map(({ id }) => id)]);
  return held.length;
}

async function readMoments(tx: Transaction, keys: readonly string[]): Promise<readonly string[]> {
  const rows = await tx.all<{ key: string }>("SELECT key FROM alert_moments WHERE key = ANY($1::text[])", [keys]);
  return rows.map(({ key }) => key);
}

async function tellMoment(
  tx: Transaction,
  { keys, messages }: Parameters<AlertClockStore["tellMoment"]>[0],
  now: Instant,
): Promise<boolean> {
  if ((await readMoments(tx, keys)).length > 0) return false;
  tx.send("INSERT INTO alert_moments (key, at) SELECT key, :now FROM unnest(:keys::text[]) k (key)", { keys, now });
  await addToOutbox(tx, messages, now);
  return true;
}

async function forgetAlerts(tx: Transaction, before: Instant, limit: number): Promise<number> {
  const threads = await tx.run(
    `DELETE FROM alert_threads WHERE (story_id, rule) IN
     (SELECT story_id, rule FROM alert_threads WHERE began_at < $1 ORDER BY began_at LIMIT $2)`,
    [before, limit],
  );
  const moments = await tx.run(
    "DELETE FROM alert_moments WHERE key IN (SELECT key FROM alert_moments WHERE at < $1 ORDER BY at LIMIT $2)",
    [before, limit],
  );
  return threads + moments;
}
