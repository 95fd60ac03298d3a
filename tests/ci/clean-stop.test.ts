import { existsSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorkspace, eventually, runProcess, type Service, startService, type Workspace } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { type FeedHost, startFeedHost } from "../support/feed-host.ts";

/** What an operator finds after a service was stopped, after one was killed, and while one runs. */
let host: FeedHost;
let workspace: Workspace;
let service: Service | null = null;

beforeEach(async () => {
  host = await startFeedHost();
  const url = host.publish(
    "/wire.rss",
    rssDocument({ title: "Wire", link: "https://wire.example/" }, [testItem(1), testItem(2)]),
  );
  const polling = { cron: "* * * * * *", allowPrivateAddresses: true };
  workspace = createWorkspace({ polling, sources: [{ name: "Wire", kind: "agency", feeds: [{ url }] }] });
});

afterEach(async () => {
  await service?.stop("SIGKILL");
  service = null;
  await host.close();
  workspace.remove();
});

/** A service that has stored news and has answered requests for pages and feeds. */
async function startRead(): Promise<Service> {
  const started = await startService(workspace);
  service = started;
  await eventually(
    async () => (await (await fetch(`${started.baseUrl}/feeds/all.json`)).json()) as { items: unknown[] },
    ({ items }) => items.length === 2,
  );
  await (await fetch(`${started.baseUrl}/`)).text();
  return started;
}

const killedLine = /not closed|was killed/;

test("a clean stop leaves one file, and the next start reports nothing about the one before", async () => {
  const first = await startRead();
  expect(await first.stop()).toBe(0);
  expect(["-wal", "-shm"].map((end) => existsSync(workspace.path(`wire.db${end}`)))).toEqual([false, false]);
  const second = await startRead();
  expect(second.log()).not.toMatch(killedLine);
});

test("a command beside a running service reports no unclean stop", async () => {
  await startRead();
  const listed = await runProcess(workspace, ["feeds", "list"]);
  expect([listed.code, listed.stderr]).toEqual([0, ""]);
});

test("after a kill the next start reports in one line that stored news is safe, and serves it", async () => {
  const first = await startRead();
  await first.stop("SIGKILL");
  const second = await startRead();
  expect(
    second
      .log()
      .split("\n")
      .filter((line) => killedLine.test(line)),
  ).toHaveLength(1);
});
