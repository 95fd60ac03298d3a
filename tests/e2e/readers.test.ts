import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorkspace, eventually, type Service, startService, type Workspace } from "../support/cli.ts";
import { rssDocument, type TestItem, testItem } from "../support/feed-documents.ts";
import { type FeedHost, startFeedHost } from "../support/feed-host.ts";

/**
 * Two readers that we did not write subscribe to the running service over HTTP, poll it, poll it again after an update,
 * and see exactly what is new and what has changed. They are Debian's packages newsboat and python3-feedparser.
 */
const run = promisify(execFile);
const newsboat = "/usr/bin/newsboat";
const python = "/usr/bin/python3";

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

function publish(items: readonly TestItem[]): string {
  return host.publish("/wire.rss", rssDocument({ title: "wire", link: "https://wire.example/" }, items));
}

/** The service with two stories at `path`; `update` brings a third and a correction of the first. */
async function serveAndUpdate(path: string): Promise<{ readonly baseUrl: string; update(): Promise<void> }> {
  const [first, second, third] = [testItem(1), testItem(2), testItem(3)];
  const feed = { url: publish([first, second]), interval: "1s" };
  workspace.writeConfig({
    polling: { cron: "* * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: "0s" },
    sources: [{ name: "wire", kind: "agency", feeds: [feed] }],
  });
  service = await startService(workspace);
  const { baseUrl } = service;
  const served = async () => await (await fetch(`${baseUrl}${path}`)).text();
  const holds = (...texts: string[]) => eventually(served, (text) => texts.every((one) => text.includes(one)));
  await holds(first.title, second.title);
  return {
    baseUrl,
    async update() {
      const text = `${first.text} The council's engineer added on Monday that two lanes and a cycle path will be kept open.`;
      publish([{ ...first, text }, second, third]);
      await holds("cycle path", third.title);
    },
  };
}

const poll = `
import feedparser, json, sys
url, etag, modified = sys.argv[1:4]
feed = feedparser.parse(url, etag=etag or None, modified=modified or None)
print(json.dumps({
  "status": feed.get("status"), "bozo": bool(feed.bozo), "version": feed.version,
  "etag": feed.get("etag", ""), "modified": feed.get("modified", ""),
  "entries": {e.id: [e.title, e.get("updated", "")] for e in feed.entries},
}))`;

interface Polled {
  readonly status: number;
  readonly bozo: boolean;
  readonly version: string;
  readonly etag: string;
  readonly modified: string;
  readonly entries: Readonly<Record<string, readonly [string, string]>>;
}

async function parse(url: string, etag = "", modified = ""): Promise<Polled> {
  const { stdout } = await run(python, ["-c", poll, url, etag, modified]);
  return JSON.parse(stdout) as Polled;
}

test.each([
  ["rss", "rss20"],
  ["atom", "atom10"],
])(
  "python3-feedparser polls the %s feed: all, nothing by either validator, then what is new and changed",
  async (format, version) => {
    const { stdout } = await run(python, [
      "-c",
      "import importlib.util as u; print(u.find_spec('feedparser') is not None)",
    ]);
    expect(stdout.trim(), "install Debian's python3-feedparser").toBe("True");
    const { baseUrl, update } = await serveAndUpdate(`/feeds/all.${format}`);
    const url = `${baseUrl}/feeds/all.${format}`;
    const before = await parse(url);
    expect(before).toMatchObject({ status: 200, bozo: false, version });
    expect(Object.keys(before.entries)).toHaveLength(2);
    expect((await parse(url, before.etag)).status).toBe(304);
    expect((await parse(url, "", before.modified)).status).toBe(304);
    expect((await parse(url, before.etag, before.modified)).status).toBe(304);
    await update();
    const after = await parse(url, before.etag, before.modified);
    // It sends A-IM: feed (RFC 3229), but the programs that use it take a 226 for an error: they get the whole.
    expect(after).toMatchObject({ status: 200, bozo: false, version });
    const ids = Object.keys(after.entries);
    const fresh = ids.filter((id) => before.entries[id] === undefined);
    const changed = ids.filter(
      (id) => before.entries[id] !== undefined && before.entries[id][1] !== after.entries[id]?.[1],
    );
    expect(fresh.map((id) => after.entries[id]?.[0])).toEqual([testItem(3).title]);
    expect(changed.map((id) => after.entries[id]?.[0])).toEqual([testItem(1).title]);
    expect(ids).toHaveLength(3);
    expect((await parse(url, after.etag, after.modified)).status).toBe(304);
  },
);

test("newsboat polls the feed: two unread, nothing again, then the new item alone is unread and the changed one has its new text", async () => {
  expect(existsSync(newsboat), "install Debian's newsboat").toBe(true);
  const { baseUrl, update } = await serveAndUpdate("/feeds/all.atom");
  const files = {
    urls: workspace.path("urls"),
    config: workspace.path("newsboat-config"),
    cache: workspace.path("cache.db"),
  };
  writeFileSync(files.urls, `${baseUrl}/feeds/all.atom\n`);
  writeFileSync(files.config, "reload-threads 1\n");
  const reload = async () => {
    const args = ["-u", files.urls, "-C", files.config, "-c", files.cache, "-x", "reload"];
    await run(newsboat, args, { env: { ...process.env, HOME: workspace.folder } });
    const db = new SqliteDatabase(files.cache);
    const items = db
      .prepare<[], { title: string; content: string; unread: number }>(
        "SELECT title, content, unread FROM rss_item ORDER BY title",
      )
      .all();
    db.exec("UPDATE rss_item SET unread = 0");
    db.close();
    return items;
  };
  const unread = (items: Awaited<ReturnType<typeof reload>>) =>
    items.filter((item) => item.unread === 1).map((item) => item.title);
  expect(unread(await reload())).toEqual([testItem(1).title, testItem(2).title].sort());
  expect(unread(await reload())).toEqual([]);
  await update();
  const items = await reload();
  expect(unread(items)).toEqual([testItem(3).title]);
  expect(items).toHaveLength(3);
  expect(items.filter(({ content }) => content.includes("cycle path")).map(({ title }) => title)).toEqual([
    testItem(1).title,
  ]);
});
