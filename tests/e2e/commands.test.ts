import { readFileSync, writeFileSync } from "node:fs";
import iconv from "iconv-lite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createWorkspace, runCli, type Workspace } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { type FeedHost, startFeedHost } from "../support/feed-host.ts";

let host: FeedHost;
let workspace: Workspace;

beforeEach(async () => {
  host = await startFeedHost();
  workspace = createWorkspace({ polling: { allowPrivateAddresses: true, hostGap: "0s" } });
});

afterEach(async () => {
  await host.close();
  workspace.remove();
});

const run = (...args: string[]) => runCli(workspace, args);

describe("the command line", () => {
  test("feeds import takes an OPML file in any encoding, keeps the good feeds and names the others", async () => {
    const outlines = ["https://a.example/feed", "exec:~/x.sh", "feeds://b.example/feed"]
      .map((url, at) => `<outline type="rss" text="Порт ${at}" xmlUrl="${url}"/>`)
      .join("");
    const text = `<?xml version="1.0" encoding="windows-1251"?><opml version="2.0"><body>${outlines}</body></opml>`;
    writeFileSync(workspace.path("old.opml"), iconv.encode(text, "windows-1251"));
    const imported = await run("feeds", "import", workspace.path("old.opml"));
    expect(imported.code).toBe(1);
    expect(imported.stderr).toContain("old.opml:1: not an http(s) address: exec:~/x.sh");
    const { stdout } = await run("feeds", "export");
    expect(stdout).toContain('title="Порт 0" xmlUrl="https://a.example/feed"');
    expect(stdout).toContain('title="Порт 2" xmlUrl="https://b.example/feed"');
    expect(stdout.match(/xmlUrl/g)).toHaveLength(2);
  });

  test("feeds add accepts an address as people paste it, and export shows no password", async () => {
    const url = new URL(
      host.publish("/wire.rss", rssDocument({ title: "Pier", link: "https://pier.example/" }, [testItem(1)])),
    );
    const added = await run("feeds", "add", ` feed://desk:word@${url.host}/wire.rss#top `);
    expect(added.code).toBe(0);
    expect((await run("feeds", "add", `${url.host}/wire.rss`)).stderr).toContain("already subscribed");
    await run("poll");
    const { stdout } = await run("export");
    expect(JSON.parse(stdout)).toMatchObject({ feed: url.href });
    expect(stdout).not.toContain("word");
  });

  test("feeds add finds the feed that a site advertises; list, export, remove and import work on it", async () => {
    const url = host.publish(
      "/news.rss",
      rssDocument({ title: "Bay News", link: "https://bay.example/" }, [testItem(1)]),
    );
    const site = host.publish(
      "/",
      `<html><head><link rel="alternate" type="application/rss+xml" href="/news.rss"></head><body>hi</body></html>`,
    );
    const added = await run("feeds", "add", site, "--kind", "agency");
    expect([added.code, added.stdout]).toEqual([0, `1  ${url}  Bay News\n`]);
    // The document of the check is the first poll: a poll that follows is conditional.
    expect((await run("export")).stdout.split("\n").filter(Boolean)).toHaveLength(1);
    await run("poll", "--all");
    const asked = host.requests.filter(({ path }) => path === "/news.rss").map(({ status }) => status);
    expect(asked).toEqual([200, 304]);
    const twice = await run("feeds", "add", url);
    expect(twice.code).toBe(1);
    expect(twice.stderr).toContain("already subscribed");
    expect((await run("feeds", "list")).stdout).toContain(`Bay News  ${url}`);
    const opml = (await run("feeds", "export")).stdout;
    writeFileSync(workspace.path("feeds.opml"), opml);
    expect((await run("feeds", "remove", url)).code).toBe(0);
    expect((await run("feeds", "list")).stdout).toBe("");
    expect((await run("feeds", "import", workspace.path("feeds.opml"))).code).toBe(0);
    expect((await run("feeds", "list")).stdout).toContain(url);
  });

  test("feeds check reports format, ids, dates, caching and repairs of a feed", async () => {
    const whole = rssDocument({ title: "X", link: "https://x.example/" }, [testItem(1), testItem(2)]);
    const url = host.publish("/x.rss", whole.replace("</channel></rss>", ""));
    const report = JSON.parse((await run("feeds", "check", "--json", url)).stdout);
    expect(report).toMatchObject({ format: "rss2.0", ids: { guid: 2 }, dates: { stated: 2 } });
    expect(report.caching.etag).toMatch(/^"/);
    expect(report.problems.length).toBeGreaterThan(0);
  });

  test("poll fetches due feeds and keeps the raw document, and replay shows that nothing would change", async () => {
    const url = host.publish("/x.rss", rssDocument({ title: "X", link: "https://x.example/" }, [testItem(1)]));
    await run("feeds", "add", url, "--no-check");
    const polled = await run("poll");
    expect([polled.code, polled.stdout]).toEqual([0, `200 ${url} 1 new, 0 revised\n`]);
    expect((await run("poll")).stderr).toContain("no feed is due");
    expect((await run("poll", "--all")).stdout).toBe(`304 ${url} 0 new, 0 revised\n`);
    const replayed = await run("replay", url, "--json");
    expect(JSON.parse(replayed.stdout)).toMatchObject({ entries: 1, changes: [], error: null });
  });

  test("stories show gives the reasons; split, merge and pin are recorded and take effect", async () => {
    const item = testItem(7);
    for (const name of ["a", "b"]) {
      writeFileSync(
        workspace.path(`${name}.xml`),
        rssDocument({ title: name, link: `https://${name}.example/` }, [{ ...item, guid: name }]),
      );
    }
    await run("ingest", workspace.path("a.xml"), workspace.path("b.xml"));
    const [story] = (await run("stories", "--json")).stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(story.carriers).toHaveLength(2);
    const shown = JSON.parse((await run("stories", "show", String(story.story), "--json")).stdout);
    expect(shown.entries[1].reasons[0].text).toMatch(/\w/);
    const split = await run("stories", "split", String(story.story), String(shown.entries[1].id));
    expect(split.code).toBe(0);
    const apart = (await run("stories", "--json")).stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).story);
    expect(apart).toHaveLength(2);
    expect((await run("stories", "merge", ...apart.map(String))).code).toBe(0);
    expect((await run("stories", "--json")).stdout.trim().split("\n")).toHaveLength(1);
    expect((await run("stories", "pin", String(apart[0]))).code).toBe(0);
    expect((await run("stories", "show", String(apart[0]))).stdout).toContain("(pinned)");
    expect((await run("stories", "show", "999")).stderr).toContain("there is no story 999");
  });

  test("stories undo takes back the newest merge, the undo, and the decision of a time, which show prints", async () => {
    for (const [name, title, text] of [
      ["a", "Opera house gets a roof", "Copper from Falun covers it."],
      ["b", "Ferry to Ostby is late", "Fog delays the morning boat."],
    ] as const) {
      const item = { ...testItem(3), guid: name, title, text, url: `https://${name}.example/1` };
      writeFileSync(
        workspace.path(`${name}.xml`),
        rssDocument({ title: name, link: `https://${name}.example/` }, [item]),
      );
    }
    await run("ingest", workspace.path("a.xml"), workspace.path("b.xml"));
    const stories = async () => {
      const lines = (await run("stories", "--json")).stdout.trim().split("\n");
      return lines.map((line) => String(JSON.parse(line).story));
    };
    const [first = "", second = ""] = await stories();
    const none = await run("stories", "undo", first);
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining("has no split or merge to take back")]);
    await run("stories", "merge", first, second);
    const [, at = ""] =
      /^ {2}(\S+Z) {2}merge by command line$/m.exec((await run("stories", "show", first)).stdout) ?? [];
    const undone = await run("stories", "undo", first, "--json");
    expect(JSON.parse(undone.stdout)).toEqual({ decision: "undo", rulings: 1, inEffect: true });
    expect(await stories()).toHaveLength(2);
    await run("stories", "undo", first);
    expect(await stories()).toHaveLength(1);
    for (const rulings of [1, 0]) {
      const again = await run("stories", "undo", first, "--at", at, "--json");
      expect(JSON.parse(again.stdout)).toEqual({ decision: "undo", rulings, inEffect: true });
      expect(await stories()).toHaveLength(2);
    }
    expect((await run("stories", "undo", first, "--at", "yesterday")).stderr).toContain("expected a time such as");
  });

  test("tidy prints clean RSS, parse prints one JSON line for each document, and broken ones are named", async () => {
    writeFileSync(
      workspace.path("bad.xml"),
      `<rss><channel><title>A & B</title><item><title>One</title><link>/1</link>`,
    );
    const tidy = await run("tidy", workspace.path("bad.xml"), "--base", "https://a.example/feed");
    expect(tidy.stdout).toContain("<title>A &amp; B</title>");
    writeFileSync(workspace.path("none.txt"), "no feed");
    const parsed = await run(
      "parse",
      "--json",
      "--base",
      "https://a.example/feed",
      workspace.path("bad.xml"),
      workspace.path("none.txt"),
    );
    expect(parsed.code).toBe(1);
    const [good, bad] = parsed.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(good.entries).toMatchObject([{ title: "One", url: "https://a.example/1", date: null }]);
    expect(bad.error).toMatch(/\w/);
  });

  test("backup copies the store and refuses to overwrite; nothing starts with a broken configuration", async () => {
    writeFileSync(workspace.path("a.xml"), rssDocument({ title: "A", link: "https://a.example/" }, [testItem(1)]));
    await run("ingest", workspace.path("a.xml"));
    const copy = workspace.path("copy.db");
    expect((await run("backup", copy)).code).toBe(0);
    expect(readFileSync(copy).length).toBeGreaterThan(1000);
    expect((await run("backup", copy)).code).toBe(1);
    workspace.writeConfig({ server: { port: "high" } });
    const broken = await run("poll");
    expect(broken.code).toBe(1);
    expect(broken.stderr).toMatch(/wiredesk\.yaml:\d+: server\.port/);
    expect((await run("--help")).stdout).toContain("ingest");
    expect((await run("fly")).code).toBe(2);
  });
});
