/// <reference lib="dom" />
import axe from "axe-core";
import { expect, test } from "vitest";
import { useDesk } from "../support/use-desk.ts";

const use = useDesk();
const { open, liveRiver } = use;

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

test("axe reports nothing on any page, light or dark, wide or narrow", async () => {
  const all: string[] = [];
  const feeds = ["/sources", "/sources/first", "/sources/feeds/1"];
  const story = ["/entries/1", ...["carriers", "changes", "why", "history"].map((tab) => `/stories/1?tab=${tab}`)];
  const faults = ["/nowhere", "/stories/999", "/?q=%22open"];
  const paths = [
    "/",
    "/?q=wax",
    ...story,
    "/compare?a=1&b=2",
    ...feeds,
    ...faults,
    "/login",
    "/api",
    "/trial?watches=wax%0Afer*",
  ];
  for (const [colorScheme, width] of [
    ["light", 1280],
    ["light", 390],
    ["dark", 1280],
    ["dark", 390],
  ] as const) {
    const context = await use.browser.newContext({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
    const page = await context.newPage();
    for (const path of paths) {
      await page.goto(`${use.desk.url}${path}`);
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
