import { parseFeed } from "feedsmith";
import { describe, expect, test } from "vitest";
import type { Page } from "../../src/domain/section.ts";
import type { FeedFormat } from "../../src/publish/feed-formats.ts";
import { mergedFeed } from "../../src/publish/merged-feed.ts";
import { renderFeed } from "../../src/publish/render-feed.ts";
import { carrier, carrierOf, outlet, pageOf, storedEntry, tenOClock, wireItem } from "../support/wire-items.ts";
import { samplePage } from "./sample-page.ts";

const options = {
  baseUrl: "https://wire.example",
  idBase: "https://wire.example",
  path: "/feeds/world",
  query: "?limit=4",
};
const formats = ["rss", "atom", "json"] as const;
const killedCue = { kind: "withdrawn", number: null, raw: "KILL" } as const;

function textOf(page: Page, format: FeedFormat): string {
  return Buffer.from(renderFeed(mergedFeed(page, { title: "World & Sea" }, options), format).bytes).toString("utf8");
}

describe("renderFeed()", () => {
  test.each(formats)("writes %s as the golden file has it", async (format) => {
    await expect(textOf(samplePage, format)).toMatchFileSnapshot(`../golden/publish/sample.${format}`);
  });

  test.each(formats)("writes a feed without items as the golden %s has it", async (format) => {
    await expect(textOf({ items: [], next: null }, format)).toMatchFileSnapshot(`../golden/publish/empty.${format}`);
  });

  test.each(formats)("%s contains the notice of a withdrawal and nothing of the withdrawn text", (format) => {
    const text = textOf(samplePage, format);
    expect(text).not.toContain("must not go out");
    expect(text).toContain("/copies/8");
  });

  test.each(formats)("a withdrawn item leaves %s after 48 hours of news", (format) => {
    const killed = samplePage.items[3]!;
    const later = pageOf(1).items.map((item) => ({
      ...item,
      arrivedAt: killed.significantAt + 48 * 3_600_000 + 1_000,
    }));
    expect(textOf({ items: [...later, killed], next: null }, format)).not.toContain("/copies/8");
    const sooner = later.map((item) => ({ ...item, arrivedAt: item.arrivedAt - 2_000 }));
    expect(textOf({ items: [...sooner, killed], next: null }, format)).toContain("/copies/8");
  });

  test.each(formats)("the 500 items of %s are read back one by one", (format) => {
    const { feed } = parseFeed(textOf(pageOf(500), format)) as { feed: { items?: unknown[]; entries?: unknown[] } };
    expect((feed.items ?? feed.entries)?.length).toBe(500);
  });
});

test.each(formats)("a memory that forgets at once loses no item of %s", (format) => {
  const merged = mergedFeed(pageOf(3), { title: "World" }, options);
  const forgetful = { get: () => undefined, set: () => undefined };
  expect(renderFeed(merged, format, forgetful).bytes).toEqual(renderFeed(merged, format).bytes);
});

test.each(formats)("the writer of %s preserves HTML with CDATA ends", (format) => {
  const merged = mergedFeed(pageOf(2), { title: "World" }, options);
  const items = merged.items.map((item) => ({ ...item, html: "<p>a ]]> b ]]> c ]]>]]> d</p>" }));
  const text = Buffer.from(renderFeed({ ...merged, items }, format).bytes).toString("utf8");
  const { feed } = parseFeed(text) as { feed: { items?: unknown[]; entries?: unknown[] } };
  expect((feed.items ?? feed.entries)?.length).toBe(2);
  expect(JSON.stringify(feed).replaceAll("]]&gt;", "]]>").split("a ]]> b ]]> c ]]>]]> d").length).toBe(3);
});

describe("mergedFeed()", () => {
  const feedOf = (page: Page) => mergedFeed(page, { title: "World" }, options);
  const one = (change = {}) => feedOf({ items: [wireItem(change)], next: null });

  test("a new carrier changes the body, not the item's id or updated stamp", () => {
    const lead = storedEntry();
    const before = one({ lead }).items[0]!;
    const carriers = [
      carrier(),
      carrier({ entryId: 9, source: outlet, url: "https://harbour.example/9", firstSeenAt: tenOClock + 60_000 }),
    ];
    const after = one({ lead, carriers }).items[0]!;
    expect([after.id, after.updatedAt]).toEqual([before.id, before.updatedAt]);
    expect(after.html).toBe(
      `${before.html}<p>Also carried by <a href="https://harbour.example/9">Harbour Post</a>.</p>`,
    );
    expect(after.changedAt).toBe(tenOClock + 60_000);
  });

  test("a significant change moves the updated stamps of the item and of the feed", () => {
    const before = one();
    const after = one({ significantAt: tenOClock + 600_000 });
    expect(after.items[0]!.updatedAt - before.items[0]!.updatedAt).toBe(600_000);
    expect(after.updatedAt).toBeGreaterThan(before.updatedAt);
  });

  test("ids name the copy, story or entry", () => {
    const ids = (["copy", "story", "none"] as const).map((collapse) => one({ collapse, id: 9 }).items[0]!.id);
    expect(ids).toEqual(["copies", "stories", "entries"].map((kind) => `https://wire.example/${kind}/9`));
  });

  test("entries of one second have different stamps", () => {
    const items = Array.from({ length: 300 }, (_, index) => wireItem({ id: 700 + index }));
    const stamps = feedOf({ items, next: null }).items.map((item) => item.updatedAt);
    expect(new Set(stamps).size).toBe(300);
    for (const stamp of stamps) expect(Math.floor(stamp / 1000)).toBe(tenOClock / 1000);
  });

  test("no item is updated before it was published, not by a millisecond", () => {
    const at = tenOClock + 900;
    const item = one({ id: 12, significantAt: at, lead: storedEntry({ publishedAt: at, firstSeenAt: at }) }).items[0]!;
    expect(item.updatedAt).toBeGreaterThanOrEqual(item.publishedAt);
  });

  test("names twenty carriers and counts the others", () => {
    const others = Array.from({ length: 40 }, (_, index) =>
      carrier({ entryId: 100 + index, source: { ...outlet, id: 100 + index, name: `Outlet ${index}` }, url: null }),
    );
    const { html } = one({ carriers: [carrier(), ...others] }).items[0]!;
    expect(html).toContain('Outlet 19 and <a href="https://wire.example/copies/12">20 more</a>.');
    expect(html).not.toContain("Outlet 20");
  });

  test("the source replaces a missing author, and authors' email addresses are not published", () => {
    const named = { name: "Ida Strand", email: "ida@north.example", url: null };
    expect(one().items[0]!.authors.map((author) => author.name)).toEqual(["Northern Wire"]);
    expect(one({ lead: storedEntry({ authors: [named] }) }).items[0]!.authors).toEqual([{ ...named, email: null }]);
  });

  test("the language is the feed's when every item has it", () => {
    expect(one().language).toBe("en");
    const mixed = [wireItem(), wireItem({ id: 2, lead: storedEntry({ language: "de" }) })];
    expect(feedOf({ items: mixed, next: null }).language).toBeNull();
  });

  test("ttl follows the rhythm of arrivals in round steps", () => {
    const every = (minutes: number) =>
      feedOf({
        items: pageOf(9).items.map((item, index) => ({ ...item, arrivedAt: tenOClock - index * minutes * 60_000 })),
        next: null,
      }).ttlMinutes;
    expect([0.1, 1, 4, 20, 300].map(every)).toEqual([1, 1, 5, 30, 60]);
  });

  test("a withdrawn item says so in title and body and names its carriers; nothing else of it remains", () => {
    const lead = storedEntry({ cue: killedCue, imageUrl: "https://north.example/p.jpg" });
    const others = [carrier({ entryId: 9, source: outlet, url: "https://harbour.example/9" })];
    const item = one({ lead, withdrawnBy: "source", carriers: [carrierOf(lead), ...others] }).items[0]!;
    expect(item).toMatchObject({ withdrawn: true, summary: "", attachments: [], imageUrl: null });
    expect(item.title).toBe("WITHDRAWN: Ferry service resumes after storm");
    expect(item.html).toBe(
      '<p>Northern Wire has withdrawn this item. <a href="https://north.example/news/7">Read the notice</a>.</p>' +
        '<p>Also carried by <a href="https://harbour.example/9">Harbour Post</a>.</p>',
    );
  });
});
