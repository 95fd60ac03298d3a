/// <reference lib="dom" />
import { expect, test } from "vitest";
import { createZoneDays, dayAfter } from "../../../src/domain/calendar/zone-days.ts";
import { minuteMs } from "../../../src/domain/time.ts";
import { useDesk } from "../../support/use-desk.ts";

const use = useDesk();

test("a reader far from UTC steps through days of their own, from the first page on", async () => {
  const timezoneId = "Pacific/Kiritimati";
  const days = createZoneDays(timezoneId);
  const today = days.dayAt(Date.now());
  const yesterday = dayAfter(today, -1) as string;
  const start = days.startOf(yesterday);
  for (const [name, at] of [
    ["evening before", start - 30 * minuteMs],
    ["early yesterday", start + 30 * minuteMs],
    ["late yesterday", days.startOf(today) - 30 * minuteMs],
  ] as const)
    await use.desk.arrive(use.agency, {
      guid: name,
      url: `https://north.example/${name}`,
      title: name,
      firstSeenAt: at,
    });
  const page = await use.liveRiver("/", { timezoneId });
  await page.locator(`#day-bar[data-zone="${timezoneId}"]`).waitFor();
  expect(await page.locator("#day-bar input[type=date]").inputValue()).toBe(today);
  await page.getByLabel("The day before").click();
  await page.waitForURL(/after/);
  expect(await page.locator(".river > .row h2 a").allInnerTexts()).toEqual(["late yesterday", "early yesterday"]);
  expect(await page.locator("#day-bar input[type=date]").inputValue()).toBe(yesterday);
  expect(await page.locator(".river > .day").count()).toBe(1);
  await page.getByLabel("The day after").click();
  await page.locator(".row", { hasText: "late yesterday" }).waitFor({ state: "detached" });
  expect(await page.locator("#day-bar input[type=date]").inputValue()).toBe(today);
  await page.locator("#day-bar input[type=date]").fill(dayAfter(today, -2) as string);
  await page.getByRole("button", { name: "Go" }).click();
  await page.locator(".row", { hasText: "evening before" }).waitFor();
  await page.getByRole("link", { name: "Now" }).click();
  await page.waitForURL(`${use.desk.url}/`);
  await page.context().close();
});

test("without JavaScript days are those of UTC, and the bar says so", async () => {
  const page = await use.open("/", { javaScriptEnabled: false, timezoneId: "Asia/Tokyo" });
  expect(await page.locator("#day-bar input[type=date]").getAttribute("title")).toBe("Day, in UTC");
  await page.getByLabel("The day before").click();
  expect(page.url()).toMatch(/after%3A\d{4}-\d\d-\d\d\+before/);
  await page.context().close();
});
