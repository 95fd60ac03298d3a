/// <reference lib="dom" />
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DeskServer, deskToken, startDeskServer } from "../support/desk-server.ts";
import { makeEntry } from "../support/make-entry.ts";
import { openBrowser } from "../support/open-browser.ts";

/** The desk page in a real browser, over a real store. The tests share one desk, so each looks at news of its own. */
let desk: DeskServer;
let browser: Browser;
let agency: number;
let outlet: number;

beforeAll(async () => {
  [desk, browser] = await Promise.all([startDeskServer(), openBrowser()]);
  agency = await desk.addFeed("https://north.example/rss", { name: "Northern Wire", kind: "agency", rank: 1 });
  outlet = await desk.addFeed("https://harbour.example/rss", { name: "Harbour Post", kind: "outlet", rank: 50 });
  await desk.arrive(agency, { guid: "first", title: "Lighthouse of Skerrow reopens after repairs", text: lighthouse });
  await desk.arrive(outlet, {
    guid: "arabic",
    title: "افتتاح ميناء جديد في المدينة",
    language: "ar",
    text: "نص الخبر عن الميناء",
  });
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

const lighthouse =
  "The lighthouse of Skerrow reopened on Friday after two years of repairs to its lantern room, the harbour board said.";

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(`${desk.url}${path}`);
  return page;
}

async function liveRiver(path = "/", options: BrowserContextOptions = {}): Promise<Page> {
  const page = await open(path, options);
  await page.waitForSelector(".line.live");
  return page;
}

const topHeadline = (page: Page) => page.locator(".river > .row h2 a").first().innerText();

test("news arrives within a second, behind a pill, without moving what is being read", async () => {
  const page = await liveRiver();
  const before = await topHeadline(page);
  const start = performance.now();
  await desk.arrive(agency, { guid: "live-1", title: "Tram line to Ostby opens" });
  await page.waitForFunction(() => document.getElementById("pill")?.textContent === "1 new");
  expect(performance.now() - start).toBeLessThan(1_000);
  expect(await topHeadline(page)).toBe(before);
  await page.keyboard.press("n");
  expect(await topHeadline(page)).toBe("Tram line to Ostby opens");
  expect(await page.locator("#pill").isVisible()).toBe(false);
  await page.locator("#follow").check();
  await desk.arrive(agency, { guid: "live-2", title: "Glassworks of Ulm hires forty" });
  await page.locator(".row h2 a", { hasText: "Glassworks of Ulm" }).waitFor();
  expect(page.url()).toContain("follow=1");
  await page.context().close();
});

test("a changed row changes where it stands", async () => {
  const entry = makeEntry({
    guid: "upd",
    title: "Mill fire in Torvik",
    text: "A mill burned in Torvik.",
    firstSeenAt: Date.now(),
  });
  const id = await desk.arrive(agency, entry);
  const page = await liveRiver();
  const place = page.locator(".row", { hasText: "Mill fire in Torvik" });
  const key = await place.getAttribute("id");
  const cue = { kind: "update", number: 1, raw: "UPDATE 1-" } as const;
  const title = "UPDATE 1-Mill fire in Torvik, two hurt";
  await desk.revise(agency, id, {
    ...entry,
    title,
    headline: "Mill fire in Torvik, two hurt",
    cue,
    urgency: 4,
    contentHash: "2",
  });
  await page.locator(`#${key} .cue`, { hasText: "UPDATE 1" }).waitFor();
  expect(await page.locator(`#${key} h2 a`).innerText()).toBe("Mill fire in Torvik, two hurt");
  expect(await page.locator("#pill").isVisible()).toBe(false);
  await page.context().close();
});

test("a cut connection is said, and what came meanwhile is replayed", async () => {
  const page = await liveRiver();
  desk.setDown(true);
  await page.waitForSelector(".line.lost");
  expect(await page.locator("#line").innerText()).toContain("Connection lost");
  await desk.arrive(agency, { guid: "cut-1", title: "Bakers of Lundmark strike over flour" });
  await desk.arrive(agency, { guid: "cut-2", title: "Chess champion resigns her title" });
  desk.setDown(false);
  await page.waitForSelector(".line.live");
  await page.waitForFunction(() => document.getElementById("pill")?.textContent === "2 new");
  await page.context().close();
});

test("search finds while one types, marks what it found, and stands in the address", async () => {
  await desk.arrive(agency, {
    guid: "search",
    title: "Beekeepers count losses",
    text: "Wax prices rose in the valley.",
  });
  const page = await liveRiver("/?collapse=copy");
  await page.keyboard.press("/");
  await page.keyboard.type("wax AND beekeep*");
  await page.waitForFunction(() => document.querySelectorAll(".river > .row").length === 1);
  expect(await page.locator("mark").allInnerTexts()).toEqual(["Beekeepers", "Wax"]);
  await page.waitForURL(/q=wax/);
  await page.waitForSelector(".line.live");
  await desk.arrive(outlet, {
    guid: "search-2",
    title: "Candle makers and beekeepers meet",
    text: "They spoke of wax.",
  });
  await page.waitForFunction(() => document.getElementById("pill")?.textContent === "1 new");
  await desk.arrive(agency, { guid: "search-3", title: "Nothing of the kind" });
  expect(await page.locator("#pill").innerText()).toBe("1 new");
  await page.context().close();
});

test("an editor splits and merges a story at once, and it is recorded with the name", async () => {
  const text =
    "The council of Brodeur approved 40 million crowns for the Westgate bridge, mayor Ana Holm said on Monday.";
  const first = await desk.arrive(agency, { guid: "bridge", title: "Brodeur approves Westgate bridge", text });
  await desk.arrive(outlet, {
    guid: "bridge-2",
    url: "https://harbour.example/b",
    title: "Brodeur approves Westgate bridge",
    text,
  });
  const other = await desk.arrive(outlet, {
    guid: "opera",
    title: "Opera house gets a new roof",
    text: "Copper plates were laid.",
  });
  const page = await open(`/entries/${first}`);
  expect(await page.locator(".carrier-list > li").count()).toBe(2);
  expect(await page.locator(".why").first().innerText()).toMatch(/Same (headline|text)/);
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel(/Your name/).fill("Ada");
  await page.getByLabel("Admin token").fill(deskToken);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/stories/);
  const [, otherStory] = /stories\/(\d+)/.exec((await fetch(`${desk.url}/entries/${other}`)).url) ?? [];
  await page.getByLabel("Merge with story").fill(String(otherStory));
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await page.locator(".timeline > .copy").nth(1).waitFor();
  expect(await page.locator(".timeline > .copy").count()).toBe(2);
  await page.locator(".copy", { hasText: "Opera house" }).getByRole("button", { name: /Split/ }).click();
  await page.waitForURL(/entry-/);
  expect(await page.locator(".timeline > .copy").count()).toBe(1);
  expect(await page.locator("h1").innerText()).toBe("Opera house gets a new roof");
  expect(await page.locator(".words").innerText()).toMatch(/Ada: keep entries \d+ and \d+ in different stories/);
  await page.goto(`${desk.url}/entries/${first}`);
  await page.getByRole("button", { name: "Not this text" }).click();
  await page.waitForURL(/entry-/);
  expect(await page.locator(".carrier-list").count()).toBe(2);
  await page.getByRole("button", { name: "Pin", exact: true }).click();
  expect(await page.locator(".pinned").innerText()).toContain("pinned");
  await page.context().close();
});

test("the keyboard goes through the river and opens a story, and ? tells how", async () => {
  const page = await liveRiver();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const chosen = page.locator(".row.chosen");
  expect(await chosen.count()).toBe(1);
  expect(await chosen.evaluate((row) => [...(row.parentElement?.children ?? [])].indexOf(row))).toBe(1);
  await page.keyboard.press("k");
  const href = await chosen.locator("h2 a").getAttribute("href");
  await page.keyboard.press("?");
  expect(await page.locator("#help").isVisible()).toBe(true);
  await page.keyboard.press("Escape");
  await page.keyboard.press("o");
  await page.waitForURL(`**${href}`);
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.waitForURL("**/sources");
  expect(await page.locator("tbody tr").count()).toBe(2);
  await page.context().close();
});

test("dark follows the system, and a choice by hand is kept", async () => {
  const page = await liveRiver("/", { colorScheme: "dark" });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await paper()).toBe("rgb(14, 18, 22)");
  const kept = page.waitForResponse("**/theme");
  await page.keyboard.press("t");
  expect(await paper()).toBe("rgb(255, 255, 255)");
  await kept;
  await page.reload();
  expect(await paper()).toBe("rgb(255, 255, 255)");
  await page.context().close();
});

test("without JavaScript the river, its filters and a story can be read", async () => {
  const page = await open("/", { javaScriptEnabled: false });
  expect(await page.locator(".river > .row").count()).toBeGreaterThan(1);
  await page.locator("#q").fill("lighthouse");
  await page.getByRole("button", { name: "Show" }).click();
  expect(await page.locator(".river > .row").count()).toBe(1);
  await page.locator(".river > .row h2 a").click();
  expect(await page.locator(".copy .body").innerText()).toContain("two years of repairs");
  await page.context().close();
});

test("a flash takes the top of the screen until it is acknowledged, and stays among the last alerts", async () => {
  const page = await liveRiver();
  const cue = { kind: "flash", number: null, raw: "FLASH-" } as const;
  await desk.arrive(agency, {
    guid: "flash",
    title: "FLASH-Volcano erupts",
    headline: "Volcano erupts",
    cue,
    urgency: 1,
  });
  await page.locator("#flash a", { hasText: "Volcano erupts" }).waitFor();
  await page.keyboard.press("x");
  expect(await page.locator("#flash").isVisible()).toBe(false);
  await page.reload();
  await page.waitForSelector(".line.live");
  expect(await page.locator("#flash").isVisible()).toBe(false);
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  expect(await page.locator("#alert-list").innerText()).toContain("Volcano erupts (flash)");
  await page.context().close();
});

test("a hostile entry does nothing: no script, no request, no style, no way out of its place", async () => {
  const evil = `<script>window.evil=1</script><img src=x onerror="window.evil=1"><svg onload="window.evil=1"></svg>
    <style>body{display:none}</style><meta http-equiv="refresh" content="0;url=https://evil.example/">
    <iframe src="https://evil.example/"></iframe><a href="javascript:window.evil=1">go</a><form action="https://evil.example/"><input></form>
    <div style="position:fixed;inset:0" class="flash" id="main">cover</div><img src="https://tracker.example/p.gif">`;
  const title = `</a></h2><script>window.evil=1</script>"'><img src=x onerror=window.evil=1>${"W".repeat(50_000)}`;
  const context = await browser.newContext();
  const page = await context.newPage();
  const outside: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(desk.url)) outside.push(request.url());
  });
  page.on("dialog", (dialog) => dialog.dismiss());
  await page.goto(desk.url);
  await page.waitForSelector(".line.live");
  const id = await desk.arrive(outlet, {
    guid: `"><script>window.evil=1</script>`,
    url: "https://harbour.example/evil",
    title,
    html: evil,
    text: evil,
  });
  await page.waitForFunction(() => document.getElementById("pill")?.textContent === "1 new");
  await page.keyboard.press("n");
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  for (const path of ["/", `/entries/${id}`]) {
    await page.goto(`${desk.url}${path}`);
    expect(await page.evaluate(() => "evil" in window)).toBe(false);
    expect(
      await page.locator("script, style, iframe, meta[http-equiv], main form[action^=http], main svg").count(),
    ).toBe(1);
    expect(await page.locator("#main").count()).toBe(1);
    expect(await page.evaluate(() => getComputedStyle(document.body).display)).toBe("block");
  }
  expect(outside).toEqual([]);
  await context.close();
});

test("axe finds nothing on any page, light or dark, wide or narrow", async () => {
  const all: string[] = [];
  const paths = ["/", "/?q=wax", "/entries/1", "/sources", "/login", "/api"];
  for (const [colorScheme, width] of [
    ["light", 1280],
    ["dark", 390],
  ] as const) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
    const page = await context.newPage();
    for (const path of paths) {
      await page.goto(`${desk.url}${path}`);
      await page.evaluate(axe.source);
      const found = await page.evaluate(async () => {
        const { violations } = await (window as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 150)).join(" | ")}`);
      });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) all.push(`${path} ${width}: ${wide} pixels too wide`);
      all.push(...found.map((one) => `${path} ${colorScheme} ${one}`));
    }
    await context.close();
  }
  expect(all).toEqual([]);
});

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}
