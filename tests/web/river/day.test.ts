import fc from "fast-check";
import { expect, test } from "vitest";
import { createZoneDays } from "../../../src/domain/calendar/zone-days.ts";
import { dayMs, hourMs, minuteMs } from "../../../src/domain/time.ts";
import { dayOfQuery, withDay } from "../../../src/web/river/day-of.ts";
import { runsOf } from "../../support/runs-of.ts";
import { noon } from "../../support/store-fixtures.ts";
import { add, headlines, served } from "../desk-world.ts";

const utc = createZoneDays("UTC");
const berlin = createZoneDays("Europe/Berlin");

test("a day is part of the search, and replaces the times that it had", () => {
  expect(withDay("ferry", "2026-06-30", utc)).toBe("ferry after:2026-06-30 before:2026-07-01");
  expect(withDay("ferry after:2026-01-01 OR quay", "2026-06-30", utc)).toBe(
    "ferry OR quay after:2026-06-30 before:2026-07-01",
  );
  expect(withDay("ferry after:2026-06-30 before:2026-07-01", null, utc)).toBe("ferry");
  expect(dayOfQuery("ferry after:2026-06-30 before:2026-07-01", utc)).toBe("2026-06-30");
  expect(dayOfQuery("ferry after:2026-06-01 before:2026-07-01", utc)).toBeNull();
});

test("a day begins and ends by the reader's clock, also when that clock changes", () => {
  const summer = "after:2026-06-29T22:00 before:2026-06-30T22:00";
  expect(withDay("", "2026-06-30", berlin)).toBe(summer);
  expect(dayOfQuery(summer, berlin)).toBe("2026-06-30");
  expect(dayOfQuery(summer, utc)).toBeNull();
  expect(withDay("", "2026-10-25", berlin)).toBe("after:2026-10-24T22:00 before:2026-10-25T23:00");
  expect(withDay("", "2026-03-29", berlin)).toBe("after:2026-03-28T23:00 before:2026-03-29T22:00");
});

test.each([
  ["Asia/Kathmandu", "2026-06-30", "2026-06-29T18:15"],
  ["Pacific/Kiritimati", "2026-06-30", "2026-06-29T10:00"],
  ["Pacific/Pago_Pago", "2026-06-30", "2026-06-30T11:00"],
  // There is no midnight on this day: the clock goes from 23:59 to 01:00.
  ["America/Asuncion", "2023-10-01", "2023-10-01T04:00"],
  // The place skipped this day.
  ["Pacific/Apia", "2011-12-30", "2011-12-30T10:00"],
])("in %s the day %s begins at %s UTC", (zone, day, at) => {
  expect(createZoneDays(zone).startOf(day)).toBe(Date.parse(`${at}Z`));
});

test("in every zone a day begins on that day, and a quarter of an hour earlier it is the day before", () => {
  const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
  const dates = fc.integer({ min: Date.parse("2012-01-01Z"), max: Date.parse("2035-01-01Z") });
  fc.assert(
    fc.property(zones, dates, (zone, at) => {
      const days = createZoneDays(zone);
      const day = days.dayAt(at);
      const start = days.startOf(day);
      expect([days.dayAt(start), days.dayAt(start - 15 * minuteMs) < day, start % (15 * minuteMs)]).toEqual([
        day,
        true,
        0,
      ]);
    }),
    { numRuns: runsOf(1_000) },
  );
});

test("the river goes to a day and from there to the day before and after, and keeps its other filters", async () => {
  const { store, feedId, app } = await served();
  const days = [0, 1, 2].map((ago) => new Date(noon - ago * dayMs).toISOString().slice(0, 10));
  for (const ago of [0, 1, 2])
    await add(store, feedId, { guid: `d${ago}`, title: `News of ${days[ago]}`, firstSeenAt: noon - ago * dayMs });
  const asked = await fetch(`${app.url}/?lang=en&day=${days[1]}`, { redirect: "manual" });
  const path = asked.headers.get("location") ?? "";
  expect(new URLSearchParams(path.slice(2)).get("lang")).toBe("en");
  const { text } = await app.ask(path);
  expect(headlines(text)).toEqual([`News of ${days[1]}`]);
  const linkOf = (html: string, label: string) =>
    new RegExp(`<a href="([^"]+)" aria-label="${label}"`).exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
  expect(headlines((await app.ask(linkOf(text, "The day before"))).text)).toEqual([`News of ${days[2]}`]);
  expect(headlines((await app.ask(linkOf(text, "The day after"))).text)).toEqual([`News of ${days[0]}`]);
  const tokyo = { cookie: "wiredesk_zone=Asia%2FTokyo" };
  const there = await fetch(`${app.url}/?day=${days[1]}`, { redirect: "manual", headers: tokyo });
  const before = new Date(Date.parse(`${days[1]}T00:00Z`) - 9 * hourMs).toISOString().slice(0, 16);
  expect(decodeURIComponent(there.headers.get("location") ?? "")).toContain(`after:${before}`);
  const { text: shown } = await app.ask(there.headers.get("location") ?? "", { headers: tokyo });
  expect(shown).toContain(`name="day" value="${days[1]}"`);
  expect((await app.ask("/", { headers: { cookie: "wiredesk_zone=Nowhere" } })).text).toContain("Day, in UTC");
  const today = (await app.ask("/")).text;
  expect(today.match(/<li class="day">/g)).toHaveLength(2);
});
