import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorkspace, eventually, runProcess, type Service, startService, type Workspace } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { type FeedHost, startFeedHost } from "../support/feed-host.ts";

/** What a service does by itself for its operator: backups, pings of a monitor, and a log of requests. */
let host: FeedHost;
let monitor: Server;
let workspace: Workspace;
let service: Service | null = null;
let pings: string[];

beforeEach(async () => {
  pings = [];
  monitor = createServer((request, response) => {
    pings.push(request.url ?? "");
    response.end("OK");
  }).listen(0, "127.0.0.1");
  await once(monitor, "listening");
  host = await startFeedHost();
  const items = [testItem(1), testItem(2)];
  const url = host.publish("/wire.rss", rssDocument({ title: "Wire", link: "https://wire.example/" }, items));
  workspace = createWorkspace();
  workspace.writeConfig({
    polling: { cron: "* * * * * *", allowPrivateAddresses: true },
    backup: { at: "03:15", to: workspace.path("backups"), keep: 3 },
    ping: { url: `http://127.0.0.1:${(monitor.address() as AddressInfo).port}/ping/${"${PING_KEY}"}`, every: "1s" },
    accessLog: true,
    sources: [{ name: "Wire", kind: "agency", feeds: [{ url }] }],
  });
});

afterEach(async () => {
  await service?.stop("SIGKILL");
  service = null;
  monitor.closeAllConnections();
  monitor.close();
  await host.close();
  workspace.remove();
});

test("a new service makes its first backup and pings its monitor; the backup restores", async () => {
  const env = { PING_KEY: "secret-key" };
  service = await startService(workspace, env);
  await eventually(
    async () => pings.length,
    (count) => count >= 2,
  );
  expect(new Set(pings)).toEqual(new Set(["/ping/secret-key"]));
  const [name = ""] = await eventually(
    async () => readdirSync(workspace.path("backups")).filter((one) => one.endsWith(".db")),
    (names) => names.length === 1,
  );
  expect(name).toMatch(/^wiredesk-\d{8}-\d{6}\.db$/);
  const metrics = await eventually(
    async () => (await fetch(`${service?.baseUrl}/metrics`)).text(),
    (text) => /^wiredesk_last_backup_timestamp_seconds [1-9]/m.test(text),
  );
  expect(metrics).not.toContain("secret-key");
  expect(await service.stop()).toBe(0);
  const restored = await runProcess(workspace, ["restore", workspace.path(`backups/${name}`)], env);
  expect([restored.code, restored.stderr]).toEqual([0, expect.stringContaining("restored ")]);
  const shown = await runProcess(workspace, ["config", "show"], env);
  expect(shown.stdout).not.toContain("secret-key");
}, 60_000);

test("each request is a line of the log, without its key and with its outcome", async () => {
  service = await startService(workspace, { PING_KEY: "x" });
  await (
    await fetch(`${service.baseUrl}/feeds/all.rss?key=my-secret&lang=en`, { headers: { "User-Agent": "Reader/1" } })
  ).text();
  await (await fetch(`${service.baseUrl}/nowhere`)).text();
  const lines = await eventually(
    async () => (service?.log() ?? "").split("\n").filter((line) => line.includes('"msg":"request"')),
    (found) => found.some((line) => line.includes("/nowhere")),
  );
  const requests = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const feed = requests.find(({ path }) => String(path).startsWith("/feeds/all.rss"));
  expect(feed).toMatchObject({ method: "GET", path: "/feeds/all.rss?key=***&lang=en", status: 200, agent: "Reader/1" });
  expect(Number(feed?.bytes)).toBeGreaterThan(100);
  expect(requests.find(({ path }) => path === "/nowhere")).toMatchObject({ status: 404 });
  expect(service.log()).not.toContain("my-secret");
}, 60_000);
