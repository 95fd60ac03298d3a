/// <reference lib="dom" />
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { FeedFailure } from "../../../src/domain/feed.ts";
import { emptyFilter } from "../../../src/domain/section.ts";
import { hourMs, minuteMs } from "../../../src/domain/time.ts";
import { useDesk } from "../../support/use-desk.ts";

const english = { id: "english", title: "In English", filter: { ...emptyFilter, languages: ["en"] } };
const use = useDesk([english]);

const failure = (code: FeedFailure["code"], message: string): FeedFailure => {
  return { code, message, count: 5, firstAt: Date.now() - hourMs, lastAt: Date.now() };
};

test("when most feeds fail alike, one banner says so, and the failing ones are listed in words", async () => {
  const third = await use.desk.addFeed("https://bay.example/rss", { name: "Bay News", kind: "outlet" });
  for (const feed of [use.agency, use.outlet, third])
    await use.desk.poll(feed, { failure: failure("dns-failed", "getaddrinfo ENOTFOUND north.example") });
  const page = await use.liveRiver();
  const banner = page.locator("#trouble");
  await banner.waitFor();
  expect(await banner.innerText()).toBe("3 of 3 feeds fail: no name resolves. Is this machine offline?");
  await banner.getByRole("link").click();
  await page.waitForURL(/show=failing/);
  expect(await page.locator(".feeds tbody .name").allInnerTexts()).toHaveLength(3);
  for (const feed of [use.agency, use.outlet]) await use.desk.poll(feed, { failure: null });
  await use.desk.poll(third, { failure: failure("http-status", "HTTP 404 Not Found"), lastStatus: 404 });
  await page.reload();
  expect(await page.locator(".feeds tbody .name").allInnerTexts()).toEqual(["Bay News"]);
  expect(await page.locator(".feeds .state").innerText()).toBe("Failing for 5 polls: page not found (404)");
  await page.getByRole("link", { name: "Bay News" }).click();
  expect(await page.locator(".polls li").first().innerText()).toMatch(/page not found \(404\)/);
  await page.context().close();
});

test("the table of sources fits a phone with a name at each value, and its bars have an axis", async () => {
  await use.desk.arrive(use.agency, { guid: "old", title: "Bells of Lundmark ring", firstSeenAt: Date.now() - hourMs });
  const page = await use.open("/sources", { viewport: { width: 390, height: 800 } });
  const row = page.locator(".feeds tbody tr", { hasText: "Northern Wire" });
  const says = (cell: string) =>
    row.locator(cell).evaluate((one) => getComputedStyle(one, "::before").content.replaceAll('"', "").trim());
  const cells = ["last item", "in 24 h", "next poll", "items"];
  for (const name of cells) expect(await says(`[data-label="${name}"]`)).toContain(name);
  expect(await row.innerText()).not.toMatch(/no news yet|nothing received/);
  expect(await page.locator(".overview figcaption").innerText()).toMatch(/24 h ago\s+at most \d+ an hour\s+now/);
  expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
  await page.setViewportSize({ width: 1280, height: 800 });
  expect(await row.evaluate((one) => one.getBoundingClientRect().height)).toBeLessThanOrEqual(37);
  await page.context().close();
});

test("a table for each section says who is first, and by how much the others are late", async () => {
  const told = {
    title: "Glassworks of Hallen hires forty",
    text: "Forty people will tend the furnace of Hallen, Piet Dorn said.",
  };
  const at = Date.now() - hourMs;
  await use.desk.arrive(use.agency, { ...told, guid: "glass", firstSeenAt: at });
  const late = { ...told, guid: "glass-2", url: "https://harbour.example/g", firstSeenAt: at + 4 * minuteMs };
  await use.desk.arrive(use.outlet, late);
  const page = await use.open("/sources");
  await page.getByRole("link", { name: "Who is first" }).click();
  await page.waitForURL(/first/);
  expect(await page.locator("caption").allInnerTexts()).toEqual(["All stories: 1 story", "In English: 1 story"]);
  const rows = await page.locator("table").nth(1).locator("tbody tr").allInnerTexts();
  expect(rows.map((row) => row.split("\t"))).toEqual([
    ["Northern Wire", "1", "1", "–"],
    ["Harbour Post", "0", "1", "4 min"],
  ]);
  await page.context().close();
});

test("the API page has a line for curl at each operation, selects, and forms that can be sent", async () => {
  const page = await use.open("/api");
  expect(await page.locator(".curl").count()).toBe(await page.locator(".operation").count());
  const entries = page.locator("#get-api-v1-entries");
  const sorts = ["any", "arrival", "published", "matched", "relevance", "top"];
  expect((await entries.getByLabel("sort").locator("option").allInnerTexts()).toSorted()).toEqual(sorts.toSorted());
  await entries.getByLabel("q", { exact: true }).fill("Skerrow's");
  await entries.getByLabel("sort").selectOption("relevance");
  expect(await curlOf(page, "get-api-v1-entries")).toBe(
    `curl '${use.desk.url}/api/v1/entries?sort=relevance&q=Skerrow%27s'`,
  );
  await entries.getByLabel("q", { exact: true }).fill("lighthouse");
  await entries.getByRole("button", { name: "Read" }).click();
  await entries.locator(".answer", { hasText: "Lighthouse of Skerrow" }).waitFor();
  const story = page.locator("#post-api-v1-stories-id");
  await story.getByLabel("Example").selectOption("merge");
  await story.getByLabel("id").fill("7");
  expect(await curlOf(page, "post-api-v1-stories-id")).toBe(
    `curl -X POST -H "Authorization: Bearer $WIREDESK_ADMIN_TOKEN" '${use.desk.url}/api/v1/stories/7' ` +
      `-H 'Content-Type: application/json' -d '{"action":"merge","with":[15],"by":"Ada"}'`,
  );
  await story.getByRole("button", { name: "Send" }).click();
  await story.locator(".answer", { hasText: "401" }).waitFor();
  await page.context().close();
});

async function curlOf(page: Page, id: string): Promise<string> {
  return (await page.locator(`#${id} .curl`).innerText()).replaceAll(/\s+/g, " ").trim();
}

test("an editor changes a feed's name, kind and priority on its page, and the desk shows them", async () => {
  const feed = await use.desk.addFeed("https://quay.example/rss", { name: "Quay Gazzette", kind: "outlet", rank: 90 });
  const told = { title: "Quay of Torvik is closed", text: "Divers found a hole in the quay of Torvik, Ana Holm said." };
  const at = Date.now() - hourMs;
  const lead = await use.desk.arrive(use.outlet, {
    ...told,
    guid: "quay",
    url: "https://harbour.example/q",
    firstSeenAt: at,
  });
  await use.desk.arrive(feed, { ...told, guid: "quay-2", url: "https://quay.example/q", firstSeenAt: at });
  const page = await use.signedIn("/sources");
  await page.getByRole("link", { name: "Quay Gazzette" }).click();
  expect(await page.locator(".meta").first().innerText()).toContain("outlet, priority 90");
  await page.getByText("Change address, name, kind or priority").click();
  await page.getByLabel("Source", { exact: true }).fill("Quay Gazette");
  await page.getByLabel("Kind").selectOption("agency");
  await page.getByLabel("Priority").fill("2");
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator("h1", { hasText: "Quay Gazette" }).waitFor();
  expect(await page.locator(".meta").first().innerText()).toContain("agency, priority 2");
  await page.goto(use.desk.url);
  const row = page.locator(".row", { hasText: told.title });
  expect(await row.locator(".outlets").getAttribute("title")).toContain("Quay Gazette");
  await page.goto(`${use.desk.url}/?source=Quay+Gazette`);
  expect(await page.locator(".river > .row .source").allInnerTexts()).toEqual(["Quay Gazette"]);
  await page.goto(`${use.desk.url}/entries/${lead}`);
  const carrier = page.locator(".carrier-list > li", { hasText: "Quay Gazette" });
  expect(await carrier.innerText()).toContain("agency");
  await page.goto(`${use.desk.url}/sources`);
  expect((await page.locator(".feeds tbody .name").allInnerTexts()).includes("Quay Gazzette")).toBe(false);
  const later = {
    title: "Divers mend quay of Torvik",
    text: "The hole in the quay of Torvik is closed, Ana Holm said.",
  };
  await use.desk.arrive(use.outlet, { ...later, guid: "mended", url: "https://harbour.example/m" });
  await use.desk.arrive(feed, { ...later, guid: "mended-2", url: "https://quay.example/m" });
  await page.goto(use.desk.url);
  expect(await page.locator(".row", { hasText: later.title }).locator(".source").innerText()).toBe("Quay Gazette");
  await page.context().close();
});
