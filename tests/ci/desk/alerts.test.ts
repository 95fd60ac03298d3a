/// <reference lib="dom" />
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Entry } from "../../../src/domain/entry.ts";
import { minuteMs } from "../../../src/domain/time.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { useDesk } from "../../support/use-desk.ts";

const use = useDesk();
const { liveRiver } = use;

const flashCue = { kind: "flash", number: null, raw: "FLASH-" } as const;

function flashOf(headline: string): Entry {
  const [title, firstSeenAt] = [`FLASH-${headline}`, Date.now()];
  return makeEntry({ guid: headline, title, headline, cue: flashCue, urgency: 1, firstSeenAt });
}

const banner = (page: Page) => page.locator("#flash a").innerText();
const unread = (page: Page) => page.locator("#unread");

/** True when nothing lies over the middle of the element. */
function isInSight(page: Page, selector: string): Promise<boolean> {
  return page
    .locator(selector)
    .last()
    .evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const found = document.elementFromPoint(left + width / 2, top + height / 2);
      return found !== null && element.contains(found);
    });
}

test("a flash ends after five minutes, and a browser that comes later does not show it", async () => {
  const page = await use.open("/");
  await page.clock.install();
  await page.reload();
  await page.waitForSelector(".line.live");
  await use.desk.arrive(use.agency, flashOf("Bridge of Ulm collapses"));
  await page.locator("#flash a", { hasText: "Bridge of Ulm" }).waitFor();
  await page.clock.fastForward(4 * minuteMs);
  expect(await page.locator("#flash").isVisible()).toBe(true);
  await page.clock.fastForward(90_000);
  expect(await page.locator("#flash").isVisible()).toBe(false);
  await page.keyboard.press("n");
  expect(await page.locator(".row", { hasText: "Bridge of Ulm" }).getAttribute("class")).toContain("u1");
  const later = await use.open("/login");
  await later.clock.install({ time: Date.now() + 13 * minuteMs });
  await later.goto(use.desk.url);
  await later.waitForSelector(".line.live");
  expect(await later.locator("#flash").isVisible()).toBe(false);
  await later.context().close();
  await page.context().close();
});

test("a page that opens while several flashes wait names the newest of them", async () => {
  const earlier = flashOf("Tower of Ostrava falls");
  await use.desk.arrive(use.agency, earlier);
  await use.desk.arrive(use.agency, {
    ...flashOf("Airport of Lahti closed"),
    firstSeenAt: earlier.firstSeenAt + 1_000,
  });
  const page = await liveRiver();
  expect(await banner(page)).toContain("Airport of Lahti");
  await page.keyboard.press("x");
  await page.context().close();
});

test("the banner follows the flash's newest headline, and goes when the story has become an update", async () => {
  const page = await liveRiver();
  await page.keyboard.press("x");
  const first = flashOf("Mine collapses near Torvik, 3 missing");
  const id = await use.desk.arrive(use.agency, first);
  await page.locator("#flash a", { hasText: "3 missing" }).waitFor();
  const headline = "Mine collapses near Torvik, 5 missing";
  const second = { ...first, title: `FLASH-${headline}`, headline, contentHash: "second" };
  await use.desk.revise(use.agency, id, second);
  await page.locator("#flash a", { hasText: "5 missing" }).waitFor();
  expect(await banner(page)).not.toContain("3 missing");
  const told = "Mine collapses near Torvik, all found";
  const cue = { kind: "update", number: 1, raw: "UPDATE 1-" } as const;
  await use.desk.revise(use.agency, id, {
    ...second,
    title: `UPDATE 1-${told}`,
    headline: told,
    cue,
    urgency: 4,
    contentHash: "third",
  });
  await page.locator("#flash").waitFor({ state: "hidden" });
  await page.keyboard.press("n");
  const row = page.locator(".row", { hasText: told });
  expect(await row.locator(".cue").innerText()).toBe("UPDATE 1");
  await page.context().close();
});

test("the button for new rows stays in sight below the banner of a flash, however far the page is scrolled", async () => {
  for (let at = 0; at < 30; at += 1)
    await use.desk.arrive(use.outlet, {
      guid: `fill-${at}`,
      url: `https://harbour.example/${at}`,
      title: `Fill ${at}`,
    });
  const page = await liveRiver("/", { viewport: { width: 1000, height: 500 } });
  await page.evaluate(() => scrollTo({ top: 700 }));
  await use.desk.arrive(use.agency, flashOf("Volcano of Skerrow erupts"));
  await page.locator("#flash a", { hasText: "Volcano" }).waitFor();
  await page.locator("#pill").waitFor();
  expect(await isInSight(page, "#pill")).toBe(true);
  expect(await isInSight(page, "#flash")).toBe(true);
  expect(await isInSight(page, "#alerts summary")).toBe(true);
  await page.locator("#pill").click();
  await page.keyboard.press("x");
  expect(await page.locator("#flash").isVisible()).toBe(false);
  await page.evaluate(() => scrollTo({ top: document.body.scrollHeight }));
  expect(await isInSight(page, ".river > .row")).toBe(true);
  await page.context().close();
});

test("the bell counts a withdrawal and a watch term until its panel is opened, in every tab of the browser", async () => {
  const entry = makeEntry({ guid: "crane", title: "Crane operators of Ostby strike", firstSeenAt: Date.now() });
  const id = await use.desk.arrive(use.agency, entry);
  const page = await liveRiver();
  const sources = await page.context().newPage();
  await sources.goto(`${use.desk.url}/sources`);
  expect(await unread(page).isVisible()).toBe(false);
  const withdrawn = { kind: "withdrawn", number: null, raw: "WITHDRAWN-" } as const;
  const title = `WITHDRAWN-${entry.title}`;
  await use.desk.revise(use.agency, id, { ...entry, title, cue: withdrawn, contentHash: "withdrawn" });
  await unread(page).waitFor();
  expect(await unread(page).innerText()).toBe("1");
  await unread(sources).waitFor();
  expect(await unread(sources).innerText()).toBe("1");

  await page.locator("#alerts summary").click();
  expect(await page.locator("#alert-list .new").innerText()).toMatch(/Crane operators.*\(withdrawn\)/);
  await unread(page).waitFor({ state: "hidden" });
  await unread(sources).waitFor({ state: "hidden" });
  await page.getByLabel(/Alert me about/).fill("glassblow*");
  await page.getByRole("button", { name: "Save alerts" }).click();
  await page.waitForSelector(".line.live");
  await use.desk.arrive(use.outlet, { guid: "glass", title: "Glassblowers of Lundmark open a school" });
  await unread(page).waitFor();
  await page.keyboard.press("n");
  expect(await page.locator(".row.watched h2").innerText()).toContain("Glassblowers");
  await sources.keyboard.press("g");
  await sources.keyboard.press("a");
  await sources.waitForURL("**/#alerts");
  expect(await sources.locator("#alert-list").innerText()).toContain("watching glassblow*");
  await sources.keyboard.press("Escape");
  expect(await sources.locator("#alert-list").isVisible()).toBe(false);
  await page.context().close();
});

test("a test of a channel leaves the rule beside it as it was typed, and its answer is in sight", async () => {
  const page = await use.signedIn("/alerts");
  await page.setViewportSize({ width: 1280, height: 700 });
  await page.getByLabel("Query").fill("port strike");
  await page.getByLabel("flash").check();
  await page.getByLabel("Digests at").fill("06:00");
  await page.getByRole("button", { name: "Send a test to desk" }).click();
  const answer = page.getByRole("alert").or(page.getByRole("status")).filter({ hasText: "the test message" });
  await answer.waitFor();
  // The browser scrolls to the answer after it has drawn it.
  const isShown = () => answer.evaluate((one) => one.getBoundingClientRect().bottom <= innerHeight);
  await expect.poll(isShown, { timeout: 10_000 }).toBe(true);
  expect(await page.getByLabel("Query").inputValue()).toBe("port strike");
  expect(await page.getByLabel("flash").isChecked()).toBe(true);
  expect(await page.getByLabel("Digests at").inputValue()).toBe("06:00");
  await page.getByLabel("Name", { exact: true }).fill("Strikes");
  await page.getByLabel("desk", { exact: true }).check();
  await page.getByRole("button", { name: "Try it on the last 24 hours" }).click();
  await page.getByText("This would have sent").waitFor();
  expect(await page.getByLabel("Query").inputValue()).toBe("port strike");
  await page.context().close();
});
