import { describe, expect, test } from "vitest";
import { readHourRanges } from "../../../src/domain/calendar/hours-of-day.ts";
import { emptyFilter, type Section } from "../../../src/domain/section.ts";
import { hourMs, minuteMs } from "../../../src/domain/time.ts";
import { noon } from "../../support/store-fixtures.ts";
import { add, openDesk, serveDesk } from "../served-desk.ts";

/** In these tests noon UTC is one o'clock in Berlin. */
const morning = { ranges: readHourRanges(["06:00-10:00"]), timeZone: "Europe/Berlin" };
const sections: Section[] = [
  { id: "morning", title: "Morning", filter: { ...emptyFilter, hours: [morning] } },
  { id: "sea", title: "Sea", filter: { ...emptyFilter, categories: ["Sea"], kinds: ["agency"], urgencyMax: 4 } },
  { id: "british", title: "British", filter: { ...emptyFilter, languages: ["en-gb"] } },
];

/** A desk with one entry of an agency for every hour of two days, the newest at noon, and a server over it. */
async function serveTwoDays() {
  const { url, store, agencyId, outletId, clock } = await openDesk();
  for (let hour = 47; hour >= 0; hour -= 1) {
    const firstSeenAt = noon - hour * hourMs + 5 * minuteMs;
    const title = `At ${new Date(firstSeenAt).toISOString().slice(8, 13)}`;
    await add(store, agencyId, { guid: `https://north.example/${hour}`, title, firstSeenAt });
  }
  const { ask } = await serveDesk({ url, clock, sections });
  const titles = async (path: string): Promise<string[]> => {
    const { status, text } = await ask(path);
    expect([path, status]).toEqual([path, 200]);
    return JSON.parse(text).items.map((item: { title: string }) => item.title);
  };
  return { ask, titles, store, agencyId, outletId };
}

const mornings = [8, 7, 6, 5].map((hour) => `At 22T0${hour}`);
const morningsBefore = [8, 7, 6, 5].map((hour) => `At 21T0${hour}`);

describe("hours of the day", () => {
  test("follow the local clock and the time of arrival, in a section, by query, and on every page of either", async () => {
    const { titles, ask } = await serveTwoDays();
    const all = [...mornings, ...morningsBefore];
    expect(await titles("/feeds/morning.json")).toEqual(all);
    for (const by of ["", "&collapse=story", "&collapse=none", "&sort=published"])
      expect(await titles(`/feeds/all.json?hours=06:00-10:00&tz=Europe/Berlin${by}`)).toEqual(all);
    const seen: string[] = [];
    for (let next: string | undefined = "/feeds/morning.json?limit=3"; next !== undefined; ) {
      const { text } = await ask(next);
      seen.push(...JSON.parse(text).items.map((item: { title: string }) => item.title));
      next = JSON.parse(text).next_url?.replace("https://wire.example", "");
    }
    expect(seen).toEqual(all);
  });

  test("combine with all other filters, several ranges, and ranges past midnight", async () => {
    const { titles } = await serveTwoDays();
    expect(await titles("/feeds/morning.json?hours=05:30-06:30&tz=UTC")).toEqual(["At 22T06", "At 21T06"]);
    expect(await titles("/feeds/morning.json?hours=22:00-23:00&tz=UTC")).toEqual([]);
    expect(await titles("/feeds/all.json?hours=23:30-01:30,12:00-12:30&tz=UTC&limit=3")).toEqual([
      "At 22T12",
      "At 22T01",
      "At 22T00",
    ]);
    expect(await titles("/feeds/all.json?q=21T05&hours=06:00-07:00&tz=Europe/Berlin")).toEqual(["At 21T05"]);
    expect(await titles("/feeds/all.json?q=21T05&hours=07:00-08:00&tz=Europe/Berlin")).toEqual([]);
  });

  test("apply in the archive, on the desk page and in the API too", async () => {
    const { ask, titles } = await serveTwoDays();
    const query = "hours=06:00-10:00&tz=Europe/Berlin";
    expect(await titles(`/feeds/all.json?archive=0-0&${query}`)).toEqual([...mornings, ...morningsBefore]);
    const page = (await ask(`/?${query}&limit=5`)).text;
    expect(page.match(/class="row /g)).toHaveLength(5);
    expect(page).toContain('<input type="hidden" name="hours" value="06:00-10:00"/>');
    const next = /rel="next" href="([^"]+)"/.exec(page)?.[1]?.replaceAll("&amp;", "&") ?? "";
    expect((await ask(next)).text.match(/class="row /g)).toHaveLength(3);
    expect(await titles(`/api/v1/entries?${query}`)).toHaveLength(8);
  });

  test.each([
    ["/feeds/all.rss?hours=6-10&tz=UTC", "06:00-10:00"],
    ["/feeds/all.rss?hours=06:00-06:00&tz=UTC", "00:00-24:00"],
    ["/feeds/all.rss?hours=06:00-10:00", "tz=Europe/Berlin"],
    ["/feeds/all.rss?tz=Europe/Berlin", "hours=06:00-10:00"],
    ["/feeds/all.rss?hours=06:00-10:00&tz=Berlin", "such as Europe/Berlin"],
    ["/api/v1/entries?hours=06:00-10:00&tz=Berlin", "such as Europe/Berlin"],
    ["/?hours=nine&tz=UTC", "06:00-10:00"],
    ["/feeds/all.rss?kind=paper", "agency, outlet or aggregator"],
    ["/feeds/all.rss?urgency=9", "from 1 (flash) to 8"],
  ])("%s is a bad request that says what to write", async (path, advice) => {
    const { url, clock } = await openDesk();
    const { status, text } = await (await serveDesk({ url, clock })).ask(path);
    expect([status, text]).toEqual([400, expect.stringContaining(advice)]);
  });
});

test("kind and urgency narrow a section by query", async () => {
  const { url, store, agencyId, outletId, clock } = await openDesk();
  await add(store, agencyId, { guid: "a", title: "Flash", urgency: 1 });
  await add(store, outletId, { guid: "b", title: "Urgent", urgency: 3, firstSeenAt: noon + 1 });
  await add(store, outletId, { guid: "c", title: "Routine", firstSeenAt: noon + 2 });
  const { ask } = await serveDesk({ url, clock, sections });
  const titles = async (path: string) => JSON.parse((await ask(path)).text).items.map(({ title }: never) => title);
  expect(await titles("/feeds/all.json?kind=outlet")).toEqual(["Routine", "Urgent"]);
  expect(await titles("/feeds/all.json?urgency=3")).toEqual(["Urgent", "Flash"]);
  expect(await titles("/feeds/all.json?urgency=3&kind=outlet")).toEqual(["Urgent"]);
  expect(await titles("/feeds/all.json?kind=agency&kind=outlet")).toHaveLength(3);
  expect(await titles("/api/v1/entries?kind=agency&urgency=1")).toEqual(["Flash"]);
  expect((await ask("/?kind=outlet&urgency=3")).text.match(/class="row /g)).toHaveLength(1);
});

test("values outside the section give an empty feed, for every parameter", async () => {
  const { url, store, agencyId, clock } = await openDesk();
  await add(store, agencyId, { guid: "a", title: "Ferry", categories: ["Sea", "Sport"], urgency: 4 });
  const { ask } = await serveDesk({ url, clock, sections });
  for (const [query, count] of [
    ["", 1],
    ["?category=sea", 1],
    ["?category=Sport", 0],
    ["?kind=outlet", 0],
    ["?kind=agency&urgency=8", 1],
    ["?urgency=3", 0],
    ["?source=Harbour+Post", 0],
  ] as const) {
    const { status, text } = await ask(`/feeds/sea.json${query}`);
    expect([query, status, JSON.parse(text).items.length]).toEqual([query, 200, count]);
  }
});

test("a language tag matches itself and less specific tags, not its siblings", async () => {
  const { url, store, agencyId, clock } = await openDesk();
  for (const [at, language] of ["en", "en-gb", "en-us", "de", null].entries())
    await add(store, agencyId, { guid: `${at}`, title: `${language}`, language, firstSeenAt: noon + at });
  const { ask } = await serveDesk({ url, clock, sections });
  const titles = async (path: string) => JSON.parse((await ask(path)).text).items.map(({ title }: never) => title);
  expect(await titles("/feeds/all.json?lang=en")).toEqual(["en-us", "en-gb", "en"]);
  expect(await titles("/feeds/all.json?lang=EN-gb")).toEqual(["en-gb", "en"]);
  expect(await titles("/feeds/all.json?lang=en-GB&lang=de")).toEqual(["de", "en-gb", "en"]);
  expect(await titles("/feeds/british.json")).toEqual(["en-gb", "en"]);
  expect(await titles("/feeds/british.json?lang=en")).toEqual(["en-gb", "en"]);
  expect(await titles("/feeds/british.json?lang=en-us")).toEqual([]);
  expect(JSON.parse((await ask("/feeds/all.json?lang=EN-gb&q=en")).text).feed_url).toContain("?lang=en-gb&q=en");
});
