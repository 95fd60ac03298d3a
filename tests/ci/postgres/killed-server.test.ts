import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFolder, removeFolder } from "../../support/folders.ts";
import { type PolledFeeds, startPolledFeeds } from "../../support/polled-feeds.ts";
import { postgresBin } from "../../support/postgres-bin.mjs";
import { randomOf } from "../../support/random-of.ts";

/** To run more kills by hand: npm run trial -- kills --kills 40 */
const kills = Number(process.env.WIREDESK_KILLS ?? 2);
const seed = Number(process.env.WIREDESK_SEED ?? 1);

let folder: string;
let feeds: PolledFeeds;

beforeEach(async () => {
  folder = makeFolder();
  // Another user may run the server.
  chmodSync(folder, 0o755);
  const script = fileURLToPath(new URL("../../support/start-postgres.mjs", import.meta.url));
  expect(spawnSync(process.execPath, [script, folder]).status).toBe(0);
  const base = `postgres://wiredesk@127.0.0.1:${readFileSync(join(folder, "port"), "utf8")}`;
  const client = new pg.Client({ connectionString: `${base}/postgres` });
  await client.connect();
  await client.query("CREATE DATABASE wire");
  await client.end();
  feeds = await startPolledFeeds(randomOf(seed), `${base}/wire`);
});

afterEach(async () => {
  await feeds.end();
  control("stop");
  removeFolder(folder);
});

/** Ends or restarts the server at once, in the middle of what it does, as a crash would. */
function control(what: "stop" | "restart"): void {
  const data = join(folder, "server/data");
  const { uid, gid } = statSync(data);
  const run = spawnSync(`${postgresBin()}/pg_ctl`, ["-D", data, "-w", "-m", "immediate", what], {
    ...{ uid, gid, cwd: data, stdio: "ignore" },
  });
  expect(run.status).toBe(0);
}

test(`after ${kills} kills of the service and ${kills} of its server, every entry is there once, in its last state, and decided`, {
  timeout: 120_000 + kills * 60_000,
}, async () => {
  for (let kill = 0; kill < kills; kill += 1) {
    await feeds.pass();
    control("restart");
    await feeds.pass();
    await feeds.killService();
  }
  await feeds.expectAllOnce();
});
