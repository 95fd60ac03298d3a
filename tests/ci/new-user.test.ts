/// <reference lib="dom" />
import { writeFileSync } from "node:fs";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dayMs, hourMs } from "../../src/domain/time.ts";
import { createWorkspace, eventually, runProcess, type Service, startService, type Workspace } from "../support/cli.ts";
import { rssDocument, type TestItem } from "../support/feed-documents.ts";
import { type LoopbackHosts, startLoopbackHosts } from "../support/loopback-host.ts";
import { openBrowser } from "../support/open-browser.ts";

/**
 * What somebody does who sees the desk for the first time, with the clicks and keys that it takes, from the first page
 * of a real service that polls real feeds. No task may take more than three.
 */
const token = "a-long-token-of-the-desk";
const [agency, outlet, bay] = ["127.0.4.1", "127.0.4.2", "127.0.4.3"];

let hosts: LoopbackHosts;
let workspace: Workspace;
let service: Service;
let browser: Browser;
let page: Page;
let steps = 0;
let agencyItems: readonly TestItem[] = [];
let outletItems: readonly TestItem[] = [];

beforeAll(async () => {
  hosts = await startLoopbackHosts();
  agencyItems = [itemOf("bridge", "Brodeur approves Westgate bridge", bridge, 2 * hourMs)];
  hosts.on(agency, "/rss", (_request, response) => response.end(feedOf("Northern Wire", agencyItems)));
  hosts.on(outlet, "/rss", (_request, response) => response.end(feedOf("Harbour Post", outletItems)));
  hosts.on(bay, "/old.rss", (_request, response) => response.writeHead(404).end());
  hosts.on(bay, "/", (_request, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end(siteOf("/new.rss")),
  );
  const news = itemOf("bay", "Bay herring return", "Herring returned to the bay after nine years.", hourMs);
  hosts.on(bay, "/new.rss", (_request, response) => response.end(feedOf("Bay News", [news])));
  workspace = createWorkspace({
    polling: { cron: "* * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: "0s" },
    sources: [
      { name: "Northern Wire", kind: "agency", rank: 1, feeds: [{ url: hosts.url(agency, "/rss"), interval: "1s" }] },
      { name: "Harbour Post", feeds: [{ url: hosts.url(outlet, "/rss"), interval: "1s" }] },
    ],
  });
  [service, browser] = await Promise.all([startService(workspace, { WIREDESK_ADMIN_TOKEN: token }), openBrowser()]);
  page = await browser.newPage();
  await page.goto(`${service.baseUrl}/login`);
  await page.getByLabel(/Your name/).fill("Ada");
  await page.getByLabel("Admin token").fill(token);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator(".row", { hasText: "Westgate" }).waitFor();
  outletItems = [itemOf("b", "Westgate bridge approved", bridge, hourMs)];
  await page.locator(".row .outlets", { hasText: "2 outlets" }).waitFor();
});

afterAll(async () => {
  await browser?.close();
  await service?.stop("SIGKILL");
  workspace?.remove();
  await hosts?.close();
});

const bridge =
  "The council of Brodeur approved 40 million crowns for the Westgate bridge, mayor Ana Holm told reporters on Monday.";

function itemOf(guid: string, title: string, text: string, agoMs: number): TestItem {
  return { guid, title, text, url: `https://${guid}.example/1`, date: new Date(Date.now() - agoMs).toUTCString() };
}

function feedOf(title: string, items: readonly TestItem[]): string {
  return rssDocument({ title, link: "https://harbour.example/" }, items);
}

/** A page of a site that advertises a feed. */
function siteOf(feedPath: string): string {
  const advert = `<link rel="alternate" type="application/rss+xml" href="${feedPath}">`;
  return `<!doctype html><html><head>${advert}</head><body><h1>Site</h1></body></html>`;
}

/** Begins a task at the first page. */
async function begin(): Promise<void> {
  await page.goto(service.baseUrl);
  await page.waitForSelector(".line.live");
  steps = 0;
}

async function click(target: Locator): Promise<void> {
  await target.click();
  steps += 1;
}

async function press(key: string): Promise<void> {
  await page.keyboard.press(key);
  steps += 1;
}

test("what is new since I looked: one key", async () => {
  await begin();
  agencyItems = [itemOf("choir", "Valley choir wins a prize", "The choir of the valley sang.", 0), ...agencyItems];
  await page.locator("#pill", { hasText: "1 new" }).waitFor();
  await press("n");
  expect(await page.locator(".river > .row h2 a").first().innerText()).toBe("Valley choir wins a prize");
  expect(steps).toBe(1);
});

test("which source had it first: one click; what changed: one more", async () => {
  const headline = "Brodeur approves Westgate bridge, 46 million crowns";
  const changed = itemOf("bridge", headline, bridge.replace("40", "46"), 2 * hourMs);
  agencyItems = agencyItems.map((item) => (item.guid === "bridge" ? changed : item));
  await page.locator(".row", { hasText: "46 million" }).locator(".changed").waitFor();
  await begin();
  await click(page.locator(".row h2 a", { hasText: "46 million" }));
  expect(await page.locator(".summary").innerText()).toMatch(/^First: Northern Wire .* · 2 outlets/);
  await click(page.getByRole("link", { name: "Changes", exact: true }));
  expect(await page.locator(".revision ins").allInnerTexts()).toEqual([", 46 million crowns", "46"]);
  expect(await page.locator(".revision del").allInnerTexts()).toEqual(["40"]);
  expect(steps).toBe(2);
});

test("yesterday's story: two clicks", async () => {
  const archived = workspace.path("yesterday.xml");
  writeFileSync(archived, feedOf("Mill Gazette", [itemOf("mill", "Mill burns at Torvik", "A mill burned.", dayMs)]));
  expect((await runProcess(workspace, ["ingest", archived])).code).toBe(0);
  await begin();
  await click(page.getByLabel("The day before"));
  await click(page.locator(".row h2 a", { hasText: "Mill burns at Torvik" }));
  expect(await page.locator("h1").innerText()).toBe("Mill burns at Torvik");
  expect(steps).toBe(2);
});

test("import fifty feeds from a file, one of them bad: three clicks", async () => {
  const urls = [hosts.url(bay, "/old.rss"), ...Array.from({ length: 49 }, (_, at) => hosts.url(bay, `/feed-${at}`))];
  const outlines = urls.map((url, at) => `<outline text="Bay ${at}" xmlUrl="${url}"/>`).join("");
  const opml = `<opml version="2.0"><body>${outlines}<outline text="Bad" xmlUrl="exec:rm"/></body></opml>`;
  await begin();
  await click(page.getByRole("link", { name: "Sources" }));
  const chooser = page.waitForEvent("filechooser");
  await click(page.getByText("Import an OPML file"));
  await (await chooser).setFiles({ name: "feeds.opml", mimeType: "text/x-opml", buffer: Buffer.from(opml) });
  await page.waitForFunction(() => document.activeElement?.textContent === "Import");
  await press("Enter");
  await page.getByRole("heading", { name: "50 added, 0 known, 1 skipped" }).waitFor();
  expect(await page.locator("main").innerText()).toContain("not an http(s) address: exec:rm");
  expect(steps).toBe(3);
});

test("mend a feed that fails: three clicks", async () => {
  const row = page.locator("tr", { hasText: "Bay 0" }).filter({ hasText: "404" });
  await expect
    .poll(async () => {
      await page.goto(`${service.baseUrl}/sources`);
      return row.count();
    })
    .toBe(1);
  expect(await row.locator(".state").innerText()).toMatch(/^Failing/);
  await begin();
  await click(page.getByRole("link", { name: "Sources" }));
  await click(row.getByRole("link", { name: "Bay 0" }));
  await click(page.getByRole("button", { name: "Use the feed that the site advertises" }));
  await page.waitForURL(/sources\/feeds\/\d+/);
  await page.getByText(hosts.url(bay, "/new.rss")).waitFor();
  expect(steps).toBe(3);
  await eventually(
    async () => {
      await page.reload();
      return page.locator("main").innerText();
    },
    (text) => text.includes("Bay herring return"),
  );
  await page.goto(`${service.baseUrl}/?follow=1`);
  await page.locator(".row", { hasText: "Bay herring return" }).waitFor();
});

test("a feed is added by the address of its site: it is shown before anybody subscribes, and names itself", async () => {
  const news = itemOf("tide", "Tide turns at Ostby", "High water at noon.", 0);
  hosts.on(outlet, "/tide.rss", (_request, response) => response.end(feedOf("Tide Times", [news])));
  hosts.on(outlet, "/tide", (_request, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end(siteOf("/tide.rss")),
  );
  await page.goto(`${service.baseUrl}/sources`);
  await page.getByText("Add a feed").click();
  await page.getByLabel("Address of a feed or a site").fill(hosts.url(outlet, "/tide").replace("http://", ""));
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
