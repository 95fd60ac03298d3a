import { describe, expect, test } from "vitest";
import { countOutlets } from "../../src/domain/copies/houses.ts";
import type { Cue } from "../../src/domain/entry.ts";
import { parseQuery } from "../../src/domain/query/parse-query.ts";
import type { Sort } from "../../src/domain/section.ts";
import { makeEntry } from "../support/make-entry.ts";
import { fetchedOf, noon, pageOf, specOf, verdictOf } from "../support/store-fixtures.ts";
import { daily, type OpenStore, useStore, wire } from "./use-store.ts";

/** Conditions on the whole story, and on the state of entries. */
export function describeStoryQueries(open: OpenStore): void {
  describe("conditions on stories and states", () => {
    const use = useStore(open);

    async function finds(query: string, sort: Sort = "arrival"): Promise<readonly string[]> {
      const filter = { query: parseQuery(query) };
      const { items } = await use.store.readPage(pageOf({ filter, collapse: "none", sort }));
      return items.map(({ lead }) => lead.guid).sort();
    }

    /** A story of three sources, and one of a single outlet. */
    async function addStories(): Promise<void> {
      const feeds = [
        await use.addFeed(wire, { name: "North Wire", kind: "agency" }),
        await use.addFeed(daily, { name: "Daily" }),
        await use.addFeed("https://third.example/rss", { name: "Third" }),
      ];
      const ids: number[] = [];
      for (const [at, feedId] of feeds.entries()) {
        const title = ["Ferry sinks", "Ferry sinks off coast", "Survivors found"][at] ?? "";
        ids.push(...(await use.addEntries(feedId, [makeEntry({ guid: `ferry${at}`, title, firstSeenAt: noon + at })])));
      }
      ids.push(...(await use.addEntries(feeds[1] ?? 0, [makeEntry({ guid: "fair", title: "Ferry fair opens" })])));
      const [lead = 0, , , fair = 0] = ids;
      const joins = { opensCopy: false, opensStory: false, leadEntryId: lead };
      await use.decide(
        ids.map((id) => (id === lead || id === fair ? verdictOf(id, id, id) : verdictOf(id, lead, lead, joins))),
      );
    }

    test("any() and sources>= look at the whole story", async () => {
      await addStories();
      const all = ["ferry0", "ferry1", "ferry2"];
      const expected: readonly (readonly [string, readonly string[]])[] = [
        ["ferry any(kind:agency)", ["ferry0", "ferry1"]],
        ["any(kind:agency)", all],
        ["any(kind:agency survivors)", []],
        ["any(survivors) any(source:daily)", all],
        ["ferry NOT any(kind:agency)", ["fair"]],
        ["NOT any(survivors)", ["fair"]],
        ["any(NOT ferry)", all],
        ["sources>=3", all],
        ["sources>=2 ferry", ["ferry0", "ferry1"]],
        ["sources>3", []],
        ["ferry -sources>=2", ["fair"]],
        ["sources>=4 OR fair", ["fair"]],
        ["=Survivors sources>=3", ["ferry2"]],
        ["kind:agency", ["ferry0"]],
      ];
      for (const [query, found] of expected)
        for (const sort of ["arrival", "matched", "relevance", "published"] as const)
          expect([query, sort, await finds(query, sort)]).toEqual([query, sort, found]);
    });

    test("sources>= counts the sources of one family once, and a source of the family's name with them", async () => {
      await addStories();
      const joined = [
        ["https://third.example/rss", "Third"],
        [daily, "Daily"],
      ].map(([url = "", name = ""]) => specOf(url, { name, ...(name === "Third" ? { family: " DAILY " } : {}) }));
      await use.store.syncFeeds([specOf(wire, { name: "North Wire", kind: "agency" }), ...joined], noon);
      expect(await finds("sources>=3")).toEqual([]);
      expect(await finds("sources>=2")).toEqual(["ferry0", "ferry1", "ferry2"]);
      const { items } = await use.store.readPage(
        pageOf({ filter: { query: parseQuery("survivors") }, collapse: "none" }),
      );
      expect(items[0]?.lead.source.family).toBe("DAILY");
      await use.store.syncFeeds(
        joined.map((spec) => ({ ...spec, source: { name: spec.source.name, kind: "outlet", rank: 1 } })),
        noon,
      );
      expect(await finds("sources>=3")).toEqual(["ferry0", "ferry1", "ferry2"]);
    });

    test("sources>= counts an aggregator's item for the publisher that it names, and carriers name it", async () => {
      const feeds = [
        await use.addFeed(wire, { name: "North Wire", kind: "agency" }),
        await use.addFeed(daily, { name: "Daily", family: "Daily Group" }),
        await use.addFeed("https://lines.example/rss", { name: "Lines", kind: "aggregator" }),
      ];
      const named = [{}, {}, { publisher: "DAILY" }, { publisher: "Harbour Post" }];
      const ids: number[] = [];
      for (const [at, publisher] of named.entries()) {
        const entry = makeEntry({ guid: `dam${at}`, title: "Dam cracks", firstSeenAt: noon + at, ...publisher });
        ids.push(...(await use.addEntries(feeds[Math.min(at, 2)] ?? 0, [entry])));
      }
      const [lead = 0] = ids;
      const joins = { opensCopy: false, opensStory: false, leadEntryId: lead };
      const place = (shown: readonly number[]) =>
        use.decide(shown.map((id) => (id === lead ? verdictOf(id, id, id) : verdictOf(id, lead, lead, joins))));
      await place(ids.slice(0, 3));
      expect(await finds("sources>=2")).toEqual(["dam0", "dam1", "dam2"]);
      expect(await finds("sources>=3")).toEqual([]);
      await place(ids.slice(3));
      expect(await finds("sources>=3")).toEqual(["dam0", "dam1", "dam2", "dam3"]);
      expect(await finds("sources>=4")).toEqual([]);
      const { items } = await use.store.readPage(pageOf({ collapse: "copy" }));
      expect(items[0]?.carriers.map(({ publisher = null }) => publisher)).toEqual([
        null,
        null,
        "DAILY",
        "Harbour Post",
      ]);
      expect(countOutlets(items[0]?.carriers ?? [])).toBe(3);
    });

    test("state: finds flashes, corrections, updates and withdrawals", async () => {
      const feedId = await use.addFeed();
      const cued = (kind: Cue["kind"]) => ({ cue: { kind, number: null, raw: kind } });
      const [plain = 0] = await use.addDecided(feedId, [
        { guid: "plain" },
        { guid: "flash", ...cued("flash") },
        { guid: "corrected", ...cued("correction") },
        { guid: "updated", ...cued("update") },
        { guid: "notice", ...cued("withdrawn") },
      ]);
      expect(await finds("state:flash")).toEqual(["flash"]);
      expect(await finds("state:corrected OR state:Withdrawn")).toEqual(["corrected", "notice"]);
      expect(await finds("state:updated")).toEqual(["updated"]);
      const change = { kind: "revised", id: plain, entry: makeEntry({ guid: "plain", text: "New." }) } as const;
      await use.store.saveFetched(fetchedOf(feedId, [{ ...change, significant: true }], { now: noon + 3_600_000 }));
      expect(await finds("state:updated")).toEqual(["plain", "updated"]);
      expect(await finds("report -state:updated -state:flash")).toEqual(["corrected", "notice"]);
    });
  });
}
