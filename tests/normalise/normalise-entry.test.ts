import { describe, expect, test } from "vitest";
import { headlineOf, stripPublisher } from "../../src/normalise/cues/headline-of.ts";
import { dateAt, entryOf, feedContext, noon } from "./parsed-item.ts";

describe("normaliseEntry()", () => {
  test.each([
    ["Bridge reopens after storm - Harbour Post", "", "Harbour Post", "Bridge reopens after storm"],
    ["Talks on - and off - again | Bay News", "", "Bay News", "Talks on - and off - again"],
    ["Bridge reopens", "Harbour Post", "Harbour Post", "Bridge reopens"],
    ["Bridge reopens after storm - Lines", "Lines", undefined, "Bridge reopens after storm"],
    ["Bridge reopens after storm", "", undefined, "Bridge reopens after storm"],
  ])("the publisher of an aggregator's %s (source %s) is %s", (title, origin, publisher, headline) => {
    const feed = { ...feedContext, sourceName: "Lines", isAggregator: true };
    const item = { title, origin: origin === "" ? null : { title: origin, url: null } };
    const told = entryOf(item, noon, feed);
    expect([told.publisher, told.headline]).toEqual([publisher, headline]);
    expect(entryOf(item).publisher).toBeUndefined();
  });

  test("takes the publisher that an aggregator names out of the headline, and credits it when it is an agency", () => {
    const aggregated = { title: "Island ferry runs again - Reuters", origin: { title: "Reuters", url: null } };
    expect(entryOf(aggregated)).toMatchObject({ headline: "Island ferry runs again", credit: "Reuters" });
    const outlet = { title: "Island ferry runs again - Sound Echo", origin: { title: "Sound Echo", url: null } };
    expect(entryOf(outlet)).toMatchObject({ headline: "Island ferry runs again", credit: null });
    expect(entryOf({ ...outlet, origin: null }).headline).toBe("Island ferry runs again - Sound Echo");
  });

  test("reads an agency report as the agency's feed gives it", () => {
    const entry = entryOf({
      guid: " tag:wire.example,2026:812 ",
      url: "/2026/ferry?utm_source=rss",
      title: "UPDATE 2-Island ferry runs again &#8211; Example Wire",
      summaryHtml: "<p>The island ferry sailed on Sunday.</p>",
      contentHtml:
        "<p>PORT ELLEN, Nov 22 (Reuters) - The island ferry sailed on Sunday.</p><p>It was the first time in nine days.<script>ad()</script></p>",
      published: dateAt(noon - 60_000),
      updated: dateAt(noon - 30_000),
      categories: ["Sea", " sea ", "Travel"],
      authors: [{ name: " Ada  Lind ", email: null, url: null }],
      imageUrl: "https://cdn.example/p.jpg?sig=1&utm_source=x",
    });
    expect(entry).toMatchObject({
      guid: "tag:wire.example,2026:812",
      guidOrigin: "guid",
      url: "https://wire.example/2026/ferry",
      urlKey: "wire.example/2026/ferry",
      title: "UPDATE 2-Island ferry runs again – Example Wire",
      headline: "Island ferry runs again",
      cue: { kind: "update", number: 2, raw: "UPDATE 2-" },
      urgency: 4,
      credit: "Reuters",
      summary: "The island ferry sailed on Sunday.",
      text: "PORT ELLEN, Nov 22 (Reuters) - The island ferry sailed on Sunday.\n\nIt was the first time in nine days.",
      categories: ["Sea", "Travel"],
      authors: [{ name: "Ada Lind", email: null, url: null }],
      imageUrl: "https://cdn.example/p.jpg?sig=1&utm_source=x",
      language: "en",
      publishedAt: noon - 60_000,
      updatedAt: noon - 30_000,
      firstSeenAt: noon,
      dateClass: "stated",
    });
    expect(entry.html).not.toContain("script");
  });

  test("makes an entry from an empty item", () => {
    expect(entryOf({})).toMatchObject({
      guidOrigin: "content",
      url: null,
      title: "",
      text: "",
      html: "",
      dateClass: "missing",
      publishedAt: noon,
    });
  });

  test("takes the title of an untitled note from its text", () => {
    const entry = entryOf({ guid: "note", summaryHtml: `<p>${"Pilots are back at work. ".repeat(20)}</p>` });
    expect(entry.title).toMatch(/^Pilots are back at work\..*…$/);
    expect(entry.title.length).toBeLessThanOrEqual(120);
    expect(entry.summary.length).toBeLessThanOrEqual(500);
  });

  test("uses the summary as the body when it says more than the content", () => {
    expect(entryOf({ summaryHtml: "<p>All of the report.</p>", contentHtml: "<p>All</p>" }).text).toBe(
      "All of the report.",
    );
  });

  test("limits what a hostile item brings", () => {
    const many = <T>(value: (index: number) => T): T[] => Array.from({ length: 5000 }, (_, index) => value(index));
    const entry = entryOf({
      guid: "g".repeat(1_000_000),
      url: `https://wire.example/${"x".repeat(100_000)}`,
      title: "UPDATE ".repeat(100_000),
      contentHtml: `<p>${"word ".repeat(600_000)}</p>`,
      categories: many((index) => `category ${index}`),
      authors: many((index) => ({ name: `author ${index}`, email: null, url: null })),
    });
    expect(entry.guid.length).toBeLessThan(100);
    expect(entry.url).toBeNull();
    expect([entry.categories.length, entry.authors.length]).toEqual([100, 50]);
    expect(entry.title.length).toBeLessThanOrEqual(1000);
    expect(entry.text.length).toBeLessThanOrEqual(2_000_000);
  });
});

describe("stripPublisher()", () => {
  test.each([
    ["Ferry runs again - Example Wire", "Ferry runs again"],
    ["Ferry runs again | example wire", "Ferry runs again"],
    ["Ferry runs again – wire.example", "Ferry runs again"],
    ["Example Wire: Ferry runs again", "Ferry runs again"],
    ["Ferry runs again - Other Paper", "Ferry runs again - Other Paper"],
    ["Ferry strike: pilots back", "Ferry strike: pilots back"],
    ["Example Wire", "Example Wire"],
    ["Example Wire hires ten - again", "Example Wire hires ten - again"],
  ])("makes %j %j", (title, headline) => {
    expect(stripPublisher(title, ["Example Wire", "wire.example"])).toBe(headline);
  });

  test("headlineOf() strips publisher and cue in any order, and leaves some text", () => {
    const feed = { sourceName: "Example Wire", siteUrl: null };
    expect(headlineOf("Example Wire: BREAKING: Ferry sinks", feed).headline).toBe("Ferry sinks");
    expect(headlineOf("BREAKING: Example Wire: Ferry sinks", feed).headline).toBe("Ferry sinks");
    expect(headlineOf("BREAKING", feed).headline).toBe("BREAKING");
  });
});
