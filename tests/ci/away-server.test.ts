import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorkspace, eventually, freePort, type Service, startService, type Workspace } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { type FeedHost, startFeedHost } from "../support/feed-host.ts";
import { makeDatabase } from "../support/postgres-server.ts";
import { createWay, type Way } from "../support/way.ts";

/** The way to the server of the store is cut while the service runs, and mended. */
let host: FeedHost;
let way: Way;
let workspace: Workspace;
let service: Service;

beforeEach(async () => {
  host = await startFeedHost();
  const store = new URL(await makeDatabase());
  way = createWay(await freePort(), Number(store.port));
  await way.open();
  store.port = String(way.port);
  const polling = { cron: "* * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: "0s" };
  const sources = [{ name: "Wire", kind: "agency", feeds: [{ url: publish(1), interval: "1s" }] }];
  workspace = createWorkspace({ polling, sources }, store.href);
  service = await startService(workspace);
  await titles(1);
});

afterEach(async () => {
  await service.stop("SIGKILL");
  await way.cut();
  await host.close();
  workspace.remove();
});

test("while it is away readers get what was made before, one line says so, and all goes on by itself", async () => {
  await way.cut();
  publish(2);
  await logged("the server cannot be reached");
  const { status, text } = await ask("/feeds/all.json");
  expect([status, itemsOf(text)]).toEqual([200, 1]);
  // Nobody has requested this one.
  expect((await ask("/feeds/all.rss")).status).toBe(200);
  expect((await ask("/")).status).toBe(503);
  expect((await ask("/healthz")).status).toBe(200);
  await way.open();
  await titles(2);
  await logged("the store is back");
  expect(service.log().match(/cannot be reached/g)).toHaveLength(1);
  expect(await service.stop()).toBe(0);
});

function publish(count: number): string {
  const items = Array.from({ length: count }, (_, n) => testItem(n + 1));
  return host.publish("/wire.rss", rssDocument({ title: "Wire", link: "https://wire.example/" }, items));
}

async function logged(line: string): Promise<void> {
  await eventually(
    async () => service.log(),
    (log) => log.includes(line),
  );
}

async function titles(count: number): Promise<void> {
  await eventually(
    () => ask("/feeds/all.json"),
    ({ status, text }) => status === 200 && itemsOf(text) === count,
    30_000,
  );
}

async function ask(path: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${service.baseUrl}${path}`);
  return { status: response.status, text: await response.text() };
}

function itemsOf(text: string): number {
  return (JSON.parse(text) as { items: unknown[] }).items.length;
}
