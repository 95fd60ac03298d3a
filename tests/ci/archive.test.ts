import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { createWorkspace, runCli, startCli, type Workspace } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";

let workspace: Workspace;
afterEach(() => workspace.remove());

/**
 * Successive documents of one feed: each drops the oldest items and brings new ones; item 3 is corrected in document 2.
 */
function writeSeries(documents: number, itemsEach: number): void {
  mkdirSync(workspace.path("series"));
  for (let n = 0; n < documents; n++) {
    const items = Array.from({ length: itemsEach }, (_, index) => {
      const item = testItem(n * (itemsEach / 2) + index);
      return n >= 1 && item.guid === "a-12"
        ? { ...item, text: `${item.text} The vote was seven to two, not eight to one.` }
        : item;
    });
    const minute = String(n).padStart(2, "0");
    const document = rssDocument({ title: "Bridge News", link: "https://bridge.example/" }, items.reverse());
    writeFileSync(workspace.path(`series/20260901T10${minute}00Z.xml`), document);
  }
}

async function exported(): Promise<Record<string, unknown>[]> {
  const run = await runCli(workspace, ["export"]);
  expect(run.code).toBe(0);
  return run.stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("wiredesk ingest", () => {
  test("keeps every distinct item once with its revisions, and a second run adds nothing", async () => {
    workspace = createWorkspace();
    writeSeries(6, 20);
    const first = await runCli(workspace, ["ingest", "--json", workspace.path("series")]);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      documents: 6,
      refused: 0,
      entries: 120,
      newCount: 70,
      revisedCount: 1,
    });
    const entries = await exported();
    expect(entries).toHaveLength(70);
    expect(new Set(entries.map((entry) => entry.guid)).size).toBe(70);
    expect(entries.filter((entry) => entry.revision === 2).map((entry) => entry.guid)).toEqual(["a-12"]);
    const second = await runCli(workspace, ["ingest", "--json", workspace.path("series")]);
    expect(JSON.parse(second.stdout)).toMatchObject({ newCount: 0, revisedCount: 0, decided: 0 });
  });

  test("the same permalink in two feeds is one copy with two carriers, whichever file came first", async () => {
    workspace = createWorkspace();
    const item = testItem(1);
    writeFileSync(
      workspace.path("a.xml"),
      rssDocument({ title: "A", link: "https://a.example/" }, [item, testItem(2)]),
    );
    writeFileSync(
      workspace.path("b.xml"),
      rssDocument({ title: "B", link: "https://b.example/" }, [
        { ...item, guid: "other", url: `${item.url}?utm_source=b` },
      ]),
    );
    const run = await runCli(workspace, ["ingest", workspace.path("a.xml"), workspace.path("b.xml")]);
    expect(run.code).toBe(0);
    const byTitle = (await exported()).filter((entry) => entry.title === item.title);
    expect(byTitle.map((entry) => entry.source).sort()).toEqual(["A", "B"]);
    expect(new Set(byTitle.map((entry) => entry.copy)).size).toBe(1);
  });

  test("a document that cannot be read is named, affects no other, and makes the exit code non-zero", async () => {
    workspace = createWorkspace();
    writeFileSync(workspace.path("bad.xml"), "this is no feed at all");
    writeFileSync(workspace.path("good.xml"), rssDocument({ title: "A", link: "https://a.example/" }, [testItem(1)]));
    const run = await runCli(workspace, ["ingest", workspace.path("bad.xml"), workspace.path("good.xml")]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("bad.xml");
    expect(await exported()).toHaveLength(1);
  });

  test("reads the files by name, whatever the order of the arguments, and skips a document that names no feed", async () => {
    workspace = createWorkspace();
    const item = testItem(1);
    const revised = { ...item, text: `${item.text} Work was put off by a year, the council said on Tuesday evening.` };
    const channel = { title: "A", link: "https://a.example/" };
    writeFileSync(workspace.path("20261121T080000Z.xml"), rssDocument(channel, [item]));
    writeFileSync(
      workspace.path("20261121T090000Z.xml"),
      "<rss><channel><item><title>x</title></item></channel></rss>",
    );
    writeFileSync(workspace.path("20261122T080000Z.xml"), rssDocument(channel, [revised]));
    const names = ["20261122T080000Z.xml", "20261121T090000Z.xml", "20261121T080000Z.xml"];
    const run = await runCli(workspace, ["ingest", "--json", ...names.map((name) => workspace.path(name))]);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/20261121T090000Z\.xml: .*--feed URL/);
    expect(JSON.parse(run.stdout)).toMatchObject({ newCount: 1, revisedCount: 1, refused: 1, decided: 1 });
  });

  test("loses and duplicates no entry when it is killed at any moment", async () => {
    workspace = createWorkspace();
    writeSeries(40, 40);
    for (const killAfterMs of [150, 320, 410, 520, 640, 800]) {
      const child = startCli(workspace, ["ingest", workspace.path("series")]);
      const timer = setTimeout(() => child.kill("SIGKILL"), killAfterMs);
      await once(child, "close");
      clearTimeout(timer);
    }
    const last = await runCli(workspace, ["ingest", "--json", workspace.path("series")]);
    expect(last.code).toBe(0);
    const entries = await exported();
    expect(entries).toHaveLength(40 * 20 + 20);
    expect(new Set(entries.map((entry) => entry.guid)).size).toBe(entries.length);
    expect(entries.every((entry) => typeof entry.copy === "number" && typeof entry.story === "number")).toBe(true);
  });
});
