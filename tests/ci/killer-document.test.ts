import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorkspace, eventually, runProcess, type Service, startService, type Workspace } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";

/** A document that kills the thread that parses it. It is not parsed a second time, and other feeds continue. */
let server: Server;
let asked: Record<string, number>;
let workspace: Workspace;
let service: Service | null = null;

beforeEach(async () => {
  asked = {};
  const large = Array.from({ length: 9_000 }, (_, n) => ({ ...testItem(n), text: testItem(n).text.repeat(6) }));
  const documents: Record<string, string> = {
    "/large.rss": rssDocument({ title: "Large", link: "https://large.example/" }, large),
    "/small.rss": rssDocument({ title: "Small", link: "https://small.example/" }, [testItem(1, "b")]),
  };
  server = createServer((request, response) => {
    const path = request.url ?? "";
    asked[path] = (asked[path] ?? 0) + 1;
    response.setHeader("Content-Type", "application/rss+xml");
    response.end(documents[path]);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const polling = { cron: "* * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: "0s" };
  const source = (name: string) => ({ name, kind: "agency", feeds: [{ url: `${base}/${name}.rss`, interval: "1s" }] });
  workspace = createWorkspace({ polling, sources: [source("large"), source("small")] });
});

afterEach(async () => {
  await service?.stop("SIGKILL");
  service = null;
  server.close();
  server.closeAllConnections();
  workspace.remove();
});

test("the document kills the thread once, and people are shown why the feed is not read", async () => {
  service = await startService(workspace, { NODE_OPTIONS: "--max-old-space-size=48" });
  const { baseUrl, log } = service;
  const page = async () => (await fetch(`${baseUrl}/sources`)).text();
  await eventually(page, (text) => text.includes("quarantined: this document crashed its reader"), 60_000);
  const polls = asked["/large.rss"] ?? 0;
  await eventually(
    async () => asked["/large.rss"] ?? 0,
    (count) => count >= polls + 2,
    60_000,
  );
  await eventually(
    async () => (await (await fetch(`${baseUrl}/feeds/all.json`)).json()) as { items: unknown[] },
    ({ items }) => items.length === 1,
  );
  expect(log().split("ingest thread ended").length - 1).toBeLessThanOrEqual(1);
  expect((await runProcess(workspace, ["feeds", "list"])).stdout).toContain("parse-limit");

  // Another process does not forget.
  await service.stop("SIGKILL");
  const before = asked["/large.rss"] ?? 0;
  service = await startService(workspace, { NODE_OPTIONS: "--max-old-space-size=48" });
  await eventually(
    async () => asked["/large.rss"] ?? 0,
    (count) => count >= before + 2,
    60_000,
  );
  expect(service.log()).not.toContain("ingest thread ended");
}, 200_000);
