/// <reference lib="dom" />
import { writeFileSync } from "node:fs";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dayMs } from "../../src/domain/time.ts";
import { createWorkspace, eventually, runCli, type Service, startService, type Workspace } from "../support/cli.ts";
import { rssDocument, type TestItem } from "../support/feed-documents.ts";
import { type FeedHost, startFeedHost } from "../support/feed-host.ts";
import { openBrowser } from "../support/open-browser.ts";

/** What somebody does who sees the desk for the first time: each in at most three clicks or keys. */
const hitsMax = 3;
const token = "a-long-token-of-the-desk";

let host: FeedHost;
let workspace: Workspace;
let service: Service;
let browser: Browser;
let page: Page;
let hits = 0;

const item = (guid: string, title: string, text: string, at: number): TestItem => {
  return { guid, title, text, url: `https://${guid}.example/1`, date: new Date(at).toUTCString() };
};
const feedOf = (title: string, ...items: readonly TestItem[]) =>
  rssDocument({ title, link: "https://harbour.example/" }, items);
const dam =
  "The dam of Orrin holds after cracks were found on Monday, engineer Piet Hallen said. Some 3,600 people left.";
const now = Date.now();
const opera = item("opera", "Opera house of Brodeur gets a roof", "Copper from Falun covers it.", now - dayMs);

beforeAll(async () => {
  host = await startFeedHost();
  const agency = host.publish("/north.rss", feedOf("North", item("dam", "Dam of Orrin holds", dam, now)));
  const paper = host.publish("/paper.rss", feedOf("Paper"));
  workspace = createWorkspace({
    polling: { cron: "* * * * * *", allowPrivateAddresses: true, hostGap: "0s", minInterval: "1s" },
    sources: [
      { name: "Northern Wire", kind: "agency", rank: 1, feeds: [{ url: agency, interval: "1s" }] },
      { name: "Valley Post", feeds: [{ url: paper, interval: "1s" }] },
    ],
  });
  writeFileSync(workspace.path("old.xml"), feedOf("Archive", opera));
  expect((await runCli(workspace, ["ingest", workspace.path("old.xml")])).code).toBe(0);
  service = await startService(workspace, { WIREDESK_ADMIN_TOKEN: token });
  browser = await openBrowser();
  page = await (await browser.newContext()).newPage();
  await page.goto(`${service.baseUrl}/login?next=/`);
  await page.getByLabel(/Your name/).fill("Ada");
  await page.getByLabel("Admin token").fill(token);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForSelector(".line.live");
});

afterAll(async () => {
  await browser?.close();
  await service?.stop("SIGKILL");
  await host?.close();
  workspace?.remove();
});

async function begin(): Promise<void> {
  await page.goto(service.baseUrl);
  await page.waitForSelector(".line.live");
  hits = 0;
}

async function click(target: Locator): Promise<void> {
  await target.click();
  hits += 1;
}

test("what is new: one key", async () => {
  await eventually(
    async () => {
      await begin();
      return page.locator(".river").innerText();
    },
    (rows) => rows.includes("Dam of Orrin holds"),
  );
  host.publish("/paper.rss", feedOf("Paper", item("choir", "Valley choir wins a prize", "Four lullabies.", now)));
  await page.locator("#pill", { hasText: "1 new" }).waitFor();
  await page.keyboard.press("n");
  expect(await page.locator(".river > .row h2 a").first().innerText()).toBe("Valley choir wins a prize");
});

test("who had it first and what changed: two clicks", async () => {
  const reprint = item("reprint", "Dam of Orrin holds", dam, now);
  host.publish("/paper.rss", feedOf("Paper", reprint));
  const changed = item("dam", "Dam of Orrin holds", dam.replace("3,600", "4,100"), now);
  await eventually(
    () => page.locator(".row", { hasText: "Dam of Orrin" }).innerText(),
    (row) => row.includes("2 outlets"),
  );
  host.publish("/north.rss", feedOf("North", changed));
  await page.locator(".row", { hasText: "Dam of Orrin" }).locator(".changed").waitFor();
  await begin();
  await click(page.locator(".row h2 a", { hasText: "Dam of Orrin" }));
  expect(await page.locator(".summary").innerText()).toMatch(/^First: Northern Wire .* · 2 outlets/);
  await click(page.getByRole("link", { name: "Changes", exact: true }));
  expect(await page.locator(".revision ins").innerText()).toBe("4,100");
  expect(hits).toBeLessThanOrEqual(hitsMax);
});

test("yesterday's story: two clicks", async () => {
  await begin();
  await click(page.getByLabel("The day before"));
  await click(page.locator(".row h2 a", { hasText: opera.title }));
  await page.locator("h1", { hasText: opera.title }).waitFor();
  expect(hits).toBeLessThanOrEqual(hitsMax);
});

test("mend a feed: three clicks", async () => {
  const site = host.publish(
    "/",
    `<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/bay.rss"></head><body><h1>Bay</h1></body></html>`,
  );
  const good = host.publish("/bay.rss", feedOf("Bay News", item("pier", "Pier of Ostby closed", "Planks broke.", now)));
  const outline = `<outline text="Bay" type="rss" xmlUrl="${site}gone.rss"/>`;
  writeFileSync(workspace.path("bay.opml"), `<opml version="2.0"><body>${outline}</body></opml>`);
  await runCli(workspace, ["feeds", "import", workspace.path("bay.opml")]);
  await eventually(
    async () => {
      await begin();
      await click(page.getByRole("link", { name: "Sources", exact: true }));
      return page.locator(".feeds tr", { hasText: "Bay" }).locator(".state").allInnerTexts();
    },
    ([state]) => state?.startsWith("Failing") === true,
  );
  await click(page.locator(".feeds .name a", { hasText: "Bay" }));
  await click(page.getByRole("button", { name: "Use the feed that the site advertises" }));
  await page.getByText(good).waitFor();
  expect(hits).toBeLessThanOrEqual(hitsMax);
  await eventually(
    async () => {
      await page.reload();
      return page.locator("main").innerText();
    },
    (text) => text.includes("Pier of Ostby closed"),
  );
});

test("import fifty feeds: two clicks and the choice of a file, with a report that passes over a bad one", async () => {
  const outlines = Array.from(
    { length: 50 },
    (_, at) => `<outline text="Feed ${at}" xmlUrl="https://f${at}.example/rss"/>`,
  );
  const bad = `<outline text="Bad" xmlUrl="exec:rm"/>`;
  writeFileSync(workspace.path("50.opml"), `<opml><body>${outlines.join("")}${bad}</body></opml>`);
  await begin();
  await click(page.getByRole("link", { name: "Sources", exact: true }));
  const chosen = page.waitForEvent("filechooser");
  await click(page.getByText("Import an OPML file"));
  await (await chosen).setFiles(workspace.path("50.opml"));
  await page.getByRole("button", { name: "Import", exact: true }).waitFor();
  await page.keyboard.press("Enter");
  hits += 1;
  await page.locator("h1", { hasText: "50 added, 0 known, 1 skipped" }).waitFor();
  expect(hits).toBeLessThanOrEqual(hitsMax);
});

test("a feed is added by the address of its site: it is shown before anybody subscribes, and names itself", async () => {
  host.publish("/tide.rss", feedOf("Tide Times", item("tide", "Tide turns at Ostby", "High water at noon.", now)));
  const site = host.publish(
    "/tide",
    `<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/tide.rss"></head><body><h1>T</h1></body></html>`,
  );
  await page.goto(`${service.baseUrl}/sources`);
  await page.getByText("Add a feed").click();
  await page.getByLabel("Address of a feed or a site").fill(site.replace("http://", ""));
  await page.getByRole("button", { name: "Look" }).click();
  expect(await page.locator("main").innerText()).toContain("Tide turns at Ostby");
  expect(await page.getByLabel("Source", { exact: true }).inputValue()).toBe("Tide Times");
  await page.getByRole("button", { name: "Subscribe" }).click();
  await page.waitForURL(/sources\/feeds\/\d+/);
  await page.goto(`${service.baseUrl}/sources`);
  await page.getByText("Add a feed").click();
  await page.getByLabel("Address of a feed or a site").fill(`${service.baseUrl}/nowhere`);
  await page.getByRole("button", { name: "Look" }).click();
  expect(await page.locator("main").innerText()).toMatch(/page not found \(404\)/i);
  await page.getByRole("link", { name: "Back to the sources" }).click();
});
