import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { type ChangingFeed, startChangingFeed } from "./changing-feeds.ts";
import { createWorkspace, eventually, runCli, type Service, startService, type Workspace } from "./cli.ts";
import { type LoopbackHosts, startLoopbackHosts } from "./loopback-host.ts";

const intervalMs = 1000;

/** A service that polls five feeds each second, while their items come and change. */
export interface PolledFeeds {
  /** Waits for a random moment at which answers are read, stored or decided. */
  pass(): Promise<void>;
  /** Kills the service and starts it again. */
  killService(): Promise<void>;
  /** Lets the feeds come to rest, and tests that each item is stored once, in its last state, and decided. */
  expectAllOnce(): Promise<void>;
  end(): Promise<void>;
}

/** Starts feeds and service. `storeUrl`: see `createWorkspace`. */
export async function startPolledFeeds(random: () => number, storeUrl?: string): Promise<PolledFeeds> {
  const hosts = await startLoopbackHosts();
  const feeds = [0, 1, 2, 3, 4].map((number) =>
    startChangingFeed({ hosts, number, temper: "plain", intervalMs, random }),
  );
  const workspace = createWorkspace(configOf(feeds), storeUrl);
  let service: Service = await startService(workspace);
  return {
    pass: () => passMoment(hosts, random),
    async killService() {
      await service.stop("SIGKILL");
      service = await startService(workspace);
    },
    expectAllOnce: () => expectAllOnce(workspace, feeds),
    async end() {
      await service.stop("SIGKILL");
      await hosts.close();
      workspace.remove();
    },
  };
}

function configOf(feeds: readonly ChangingFeed[]): object {
  const sources = feeds.map(({ url }, at) => ({
    ...{ name: `Source ${at}`, kind: "outlet" },
    feeds: [{ url, interval: "1s" }],
  }));
  const polling = { cron: "* * * * * *", allowPrivateAddresses: true, hostGap: "0s", minInterval: "1s" };
  return { polling, sources };
}

async function passMoment(hosts: LoopbackHosts, random: () => number): Promise<void> {
  const before = hosts.seen.length;
  const requests = 1 + Math.floor(random() * 10);
  await eventually(
    async () => hosts.seen.length - before,
    (seen) => seen >= requests,
  );
  await sleep(random() * 150);
}

async function expectAllOnce(workspace: Workspace, feeds: readonly ChangingFeed[]): Promise<void> {
  for (const feed of feeds) feed.settle();
  const published = new Map(feeds.flatMap((feed) => [...feed.published]));
  const last = [...published].map(([guid, titles]) => `${guid} ${titles.at(-1)}`).sort();
  // Only decided entries are exported.
  const entries = await eventually(
    () => exported(workspace),
    (all) =>
      all
        .map(({ guid, title }) => `${guid} ${title}`)
        .sort()
        .join() === last.join(),
  );
  expect(entries).toHaveLength(published.size);
  for (const { guid, revision } of entries) expect(revision).toBeLessThanOrEqual(published.get(guid)?.length ?? 0);
}

async function exported(workspace: Workspace): Promise<readonly { guid: string; title: string; revision: number }[]> {
  const { stdout } = await runCli(workspace, ["export"]);
  return stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
}
