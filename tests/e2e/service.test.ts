import { readdirSync, readFileSync } from "node:fs";
import { parseFeed } from "feedsmith";
import { beforeAll, describe, expect, test } from "vitest";
import { eventually, runCli, runProcess, type Service } from "../support/cli.ts";
import { eachStore } from "../support/each-store.ts";
import { testItem } from "../support/feed-documents.ts";
import { type ServedWire, useServedWire } from "../support/served-wire.ts";

/** The sources of the feeds, by name, and a section of the agency among them. */
function configure(wire: ServedWire, feeds: Record<string, string>, interval?: string): void {
  wire.configure(feeds, interval, {
    sections: [{ id: "agencies", title: "Agencies", match: { kinds: ["agency"] } }],
  });
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

describe.each(eachStore)("wiredesk serve on $name", (kind) => {
  const wire = useServedWire("for the group", kind);
  const shared = testItem(1);
  let service: Service;
  beforeAll(async () => {
    const outlet = [{ ...shared, guid: "elsewhere", url: `${shared.url}?utm_medium=feed` }, testItem(3)];
    const feeds = { wire: wire.publish([shared, testItem(2)]), outlet: wire.publish(outlet, "outlet") };
    configure(wire, { ...feeds, burst: wire.publish([], "burst") }, "1s");
    service = await wire.start();
  });

  test("polls, merges the same permalink from two feeds, and serves it in three formats that an independent reader accepts", async () => {
    const items = await eventually(
      () => wire.readItems("/feeds/all.json"),
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
    expect(await wire.readItems("/feeds/agencies.json")).toHaveLength(2);
    const opml = await (await fetch(`${service.baseUrl}/feeds.opml`)).text();
    expect(opml).toContain("/feeds/agencies.");
    const page = await (await fetch(`${service.baseUrl}/`)).text();
    expect(page).toContain("/feeds/all.atom");
    expect((await fetch(`${service.baseUrl}/healthz`)).status).toBe(200);
  });

  test.runIf(process.platform === "linux")("polls and renders behind the thread that answers", () => {
    const [answering = 0, ...others] = readNiceness(service.pid);
    // The ingest thread, its parser threads, and the render thread.
    expect(others.filter((niceness) => niceness === answering + 2).length).toBeGreaterThanOrEqual(3);
  });

  test("a revised item keeps its id and gains a revision", async () => {
    const idOf = async (words: string) => {
      const found = await eventually(
        async () => (await wire.readItems()).find((item) => JSON.stringify(item).includes(words)),
        (item) => item !== undefined,
      );
      return found?.id;
    };
    const item = testItem(2);
    const before = await idOf(item.title);
    const longer = `${item.text} The bridge will carry two lanes and a cycle path, the council's engineer added on Monday.`;
    wire.publish([shared, { ...item, text: longer }]);
    expect(await idOf("cycle path")).toBe(before);
    const exported = (await runCli(wire.workspace, ["export"])).stdout.trim().split("\n");
    const entries = exported.map((line) => JSON.parse(line) as { title: string; revision: number });
    expect(entries.filter(({ title }) => title === item.title)).toMatchObject([{ revision: 2 }]);
  });

  test("a burst of 3,000 new entries does not hold up a reader", async () => {
    const { baseUrl } = service;
    wire.publish(
      Array.from({ length: 3_000 }, (_, n) => testItem(n, "b")),
      "burst",
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
    await eventually(stored, (counts) => counts.entries >= 3_000 && counts.pending === 0, 150_000);
    // The burst takes seconds of CPU time on the ingest thread. If readers had to wait for it, only one request would
    // be answered.
    expect(answers).toBeGreaterThan(10);
    expect(await service.stop()).toBe(0);
  }, 170_000);
});

describe.each(eachStore)("wiredesk serve on $name, started anew,", (kind) => {
  const wire = useServedWire("for each test", kind);

  test("after a restart it serves the same bytes under the same validators, and polls nothing early", async () => {
    configure(wire, { wire: wire.publish([testItem(1), testItem(2)]) });
    let service = await wire.start({ WIREDESK_BASE_URL: "https://wire.example" });
    await eventually(
      () => wire.readItems("/feeds/all.json"),
      (list) => list.length === 2,
    );
    const before = await fetch(`${service.baseUrl}/feeds/all.rss`);
    const bytes = await before.text();
    await service.stop();
    const asked = wire.host.requests.length;
    service = await wire.start({ WIREDESK_BASE_URL: "https://wire.example" });
    const etag = before.headers.get("etag") ?? "";
    const modified = before.headers.get("last-modified") ?? "";
    const after = await fetch(`${service.baseUrl}/feeds/all.rss`);
    expect(await after.text()).toBe(bytes);
    expect(after.headers.get("etag")).toBe(etag);
    const withEtag = await fetch(`${service.baseUrl}/feeds/all.rss`, { headers: { "if-none-match": etag } });
    const withDate = await fetch(`${service.baseUrl}/feeds/all.rss`, { headers: { "if-modified-since": modified } });
    expect([withEtag.status, withDate.status]).toEqual([304, 304]);
    expect(wire.host.requests.length).toBe(asked);
  });

  test("with a feed unreachable it logs one line a poll and goes on serving", async () => {
    const url = wire.publish([testItem(1)]);
    configure(wire, { wire: url });
    expect((await runCli(wire.workspace, ["poll"])).code).toBe(0);
    await wire.unplug();
    const run = await runProcess(wire.workspace, ["poll", "--all"]);
    expect(run.code).toBe(0);
    expect(run.stdout.trim().split("\n")).toHaveLength(1);
    expect(run.stdout).toContain("connect-failed");
    expect(run.stderr.split("\n").filter((line) => line.includes("connect-failed"))).toHaveLength(1);
    await wire.start();
    expect(await wire.readItems("/feeds/all.json")).toHaveLength(1);
  });
});
