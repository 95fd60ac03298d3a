import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ChangingFeed, startChangingFeed } from "../../support/changing-feeds.ts";
import { createWorkspace, eventually, runCli, type Service, startService, type Workspace } from "../../support/cli.ts";
import { makeFolder, removeFolder } from "../../support/folders.ts";
import { type LoopbackHosts, startLoopbackHosts } from "../../support/loopback-host.ts";
import { postgresBin } from "../../support/postgres-bin.mjs";
import { randomOf } from "../../support/random-of.ts";

/** To run more kills by hand: npm run trial -- kills --kills 40 */
const kills = Number(process.env.WIREDESK_KILLS ?? 4);
const seed = Number(process.env.WIREDESK_SEED ?? 1);
const intervalMs = 1000;

let folder: string;
let hosts: LoopbackHosts;
let feeds: readonly ChangingFeed[];
let workspace: Workspace;
let service: Service;
const random = randomOf(seed);

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
  hosts = await startLoopbackHosts();
  feeds = [0, 1, 2, 3, 4].map((number) => startChangingFeed({ hosts, number, temper: "plain", intervalMs, random }));
  const sources = feeds.map(({ url }, at) => ({
    ...{ name: `Source ${at}`, kind: "outlet" },
    feeds: [{ url, interval: "1s" }],
  }));
  const polling = { cron: "* * * * * *", allowPrivateAddresses: true, hostGap: "0s", minInterval: "1s" };
  workspace = createWorkspace({ polling, sources }, `${base}/wire`);
  service = await startService(workspace);
});

afterEach(async () => {
  await service.stop("SIGKILL");
  control("stop");
  await hosts.close();
  workspace.remove();
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

test(`after ${kills} kills of the service and of its server, every entry is there once, in its last state, and decided`, {
  timeout: 120_000 + kills * 30_000,
}, async () => {
  for (let kill = 0; kill < kills; kill += 1) {
    const before = hosts.seen.length;
    const requests = 1 + Math.floor(random() * 2 * feeds.length);
    await eventually(
      async () => hosts.seen.length - before,
      (seen) => seen >= requests,
    );
    // While the answers are read, stored or decided.
    await sleep(random() * 150);
    if (kill % 2 === 0) control("restart");
    else {
      await service.stop("SIGKILL");
      service = await startService(workspace);
    }
  }
  for (const feed of feeds) feed.settle();
  const published = new Map(feeds.flatMap((feed) => [...feed.published]));
  const last = [...published].map(([guid, titles]) => `${guid} ${titles.at(-1)}`).sort();
  // Only decided entries are exported.
  const entries = await eventually(
    exported,
    (all) =>
      all
        .map(({ guid, title }) => `${guid} ${title}`)
        .sort()
        .join() === last.join(),
  );
  expect(entries).toHaveLength(published.size);
  for (const { guid, revision } of entries) expect(revision).toBeLessThanOrEqual(published.get(guid)?.length ?? 0);
});

async function exported(): Promise<readonly { guid: string; title: string; revision: number }[]> {
  const { stdout } = await runCli(workspace, ["export"]);
  return stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
}
