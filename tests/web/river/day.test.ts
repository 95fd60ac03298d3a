import { expect, test } from "vitest";
import { dayMs } from "../../../src/domain/time.ts";
import { dayOfQuery, withDay } from "../../../src/web/river/day-of.ts";
import { noon } from "../../support/store-fixtures.ts";
import { add, headlines, served } from "../desk-world.ts";

test("a day is part of the search, and replaces the times that it had", () => {
  expect(withDay("ferry", "2026-06-30")).toBe("ferry after:2026-06-30 before:2026-07-01");
  expect(withDay("ferry after:2026-01-01 OR quay", "2026-06-30")).toBe(
    "ferry OR quay after:2026-06-30 before:2026-07-01",
  );
  expect(withDay("ferry after:2026-06-30 before:2026-07-01", null)).toBe("ferry");
  expect(dayOfQuery("ferry after:2026-06-30 before:2026-07-01")).toBe("2026-06-30");
  expect(dayOfQuery("ferry after:2026-06-01 before:2026-07-01")).toBeNull();
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
  const today = (await app.ask("/")).text;
  expect(today.match(/<li class="day">/g)).toHaveLength(2);
});
