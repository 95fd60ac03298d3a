/// <reference lib="dom" />
import { expect, test } from "vitest";
import { makeEntry } from "../../support/make-entry.ts";
import { useDesk } from "../../support/use-desk.ts";

const use = useDesk();

const wall = "/columns?column=&column=q%3Dtorvik";

test("every column of a wall is live over one connection, and a column that is scrolled keeps its place", async () => {
  for (let at = 0; at < 30; at += 1)
    await use.desk.arrive(use.agency, {
      guid: `fill-${at}`,
      url: `https://north.example/${at}`,
      title: `Report ${at}`,
    });
  const context = await use.browser.newContext({ viewport: { width: 1600, height: 700 } });
  const page = await context.newPage();
  const streams: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/events")) streams.push(request.url());
  });
  await page.goto(`${use.desk.url}${wall}`);
  await page.waitForSelector(".line.live");
  const all = page.locator(".column").nth(0);
  const torvik = page.locator(".column").nth(1);
  await all.locator(".river").evaluate((list) => list.scrollTo({ top: 400 }));
  const entry = makeEntry({ guid: "mill", title: "Mill fire in Torvik", firstSeenAt: Date.now() });
  const id = await use.desk.arrive(use.agency, entry);
  await torvik.locator("h2 a", { hasText: "Mill fire in Torvik" }).waitFor();
  await all.locator(".column-pill", { hasText: "1 new" }).waitFor();
  expect(await all.locator(".river").evaluate((list) => list.scrollTop)).toBe(400);
  expect(await page.title()).toBe("(1) Columns – wiredesk");
  await all.locator(".column-pill").click();
  expect(await all.locator(".river > .row h2 a").first().innerText()).toBe("Mill fire in Torvik");
  const title = "Mill fire in Torvik, two hurt";
  await use.desk.revise(use.agency, id, { ...entry, title, headline: title, contentHash: "2" });
  for (const column of [all, torvik]) await column.locator("h2 a", { hasText: "two hurt" }).waitFor();
  expect(streams).toHaveLength(1);
  await context.close();
});

test("after a lost connection each column gets what it missed", async () => {
  const page = await use.open(wall);
  await page.waitForSelector(".line.live");
  use.desk.setDown(true);
  await page.waitForSelector(".line.lost");
  await use.desk.arrive(use.agency, { guid: "cut", title: "Bakers of Torvik strike over flour" });
  use.desk.setDown(false);
  await page.locator(".column").nth(1).locator("h2 a", { hasText: "Bakers of Torvik" }).waitFor();
  await page.locator(".column").nth(0).locator("h2 a", { hasText: "Bakers of Torvik" }).waitFor();
  await page.context().close();
});

test("keys move within a column and between columns, and u comes back to the wall", async () => {
  const page = await use.open(wall);
  await page.waitForSelector(".line.live");
  const chosenColumn = () =>
    page.evaluate(() => {
      const column = document.querySelector(".chosen")?.closest(".column") ?? null;
      return [...document.querySelectorAll(".column")].indexOf(column as Element);
    });
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  expect(await chosenColumn()).toBe(0);
  await page.keyboard.press("l");
  expect(await chosenColumn()).toBe(1);
  const headline = await page.locator(".chosen h2 a").innerText();
  expect(headline).toContain("Torvik");
  await page.keyboard.press("o");
  await page.waitForURL("**/stories/**");
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  await page.keyboard.press("u");
  await page.waitForURL(/columns/);
  expect(await page.locator(".chosen").count()).toBe(1);
  await page.context().close();
});

test("a column is added in three steps, without JavaScript too", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await use.open("/columns", { javaScriptEnabled });
    const before = await page.locator(".column").count();
    await page.locator(".add-column summary").click();
    await page.getByLabel("Search").fill("lighthouse");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.locator(".column", { hasText: "lighthouse" }).waitFor();
    expect(await page.locator(".column").count()).toBe(before + 1);
    await page.context().close();
  }
});
