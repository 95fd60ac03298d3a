/// <reference lib="dom" />
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { deskToken } from "../support/desk-server.ts";
import { makeEntry } from "../support/make-entry.ts";
import { useDesk } from "../support/use-desk.ts";

const use = useDesk();
const { open, liveRiver } = use;

const topHeadline = (page: Page) => page.locator(".river > .row h2 a").first().innerText();

test("news arrives automatically behind a button, without moving what is being read", async () => {
  const page = await liveRiver();
  const before = await topHeadline(page);
  await use.desk.arrive(use.agency, { guid: "live-1", title: "Tram line to Ostby opens" });
  await page.waitForFunction(() => document.getElementById("pill")?.textContent === "1 new");
  expect(await topHeadline(page)).toBe(before);
  await page.keyboard.press("n");
  expect(await topHeadline(page)).toBe("Tram line to Ostby opens");
  expect(await page.locator("#pill").isVisible()).toBe(false);
  await page.locator("#follow").check();
  await use.desk.arrive(use.agency, { guid: "live-2", title: "Glassworks of Ulm hires forty" });
  await page.locator(".row h2 a", { hasText: "Glassworks of Ulm" }).waitFor();
  expect(page.url()).toContain("follow=1");
  await page.context().close();
});

test("a changed row changes in its place", async () => {
  const entry = makeEntry({
    guid: "upd",
    title: "Mill fire in Torvik",
    text: "A mill burned in Torvik.",
    firstSeenAt: Date.now(),
  });
  const id = await use.desk.arrive(use.agency, entry);
  const page = await liveRiver();
  const place = page.locator(".row", { hasText: "Mill fire in Torvik" });
  const key = await place.getAttribute("data-key");
  const cue = { kind: "update", number: 1, raw: "UPDATE 1-" } as const;
  const title = "UPDATE 1-Mill fire in Torvik, two hurt";
  await use.desk.revise(use.agency, id, {
    ...entry,
    title,
    headline: "Mill fire in Torvik, two hurt",
    cue,
    urgency: 4,
    contentHash: "2",
  });
  await page.locator(`[data-key="${key}"] .cue`, { hasText: "UPDATE 1" }).waitFor();
  expect(await page.locator(`[data-key="${key}"] h2 a`).innerText()).toBe("Mill fire in Torvik, two hurt");
  expect(await page.locator("#pill").isVisible()).toBe(false);
  await page.context().close();
});

test("a lost connection is shown, and the missed news is replayed", async () => {
  const page = await liveRiver();
  use.desk.setDown(true);
  await page.waitForSelector(".line.lost");
  expect(await page.locator("#line").innerText()).toContain("Connection lost");
  await use.desk.arrive(use.agency, { guid: "cut-1", title: "Bakers of Lundmark strike over flour" });
  await use.desk.arrive(use.agency, { guid: "cut-2", title: "Chess champion resigns her title" });
  use.desk.setDown(false);
  await page.waitForSelector(".line.live");
  await page.waitForFunction(() => document.getElementById("pill")?.textContent === "2 new");
  await page.context().close();
});

test("search shows results during typing, marks the matches, and is kept in the address", async () => {
  await use.desk.arrive(use.agency, {
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
  await use.desk.arrive(use.outlet, {
    guid: "search-2",
    title: "Candle makers and beekeepers meet",
    text: "They spoke of wax.",
  });
  await page.waitForFunction(() => document.getElementById("pill")?.textContent === "1 new");
  await use.desk.arrive(use.agency, { guid: "search-3", title: "Nothing of the kind" });
  expect(await page.locator("#pill").innerText()).toBe("1 new");
  await page.context().close();
});

test("an editor's split and merge take effect at once and are recorded with the name", async () => {
  const text =
    "The council of Brodeur approved 40 million crowns for the Westgate bridge, mayor Ana Holm said on Monday.";
  const first = await use.desk.arrive(use.agency, { guid: "bridge", title: "Brodeur approves Westgate bridge", text });
  await use.desk.arrive(use.outlet, {
    guid: "bridge-2",
    url: "https://harbour.example/b",
    title: "Brodeur approves Westgate bridge",
    text,
  });
  const other = await use.desk.arrive(use.outlet, {
    guid: "opera",
    title: "Opera house gets a new roof",
    text: "Copper plates were laid.",
  });
  const page = await open(`/entries/${first}`);
  expect(await page.locator(".carrier-list > li").count()).toBe(2);
  await page.locator(".why-link").first().click();
  expect(await page.locator(".why").first().innerText()).toMatch(/Same (headline|text)/);
  await page.goto(`${use.desk.url}/entries/${first}`);
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel(/Your name/).fill("Ada");
  await page.getByLabel("Admin token").fill(deskToken);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/stories/);
  const [, otherStory] = /stories\/(\d+)/.exec((await fetch(`${use.desk.url}/entries/${other}`)).url) ?? [];
  await page.getByLabel("Merge with story").fill(String(otherStory));
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await page.locator(".timeline > .copy").nth(1).waitFor();
  expect(await page.locator(".timeline > .copy").count()).toBe(2);
  await page
    .locator(".copy", { hasText: "Opera house" })
    .getByRole("button", { name: /Move to a new story/ })
    .click();
  await page.waitForURL(/entry-/);
  expect(await page.locator(".timeline > .copy").count()).toBe(1);
  expect(await page.locator("h1").innerText()).toBe("Opera house gets a new roof");
  await page.getByRole("link", { name: "History" }).click();
  const decisions = await page.locator(".rulings").innerText();
  expect(decisions).toMatch(/Ada: moved .*Opera house.* out of the story of/);
  await page.goto(`${use.desk.url}/entries/${first}`);
  await page.getByRole("button", { name: "Not the same copy" }).click();
  await page.waitForURL(/entry-/);
  expect(await page.locator(".timeline > .copy").count()).toBe(2);
  expect(await page.locator(".carrier-list").count()).toBe(0);
  expect(await page.locator(":target").innerText()).toContain("Harbour Post");
  await page.getByRole("button", { name: "Pin", exact: true }).click();
  expect(await page.locator(".pinned").innerText()).toContain("Pinned");
  await page.context().close();
});

test("keys move through the river and open a story, and ? shows help", async () => {
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
  await page.keyboard.press("u");
  await page.waitForSelector(".line.live");
  expect(await chosen.locator("h2 a").getAttribute("href")).toBe(href);
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.waitForURL("**/sources");
  expect(await page.locator("tbody tr").count()).toBe(2);
  await page.context().close();
});

test("a flash stays at the top of the screen until it is acknowledged, and stays in the list of alerts", async () => {
  const page = await liveRiver();
  const cue = { kind: "flash", number: null, raw: "FLASH-" } as const;
  await use.desk.arrive(use.agency, {
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
