/// <reference lib="dom" />
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { dayMs, hourMs } from "../../../src/domain/time.ts";
import { useDesk } from "../../support/use-desk.ts";

const use = useDesk();
const { open, liveRiver } = use;

const rowOf = (page: Page, headline: string) => page.locator(".river > .row", { hasText: headline });

test("a text of a story that is withdrawn marks the story's row while it is read, its page and the alerts", async () => {
  const lead = { guid: "crane", title: "Crane operators of Ostby strike", text: "Twelve cranes stand still in Ostby." };
  const first = await use.desk.arrive(use.agency, lead);
  const page = await liveRiver();
  const killed = await use.desk.arrive(use.outlet, {
    guid: "kill",
    title: "WITHDRAWN-Cranes of Ostby fall",
    headline: "Cranes of Ostby fall",
    text: "Notice.",
    cue: { kind: "withdrawn", number: null, raw: "WITHDRAWN-" },
  });
  await use.merge(first, killed);
  const row = rowOf(page, lead.title);
  await row.locator(".alarm.withdrawn").waitFor();
  expect(await row.locator(".alarm").innerText()).toMatch(/^WITHDRAWN by Harbour Post \d\d:\d\d$/);
  await page.locator("#alerts .unread").waitFor();
  await row.locator(".alarm a").click();
  await page.waitForURL(/stories/);
  expect(await page.locator(".story > header .alarm").innerText()).toMatch(/^WITHDRAWN by Harbour Post/);
  await page.context().close();
});

test("rows and reasons tell arrivals by the reader's clock, a reprint is no change, and languages have names", async () => {
  const text = "The trawler Polar Bjorn was towed to Hammerfest after a fire in its galley, rescuer Anders Moe said.";
  const at = Date.now() - 2 * hourMs;
  const told = { title: "Trawler towed to Hammerfest", text, publishedAt: at - 5 * hourMs };
  await use.desk.arrive(use.agency, { ...told, guid: "ferry", firstSeenAt: at });
  const reprint = { ...told, guid: "ferry-2", url: "https://harbour.example/f", firstSeenAt: at + hourMs };
  const id = await use.desk.arrive(use.outlet, reprint);
  const page = await liveRiver("/", { timezoneId: "Asia/Tokyo" });
  const clock = (time: number) =>
    new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Tokyo" }).format(time);
  const row = rowOf(page, told.title);
  expect(await row.locator(".clock").innerText()).toBe(clock(at));
  expect(await row.locator(".age").innerText()).toBe("2 h");
  expect(await row.locator(".changed").count()).toBe(0);
  expect(await row.locator(".outlets").innerText()).toBe("2 outlets");
  expect(await row.locator(".language").count()).toBe(0);
  const languages = await page.getByLabel("Language").locator("option").allInnerTexts();
  expect(languages.toSorted()).toEqual(["All languages", "Arabic", "English"]);
  await page.goto(`${use.desk.url}/stories/${await use.storyOf(id)}?tab=why`);
  expect(await page.locator(".why").first().innerText()).toContain(`Northern Wire ${clock(at)}`);
  await page.context().close();
});

test("an Arabic headline stands beside its source and its time, and old news has its year", async () => {
  const arabic = await use.desk.addFeed("https://jazira.example/rss", { name: "الجزيرة", kind: "outlet" });
  const old = Date.UTC(2020, 3, 21, 18, 30);
  const title = "زلزال يضرب الساحل";
  const id = await use.desk.arrive(arabic, { guid: "quake", title, text: "نص", language: "ar", firstSeenAt: old });
  const page = await open("/?source=%D8%A7%D9%84%D8%AC%D8%B2%D9%8A%D8%B1%D8%A9");
  const row = rowOf(page, title);
  expect(await row.locator("h2").evaluate((element) => getComputedStyle(element).direction)).toBe("rtl");
  expect(await row.locator(".source bdi").innerText()).toBe("الجزيرة");
  expect(await row.locator(".age").innerText()).toMatch(/^\d+ years$/);
  expect(await page.locator(".river > .day").innerText()).toBe("Tuesday, 21 April 2020");
  await page.goto(`${use.desk.url}/entries/${id}`);
  expect(await page.locator(".summary").innerText()).toMatch(/^First: الجزيرة 21 Apr 2020, \d\d:30 · 1 outlet/);
  const [name, date] = await Promise.all(
    [".summary bdi", ".summary time"].map((part) => page.locator(part).first().boundingBox()),
  );
  expect((name?.x ?? 0) + (name?.width ?? 0)).toBeLessThanOrEqual(date?.x ?? 0);
  await page.context().close();
});

test("a search says what is wrong with it, finds words in another text of a story, and leads with the chosen source", async () => {
  const lead = { guid: "storm", title: "Storm reaches the coast", text: "Waves broke the pier of Lundmark." };
  const first = await use.desk.arrive(use.agency, lead);
  const other = { guid: "farm", title: "Farmers count their losses", text: "The sugarcane of the island is gone." };
  const second = await use.desk.arrive(use.outlet, { ...other, url: "https://harbour.example/farm" });
  await use.merge(first, second);
  const page = await open("/?q=%22open");
  expect(await page.locator("#filter-error").innerText()).toContain("a quotation mark is not closed");
  expect(await page.getByText("Nothing matches").count()).toBe(0);
  await page.locator("#q").fill("sugarcane");
  await page.locator(".row mark").first().waitFor();
  expect(await page.locator(".row .lede").innerText()).toMatch(/^in Harbour Post: .*sugarcane/);
  expect(await page.locator(".row mark").allInnerTexts()).toContain("sugarcane");
  expect(await page.locator(".hits").innerText()).toContain("1");
  await page.goto(`${use.desk.url}/?source=Harbour+Post`);
  const sources = await page.locator(".river > .row .source").allInnerTexts();
  expect(new Set(sources)).toEqual(new Set(["Harbour Post"]));
  expect(await rowOf(page, other.title).count()).toBe(1);
  for (const [address, says] of [
    ["/nowhere", "Page not found"],
    ["/stories/99999", "Story not found"],
  ] as const) {
    await page.goto(`${use.desk.url}${address}`);
    expect(await page.locator("h1").innerText()).toBe(says);
    await page.getByRole("link", { name: "The river" }).click();
    await page.waitForURL(`${use.desk.url}/`);
  }
  await page.context().close();
});

test("rows drop the outlet from the headline and a first line that repeats it, and 27 dense ones fit on a laptop", async () => {
  const news = await use.desk.addFeed("https://news.example/rss", { name: "Google News", kind: "aggregator" });
  const title = "Bakers of Lundmark strike over flour";
  const item = {
    guid: "bakers",
    title: `${title} - Reuters`,
    headline: title,
    publisher: "Reuters",
    text: `${title}  Reuters`,
  };
  await use.desk.arrive(news, item);
  const past = { firstSeenAt: Date.now() - 2 * dayMs };
  for (let at = 0; at < 30; at += 1)
    await use.desk.arrive(use.agency, { ...past, guid: `fill-${at}`, title: `Report ${at} of the harbour` });
  const page = await liveRiver("/", { viewport: { width: 1440, height: 900 } });
  const row = rowOf(page, title);
  expect(await row.locator("h2 a").innerText()).toBe(title);
  expect(await row.locator(".source").innerText()).toMatch(/Reuters/);
  expect(await row.locator(".lede").count()).toBe(0);
  expect(await page.locator(".river > .day").count()).toBeGreaterThan(0);
  await page.keyboard.press("d");
  const heights = await page
    .locator(".river > .row:not(:has(.alarms))")
    .evaluateAll((rows) => rows.map((one) => one.getBoundingClientRect().height));
  expect(Math.max(...heights)).toBeLessThanOrEqual(29);
  const inSight = await page
    .locator(".river > .row")
    .evaluateAll((rows) => rows.filter((one) => one.getBoundingClientRect().bottom <= window.innerHeight).length);
  expect(inSight).toBeGreaterThanOrEqual(25);
  await page.context().close();
});

test("the button for new rows covers no row", async () => {
  const page = await liveRiver("/", { viewport: { width: 390, height: 700 } });
  await use.desk.arrive(use.agency, { guid: "tram", title: "Tram line to Ostby opens" });
  await page.locator("#pill").waitFor();
  const [pill, first] = await Promise.all(
    ["#pill", ".river > .row"].map((one) => page.locator(one).first().boundingBox()),
  );
  expect((pill?.y ?? 0) + (pill?.height ?? 0)).toBeLessThanOrEqual(first?.y ?? 0);
  await page.evaluate(() => scrollTo({ top: 400 }));
  const [hit, wide] = await page.evaluate(() => {
    const box = document.getElementById("pill")?.getBoundingClientRect() as DOMRect;
    const below = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return [
      below.findIndex((one) => one.matches(".top")) < below.findIndex((one) => one.matches(".row")),
      document.documentElement.scrollWidth > innerWidth,
    ];
  });
  expect([hit, wide]).toEqual([true, false]);
  await page.context().close();
});
