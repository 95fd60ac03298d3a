import { test } from "vitest";
import { startPolledFeeds } from "../support/polled-feeds.ts";
import { randomOf } from "../support/random-of.ts";

/** To run more kills by hand: npm run trial -- kills --kills 40. PostgreSQL: postgres/killed-server.test.ts */
const kills = Number(process.env.WIREDESK_KILLS ?? 2);
const seed = Number(process.env.WIREDESK_SEED ?? 1);

test(`after ${kills} kills of the service, every entry is there once, in its last state, and decided`, {
  timeout: 120_000 + kills * 30_000,
}, async () => {
  const feeds = await startPolledFeeds(randomOf(seed));
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      await feeds.pass();
      await feeds.killService();
    }
    await feeds.expectAllOnce();
  } finally {
    await feeds.end();
  }
});
