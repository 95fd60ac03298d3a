import { describe, expect, test } from "vitest";
import { readHourRanges } from "../../src/domain/calendar/hours-of-day.ts";
import { parseQuery } from "../../src/domain/query/parse-query.ts";
import type { SectionFilter } from "../../src/domain/section.ts";
import { makeEntry } from "../support/make-entry.ts";
import { noon, pageOf, verdictOf } from "../support/store-fixtures.ts";
import { daily, type OpenStore, useStore, wire } from "./use-store.ts";

const hoursOf = (range: string) => ({ ranges: readHourRanges([range]), timeZone: "UTC" });

/** Pages of items in every order and filter. */
export function describePages(open: OpenStore): void {
  describe("pages", () => {
    const use = useStore(open);
    const { addFeed, addEntries, addDecided, decide, listed } = use;

    test("items come newest by arrival, page after page, each once", async () => {
      const ids = await addDecided(
        await addFeed(),
        Array.from({ length: 7 }, (_, at) => ({ firstSeenAt: noon + (at >> 1) })),
      );
      for (const filter of [{}, { languages: ["en"] }]) {
        const seen: number[] = [];
        let after = null;
        do {
          const page = await use.store.readPage(pageOf({ filter, limit: 2, after }));
          seen.push(...page.items.map((item) => item.id));
          after = page.next;
        } while (after !== null);
        expect(seen).toEqual([...ids].reverse());
      }
    });

    test("the order by publication uses the lead's claimed date", async () => {
      const [one, two, three] = await addDecided(await addFeed(), [
        { publishedAt: noon - 5 },
        { publishedAt: noon - 1 },
        { publishedAt: noon - 9 },
      ]);
      expect(await listed({}, { sort: "published" })).toEqual([two, one, three]);
      expect(await listed({ languages: ["en"] }, { sort: "published", limit: 2 })).toEqual([two, one]);
      const after = { at: noon - 1, id: two ?? 0 };
      expect(await listed({ languages: ["en"] }, { sort: "published", after, collapse: "none" })).toEqual([one, three]);
      expect(await listed({ query: parseQuery("NOT nothing") }, { sort: "published", after })).toEqual([one, three]);
    });

    test("the place of a group is that of its first matching entry, and a later carrier does not move it up", async () => {
      const [a, b] = [await addFeed(wire), await addFeed(daily)];
      const [one = 0, two = 0] = await addDecided(a, [{ language: "de" }, {}]);
      const [late = 0] = await addEntries(b, [
        makeEntry({ guid: "late", firstSeenAt: noon + 600_000_000, language: "en" }),
      ]);
      await decide([verdictOf(late, one, one, { leadEntryId: one })]);
      expect(await listed({})).toEqual([two, one]);
      expect(await listed({ languages: ["de"] })).toEqual([one]);
      const page = await use.store.readPage(pageOf({ filter: { languages: ["en"] } }));
      expect(page.items.map(({ id, arrivedAt }) => [id, arrivedAt])).toEqual([
        [one, noon + 600_000_000],
        [two, noon + 60_000],
      ]);
      expect(page.items[0]?.carriers).toHaveLength(2);
      expect(await listed({ sources: ["WIRE.example", "daily.example"] })).toEqual([two, one]);
    });

    test("every part of a filter must match", async () => {
      const agency = await addFeed(wire, { name: "Wire", kind: "agency" });
      const outlet = await addFeed(daily, { name: "Daily" });
      const [one, two] = await addDecided(agency, [
        { categories: ["World News", "war"], urgency: 1, language: "en-gb" },
        { categories: ["world"], urgency: 4, language: "pt-br" },
      ]);
      const [three] = await addDecided(outlet, [{ categories: ["WORLD NEWS"], language: null, urgency: 3 }]);
      const expectations: [Partial<SectionFilter>, (number | undefined)[]][] = [
        [{ sources: ["wire"] }, [two, one]],
        [{ sources: ["nobody"] }, []],
        [{ kinds: ["outlet"] }, [three]],
        [{ kinds: ["agency", "outlet"], sources: ["Daily"] }, [three]],
        [{ feedId: outlet }, [three]],
        [{ feedId: outlet, kinds: ["agency"] }, []],
        [{ languages: ["en"] }, [one]],
        [{ languages: ["PT", "en"] }, [two, one]],
        [{ languages: ["PT-PT", "en-GB"] }, [one]],
        [{ languages: ["!"] }, []],
        [{ categories: ["world news"] }, [three, one]],
        [{ categories: ["world", "war"] }, [two, one]],
        [{ categories: ["news"] }, []],
        [{ urgencyMax: 3 }, [three, one]],
        [{ urgencyMax: 0 }, []],
        [{ hours: [hoursOf("12:00-12:02")] }, [three, two, one]],
        [{ hours: [hoursOf("12:01-12:02"), hoursOf("12:00-18:00")] }, [two]],
        [{ hours: [hoursOf("12:01-12:02")], categories: ["world", "war"] }, [two]],
        [{ hours: [hoursOf("13:00-14:00")] }, []],
        [{ urgencyMax: 3, kinds: ["agency"], languages: ["en"], query: parseQuery("report") }, [one]],
      ];
      for (const [filter, ids] of expectations) {
        expect([filter, [...(await listed(filter, { collapse: "none" }))].sort()]).toEqual([filter, [...ids].sort()]);
      }
    });

    test("readEntries() exports decided entries by id, filtered", async () => {
      const feedId = await addFeed();
      const ids = await addDecided(feedId, [{}, { language: "fr" }, {}]);
      await addEntries(feedId, [makeEntry({ guid: "undecided" })]);
      const read = async (filter: Partial<SectionFilter>, rest = {}) => {
        const query = { filter: pageOf({ filter }).filter, since: null, afterId: 0, limit: 10, ...rest };
        return (await use.store.readEntries(query)).map(({ id }) => id);
      };
      expect(await read({})).toEqual(ids);
      expect(await read({}, { limit: 1, afterId: ids[0] })).toEqual([ids[1]]);
      expect(await read({}, { since: noon + 60_000 })).toEqual([ids[1], ids[2]]);
      expect(await read({ languages: ["en"] })).toEqual([ids[0], ids[2]]);
      expect(await read({ query: parseQuery("-report") })).toEqual([]);
      expect(await read({ hours: [hoursOf("12:01-12:03")] })).toEqual([ids[1], ids[2]]);
    });
  });
}
