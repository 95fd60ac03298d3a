import { readdirSync, readFileSync } from "node:fs";
import { parseFeed } from "feedsmith";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  createWorkspace,
  eventually,
  runCli,
  runProcess,
  type Service,
  startService,
  type Workspace,
} from "../support/cli.ts";
import { rssDocument, type TestItem, testItem } from "../support/feed-documents.ts";
import { type FeedHost, startFeedHost } from "../support/feed-host.ts";

let host: FeedHost;
let workspace: Workspace;
let service: Service | null = null;

beforeEach(async () => {
  host = await startFeedHost();
  workspace = createWorkspace();
});

afterEach(async () => {
  await service?.stop("SIGKILL");
  service = null;
  await host.close();
  workspace.remove();
});

function publish(name: string, items: readonly TestItem[]): string {
  return host.publish(`/${name}.rss`, rssDocument({ title: name, link: `https://${name}.example/` }, items));
}

function configure(feeds: Record<string, string>, interval?: string): void {
  workspace.writeConfig({
    polling: { cron: "* * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: "0s" },
    sources: Object.entries(feeds).map(([name, url]) => ({
      name,
      kind: name === "wire" ? "agency" : "outlet",
      rank: name === "wire" ? 1 : 50,
      feeds: [interval === undefined ? { url } : { url, interval }],
    })),
    sections: [{ id: "agencies", title: "Agencies", match: { kinds: ["agency"] } }],
  });
}

async function readItems(url: string): Promise<Record<string, unknown>[]> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  return ((await response.json()) as { items: Record<string, unknown>[] }).items;
}

/**
 * How far each thread of a process gives way to others, the first thread's figure first (proc(5): field 19 of `stat`).
 */
function readNiceness(pid: number): number[] {
  const folder = `/proc/${pid}/task`;
  const threads = readdirSync(folder).sort((a, b) => Number(a) - Number(b));
  return threads.map((thread) =>
    Number(readFileSync(`${folder}/${thread}/stat`, "utf8").split(") ")[1]?.split(" ")[16]),
  );
}

describe("wiredesk serve", () => {
  test.runIf(process.platform === "linux")("polls and renders behind the thread that answers", async () => {
    configure({ wire: publish("wire", [testItem(1)]) });
    service = await startService(workspace);
    const { pid, baseUrl } = service;
    await eventually(
      () => readItems(`${baseUrl}/feeds/all.json`),
      (list) => list.length === 1,
    );
    const [answering = 0, ...others] = readNiceness(pid);
    // The thread that ingests, those that parse for it, and the one that renders.
    expect(others.filter((niceness) => niceness === answering + 2).length).toBeGreaterThanOrEqual(3);
  });

  test("polls, merges the same permalink from two feeds, and serves it in three formats that an independent reader takes", async () => {
    const shared = testItem(1);
    const outlet = [{ ...shared, guid: "elsewhere", url: `${shared.url}?utm_medium=feed` }, testItem(3)];
    configure({ wire: publish("wire", [shared, testItem(2)]), outlet: publish("outlet", outlet) });
    service = await startService(workspace);
    const items = await eventually(
      () => readItems(`${service?.baseUrl}/feeds/all.json`),
      (list) => list.length === 3,
    );
    const merged = items.find((item) => item.title === shared.title) as {
      _wiredesk: { carriers: { source: string }[]; copy: number; story: number };
    };
    expect(merged._wiredesk.carriers.map((carrier) => carrier.source)).toEqual(["wire", "outlet"]);
    expect(new Set(items.map((item) => item.id)).size).toBe(3);
    for (const format of ["rss", "atom", "json"]) {
      const text = await (await fetch(`${service.baseUrl}/feeds/all.${format}`)).text();
      const read = parseFeed(text);
      const { feed } = read as { feed: { items?: unknown[]; entries?: unknown[] } };
      expect((feed.items ?? feed.entries)?.length).toBe(3);
    }
    expect(await readItems(`${service.baseUrl}/feeds/agencies.json`)).toHaveLength(2);
    const opml = await (await fetch(`${service.baseUrl}/feeds.opml`)).text();
    expect(opml).toContain("/feeds/agencies.");
    const page = await (await fetch(`${service.baseUrl}/`)).text();
    expect(page).toContain("/feeds/all.atom");
    expect((await fetch(`${service.baseUrl}/healthz`)).status).toBe(200);
    expect(await service.stop()).toBe(0);
  });

  test("after a restart it serves the same bytes under the same validators, and polls nothing early", async () => {
    configure({ wire: publish("wire", [testItem(1), testItem(2)]) });
    service = await startService(workspace, { WIREDESK_BASE_URL: "https://wire.example" });
    await eventually(
      () => readItems(`${service?.baseUrl}/feeds/all.json`),
      (list) => list.length === 2,
    );
    const before = await fetch(`${service.baseUrl}/feeds/all.rss`);
    const bytes = await before.text();
    await service.stop();
    const asked = host.requests.length;
    service = await startService(workspace, { WIREDESK_BASE_URL: "https://wire.example" });
    const etag = before.headers.get("etag") ?? "";
    const modified = before.headers.get("last-modified") ?? "";
    const after = await fetch(`${service.baseUrl}/feeds/all.rss`);
    expect(await after.text()).toBe(bytes);
    expect(after.headers.get("etag")).toBe(etag);
    const withEtag = await fetch(`${service.baseUrl}/feeds/all.rss`, { headers: { "if-none-match": etag } });
    const withDate = await fetch(`${service.baseUrl}/feeds/all.rss`, { headers: { "if-modified-since": modified } });
    expect([withEtag.status, withDate.status]).toEqual([304, 304]);
    expect(host.requests.length).toBe(asked);
  });

  test("a revised item keeps its id and gains a revision", async () => {
    const item = testItem(1);
    configure({ wire: publish("wire", [item]) }, "1s");
    service = await startService(workspace);
    const [first] = await eventually(
      () => readItems(`${service?.baseUrl}/feeds/all.json`),
      (list) => list.length === 1,
    );
    const longer = `${item.text} The bridge will carry two lanes and a cycle path, the council's engineer added on Monday.`;
    publish("wire", [{ ...item, text: longer }]);
    const [second] = await eventually(
      () => readItems(`${service?.baseUrl}/feeds/all.json`),
      (list) => JSON.stringify(list).includes("cycle path"),
    );
    expect(second?.id).toBe(first?.id);
    await service.stop();
    const exported = await runCli(workspace, ["export"]);
    expect(JSON.parse(exported.stdout)).toMatchObject({ revision: 2 });
  });

  test("with a feed unreachable it logs one line a poll and goes on serving", async () => {
    const url = publish("wire", [testItem(1)]);
    configure({ wire: url });
    expect((await runCli(workspace, ["poll"])).code).toBe(0);
    await host.close();
    host = await startFeedHost();
    const run = await runProcess(workspace, ["poll", "--all"]);
    expect(run.code).toBe(0);
    expect(run.stdout.trim().split("\n")).toHaveLength(1);
    expect(run.stdout).toContain("connect-failed");
    expect(run.stderr.split("\n").filter((line) => line.includes("connect-failed"))).toHaveLength(1);
    service = await startService(workspace);
    expect(await readItems(`${service.baseUrl}/feeds/all.json`)).toHaveLength(1);
  });

  test("a burst of 10,000 new entries does not hold up a reader", async () => {
    configure({ wire: publish("wire", [testItem(1)]), burst: publish("burst", [testItem(20_001, "b")]) }, "1s");
    service = await startService(workspace);
    const { baseUrl } = service;
    await eventually(
      () => readItems(`${baseUrl}/feeds/all.json`),
      (list) => list.length === 2,
    );
    publish(
      "burst",
      Array.from({ length: 10_000 }, (_, n) => testItem(n, "b")),
    );
    let answers = 0;
    const stored = async () => {
      await (await fetch(`${baseUrl}/feeds/all.rss`)).arrayBuffer();
      answers += 1;
      const health = (await (await fetch(`${baseUrl}/readyz`)).json()) as {
        counts: { entries: number; pending: number };
      };
      return health.counts;
    };
    await eventually(stored, (counts) => counts.entries >= 10_000 && counts.pending === 0, 60_000);
    // The burst takes seconds of CPU on the ingest thread. A reader that had to wait for it would be answered once.
    expect(answers).toBeGreaterThan(10);
  }, 70_000);
});
