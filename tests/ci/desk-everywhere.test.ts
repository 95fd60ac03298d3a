/// <reference lib="dom" />
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { deskToken } from "../support/desk-server.ts";
import { useDesk } from "../support/use-desk.ts";

const use = useDesk();
const { open, liveRiver } = use;

/** Axe without spaces and comments, because each page reads it. */
const axeSource = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** Some hundred pages are looked at. */
const axeMsMax = 400_000;

test("dark mode follows the system, and a choice by hand is kept", async () => {
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
  await page.getByRole("button", { name: "Search" }).click();
  expect(await page.locator(".river > .row").count()).toBe(1);
  await page.locator(".river > .row h2 a").click();
  expect(await page.locator(".copy .body").innerText()).toContain("two years of repairs");
  await page.context().close();
});

test("without JavaScript everything but the live parts works: days, tabs, alerts, sign-in, rulings, theme, import", async () => {
  const page = await open("/", { javaScriptEnabled: false });
  const lead = page.locator(".river > .row h2 a", { hasText: "Lighthouse" });
  expect(await page.locator(".script-only").first().isVisible()).toBe(false);
  await page.getByRole("button", { name: "Dense or roomy rows" }).click();
  expect(await page.locator("html").getAttribute("data-density")).toBe("compact");
  await page.getByLabel("The day before").click();
  await page.getByRole("link", { name: "Now" }).click();
  await page.locator("#alerts summary").click();
  await page.getByLabel(/Alert me about/).fill("lighthouse");
  await page.getByRole("button", { name: "Save alerts" }).click();
  expect(await page.locator(".row.watched h2").innerText()).toContain("Lighthouse");
  await lead.click();
  for (const tab of ["Carriers", "Changes", "Why", "History", "Versions"])
    await page.getByRole("navigation", { name: "Parts of the story" }).getByRole("link", { name: tab }).click();
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel(/Your name/).fill("Ada");
  await page.getByLabel("Admin token").fill(deskToken);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Merge with story").fill("2");
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  expect(await page.locator(".timeline > .copy").count()).toBe(2);
  await page.getByRole("button", { name: "Undo" }).click();
  expect(await page.locator(".timeline > .copy").count()).toBe(1);
  await page.getByRole("link", { name: "Sources" }).click();
  await page.getByText("Paste OPML").click();
  await page
    .getByLabel("OPML", { exact: true })
    .fill('<opml><body><outline text="New" xmlUrl="https://new.example/rss"/></body></opml>');
  await page.getByRole("button", { name: "Import", exact: true }).click();
  expect(await page.locator("h1").innerText()).toBe("1 added, 0 known, 0 skipped");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.context().close();
});

test("a hostile entry has no effect: no script, no request, no style, no content outside its place", async () => {
  const evil = `<script>window.evil=1</script><img src=x onerror="window.evil=1"><svg onload="window.evil=1"></svg>
    <style>body{display:none}</style><meta http-equiv="refresh" content="0;url=https://evil.example/">
    <iframe src="https://evil.example/"></iframe><a href="javascript:window.evil=1">go</a><form action="https://evil.example/"><input></form>
    <div style="position:fixed;inset:0" class="flash" id="main">cover</div><img src="https://tracker.example/p.gif">`;
  const title = `</a></h2><script>window.evil=1</script>"'><img src=x onerror=window.evil=1>${"W".repeat(50_000)}`;
  const context = await use.browser.newContext();
  const page = await context.newPage();
  const outside: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(use.desk.url)) outside.push(request.url());
  });
  page.on("dialog", (dialog) => dialog.dismiss());
  await page.goto(use.desk.url);
  await page.waitForSelector(".line.live");
  const id = await use.desk.arrive(use.outlet, {
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
    await page.goto(`${use.desk.url}${path}`);
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

test("without JavaScript an editor tries a rule with digests and tests a channel", async () => {
  const context = await use.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${use.desk.url}/login?next=/alerts`);
  await page.getByLabel(/Your name/).fill("Ada");
  await page.getByLabel("Admin token").fill(deskToken);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.goto(`${use.desk.url}/alerts`);
  await page.getByLabel("Name", { exact: true }).fill("Choirs");
  await page.getByLabel("Digests at").fill("06:00");
  await page.getByLabel("desk", { exact: true }).check();
  await page.getByRole("button", { name: "Try it on the last 24 hours" }).click();
  expect(await page.getByRole("status").innerText()).toContain("This would have sent");
  expect(await page.getByLabel("Digests at").inputValue()).toBe("06:00");
  await page.getByRole("button", { name: "Send a test to desk" }).click();
  expect(await page.getByRole("alert").innerText()).toContain("desk did not take the test message");
  expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Choirs");
  expect(await page.getByLabel("Digests at").inputValue()).toBe("06:00");
  await context.close();
});

test("axe reports nothing on any page, light or dark, wide or narrow", { timeout: axeMsMax }, async () => {
  const feeds = ["/sources", "/sources?show=failing", "/sources?q=nothing", "/sources/first", "/sources/feeds/1"];
  const story = ["/entries/1", ...["carriers", "changes", "why", "history"].map((tab) => `/stories/1?tab=${tab}`)];
  const faults = ["/nowhere", "/stories/999", "/?q=%22open", "/columns?column=section%3Dnowhere", "/compare?a=1&b=999"];
  const columns = ["/columns", "/columns?column=&column=q%3Dwax&column=urgency%3D3"];
  const river = ["/", "/#alerts", "/?q=wax", "/?q=nowhere&lang=de", "/feeds/all"];
  const plain = ["/alerts", "/login", "/api", "/trial?watches=wax%0Afer*", "/trial?watches=%22open"];
  const paths = [...river, ...story, ...columns, "/compare?a=1&b=2", ...feeds, ...faults, ...plain];
  expect(await faultsOn(paths, async () => [])).toEqual([]);
});

test("axe reports nothing on the pages of editors, and on what a form answers", { timeout: axeMsMax }, async () => {
  const id = await use.desk.arrive(use.agency, { guid: "axe", title: "Harvest of Torvik", text: "Rye was cut." });
  const other = await use.desk.arrive(use.outlet, { guid: "axe-2", title: "Choir sings", text: "Four lullabies." });
  const paths = [`/entries/${id}`, `/stories/${id}?tab=history`, "/sources", "/sources/feeds/1", "/columns", "/alerts"];
  const signIn = async (page: Page) => {
    await page.goto(`${use.desk.url}/login?next=/entries/${id}`);
    await page.getByLabel(/Your name/).fill("Ada");
    await page.getByLabel("Admin token").fill(deskToken);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByLabel("Merge with story").fill("no number 1");
    await page.getByRole("button", { name: "Merge", exact: true }).click();
    const bad = await faultsOf(page, "a bad merge");
    await page.goto(`${use.desk.url}/entries/${id}`);
    const [, story = ""] = /stories\/(\d+)/.exec((await fetch(`${use.desk.url}/entries/${other}`)).url) ?? [];
    await page.getByLabel("Merge with story").fill(story);
    await page.getByRole("button", { name: "Merge", exact: true }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.goto(`${use.desk.url}/sources`);
    await page.getByText("Paste OPML").click();
    await page.getByLabel("OPML", { exact: true }).fill("<p>no</p>");
    await page.getByRole("button", { name: "Import", exact: true }).click();
    bad.push(...(await faultsOf(page, "a bad import")));
    await page.goto(`${use.desk.url}/alerts`);
    await page.getByLabel("Name", { exact: true }).fill("Choirs");
    await page.getByLabel("desk", { exact: true }).check();
    await page.getByRole("button", { name: "Try it on the last 24 hours" }).click();
    await page.getByText("This would have sent").waitFor();
    bad.push(...(await faultsOf(page, "a trial of a rule")));
    await page.getByRole("button", { name: "Send a test to desk" }).click();
    await page.getByText("desk did not take the test message: the server answered 503").waitFor();
    bad.push(...(await faultsOf(page, "a test of a channel")));
    return bad;
  };
  expect(await faultsOn(paths, signIn)).toEqual([]);
});

/**
 * What axe says of the pages. `begin` may sign in, or try forms; it returns the faults that it found.
 *
 * Each page is loaded once. Then its colours and its width change as they do for a reader who turns a tablet or whose
 * evening begins, because loading a page and reading axe's half a megabyte take longer than a run of axe.
 */
async function faultsOn(paths: readonly string[], begin: (page: Page) => Promise<string[]>): Promise<string[]> {
  const context = await use.browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  const all = await begin(page);
  for (const path of paths) {
    await page.goto("about:blank");
    await page.goto(`${use.desk.url}${path}`);
    all.push(...(await faultsOf(page, path)));
  }
  await context.close();
  return all;
}

const modes = [
  ["light", 1280],
  ["dark", 1280],
  ["dark", 390],
  ["light", 390],
] as const;

/** What axe says of the open page in light and dark, wide and narrow. Leaves the page light and wide. */
async function faultsOf(page: Page, name: string): Promise<string[]> {
  const all: string[] = [];
  await page.evaluate(axeSource);
  for (const [colorScheme, width] of modes) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    // axe fetches the style sheets for one rule, of the lock of an orientation. They are the same in each mode.
    const preload = colorScheme === "light" && width > 1_000;
    const found = await page.evaluate(askAxe, { colorScheme, width, preload });
    const low = (await page.evaluate(lowTargets)).map((one) => `too low to hit: ${one}`);
    all.push(...[...found, ...low].map((one) => `${name} ${colorScheme} ${width} ${one}`));
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 800 });
  return all;
}

/** The violations of the page in a mode, which it says when the page is not in that mode. */
async function askAxe(given: { colorScheme: string; width: number; preload: boolean }): Promise<string[]> {
  const { colorScheme, width, preload } = given;
  const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResult> } };
  const isInMode = innerWidth === width && matchMedia(`(prefers-color-scheme: ${colorScheme})`).matches;
  const { violations } = await axe.run({ resultTypes: ["violations"], preload });
  const over = document.documentElement.scrollWidth - innerWidth;
  return [
    ...(isInMode ? [] : ["the page is not in this mode"]),
    ...(over > 0 ? [`${over} pixels too wide`] : []),
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 150)).join(" | ")}`),
  ];
}

/** The links and controls of less than 24 px (WCAG 2.2, 2.5.8). The links in a publisher's text are left out. */
function lowTargets(): string[] {
  const all = [...document.querySelectorAll<HTMLElement>("a[href], button, input, select, summary, textarea")];
  return all.flatMap((one) => {
    const target = (one.matches("[type=checkbox], [type=radio]") && one.closest("label")) || one;
    const { width, height } = target.getBoundingClientRect();
    const isShown = one.checkVisibility() && width > 1 && !one.matches(".skip, .body a");
    return isShown && height < 24 ? [`${one.outerHTML.slice(0, 100)} ${width} x ${height}`] : [];
  });
}

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}
