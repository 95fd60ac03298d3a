import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ParsedItem } from "../../src/domain/parsed-feed.ts";
import { normaliseFeed } from "../../src/normalise/normalise-feed.ts";
import { expectLinear } from "../support/growth.ts";
import { dateAt, feedContext, noon, parsedFeed, parsedItem } from "./parsed-item.ts";

function read(items: readonly ParsedItem[]) {
  return normaliseFeed(parsedFeed(items), feedContext, () => noon, noon);
}

function story(number: number, given: Partial<ParsedItem> = {}): ParsedItem {
  return parsedItem({
    guid: `story-${number}`,
    url: `https://wire.example/news/${number}`,
    title: `Harbour pilots end strike number ${number}`,
    summaryHtml: `<p>Pilots went back to work on day ${number} of the dispute.</p>`,
    ...given,
  });
}

const german = [
  "Fährverein kauft zwei neue Schiffe für die Inselroute",
  "Schulen im Landkreis bleiben am Montag wegen Glatteis geschlossen",
  "Bürgermeister wirbt für eine Brücke über den Nordhafen",
  "Feuerwehr rettet ein Pferd aus dem zugefrorenen Mühlteich",
  "Polizei sucht nach dem Brand am Bahnhof weitere Zeugen",
].map((title, number) => story(number, { title, summaryHtml: null }));
const short = story(9, { title: "Mühlteich: Pferd wohlauf", summaryHtml: null });
const english = "Pilots went back to work on Sunday after nine days of dispute over pay, the harbour master said.";

describe("normaliseFeed()", () => {
  test("takes short headlines to be in the language of the document's titles, whether it declares none or English", () => {
    for (const language of [null, "en"]) {
      const parsed = parsedFeed([...german, short, story(10, { title: english, summaryHtml: null })], { language });
      const { entries } = normaliseFeed(parsed, { ...feedContext, language: null }, () => noon, noon);
      expect(entries.map((entry) => entry.language)).toEqual(["de", "de", "de", "de", "de", "de", "en"]);
    }
  });

  test("knows the language of one new item from the titles of the whole document", () => {
    const context = { ...feedContext, language: null };
    const titles = german.map(({ title }) => title);
    const parsed = parsedFeed([short], { language: null });
    const dates = { built: null, items: parsed.items };
    expect(normaliseFeed(parsed, context, () => noon, noon, dates).entries[0]?.language).toBeNull();
    expect(normaliseFeed(parsed, context, () => noon, noon, { ...dates, titles }).entries[0]?.language).toBe("de");
  });

  test("keeps each item once, in document order", () => {
    const { entries, problems } = read([story(1), story(2), story(1), story(3)]);
    expect(entries.map((entry) => entry.guid)).toEqual(["story-1", "story-2", "story-3"]);
    expect(problems).toEqual([]);
  });

  test("skips items without text and link, whatever their guid", () => {
    const empty = { title: " ", summaryHtml: "", contentHtml: null, url: null };
    expect(read([story(1), story(2, empty), story(3, { title: "" })]).entries).toHaveLength(2);
  });

  test("falls back to the permalink when the guid is missing, and to the content when both are", () => {
    const { entries } = read([story(1, { guid: null }), story(2, { guid: null, url: null })]);
    expect(entries.map((entry) => entry.guidOrigin)).toEqual(["permalink", "content"]);
    expect(entries[0]?.guid).toBe("https://wire.example/news/1");
  });

  test("loses no story when a feed gives all items the same guid", () => {
    const { entries } = read([1, 2, 3].map((number) => story(number, { guid: "https://wire.example/" })));
    expect(entries.map((entry) => entry.guid)).toEqual(
      [1, 2, 3].map((number) => `https://wire.example/news/${number}`),
    );
  });

  test("loses no story when all items have the same guid and link", () => {
    const same = { guid: "live", url: "https://wire.example/live" };
    const { entries } = read([
      story(1, same),
      story(2, same),
      story(3, { ...same, title: story(1).title, summaryHtml: "<p>Tugs left port at dawn.</p>" }),
    ]);
    expect(new Set(entries.map((entry) => entry.guid)).size).toBe(3);
  });

  test("keeps two items apart that differ in one word, with one title and one page", () => {
    const warning = { guid: null, url: "https://wire.example/warnings", title: "Weather warning for the coast" };
    const { entries } = read(
      ["Kent", "Essex"].map((county) =>
        parsedItem({ ...warning, summaryHtml: `<p>Gusts of gale force are expected in ${county} tonight.</p>` }),
      ),
    );
    expect(entries.map((entry) => entry.text.includes("Kent"))).toEqual([true, false]);
    expect(new Set(entries.map((entry) => entry.guid)).size).toBe(2);
  });

  test("does not identify entries by an address that different stories share, but still links to it", () => {
    const live = "https://wire.example/live";
    const { entries } = read([story(1, { url: live }), story(2, { url: live }), story(3)]);
    expect(entries.map((entry) => entry.urlKey)).toEqual([null, null, "wire.example/news/3"]);
    expect(entries.map((entry) => entry.url)).toEqual([live, live, "https://wire.example/news/3"]);
    expect(entries[0]?.contentHash).toBe(read([story(1, { url: live })]).entries[0]?.contentHash);
  });

  test("keeps an item that is listed under two categories once, in its fuller form", () => {
    const longer = story(1, {
      summaryHtml: "<p>Pilots went back to work on day 1 of the dispute. Ferries sail again.</p>",
    });
    const { entries } = read([story(1), story(2), longer]);
    expect(entries.map((entry) => entry.text.includes("Ferries"))).toEqual([true, false]);
  });

  test("keeps thousands of items that share guid, address and title in linear time", () => {
    const same = { guid: "x", url: "https://wire.example/live", title: "Live from the harbour today" };
    expectLinear((size) => {
      const items = Array.from({ length: size }, (_, index) =>
        story(index, { ...same, summaryHtml: `<p>pilot${index} tug${index}</p>` }),
      );
      expect(read(items).entries.length).toBe(size);
    }, 600);
  });

  test("leaves out an unreadable item, reports it, and keeps the others", () => {
    const broken = {
      ...story(2),
      get title(): string {
        throw new Error("no title here");
      },
    };
    const { entries, problems } = read([story(1), broken, story(3)]);
    expect(entries.map((entry) => entry.guid)).toEqual(["story-1", "story-3"]);
    expect(problems).toMatchObject([{ code: "item-skipped", message: "Item 2 was left out: no title here" }]);
  });

  test("detects a server that dates every item with the time of the request", () => {
    const items = [1, 2, 3].map((number) => story(number, { published: dateAt(noon - 2000 + number) }));
    expect(read(items).entries.map((entry) => entry.dateClass)).toEqual(["alwaysNow", "alwaysNow", "alwaysNow"]);
  });

  test("gives every entry its own guid, whatever the document contains", () => {
    const some = <T>(...values: T[]) => fc.constantFrom(...values);
    const item = fc.record({
      guid: some(null, "1", "x", "https://wire.example/"),
      url: some(null, "https://wire.example/a", "https://wire.example/b", "not a url"),
      title: some("", "First headline of the day", "Second headline of the day"),
      summaryHtml: some(null, "<p>One text of some words</p>", "<p>Another body altogether</p>"),
    });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), (items) => {
        const { entries } = read(items.map(parsedItem));
        expect(new Set(entries.map((entry) => entry.guid)).size).toBe(entries.length);
        const words = (title: string, text: string): string => `${title}|${text}`;
        const kept = new Set(entries.map((entry) => entry.text));
        for (const entry of read(items.map((one) => parsedItem({ ...one, guid: null, url: null }))).entries) {
          expect(kept.has(entry.text), words(entry.title, entry.text)).toBe(true);
        }
      }),
    );
  });
});
