import { describe, expect, test } from "vitest";
import { parseQuery } from "../../src/domain/query/parse-query.ts";
import { type Collapse, emptyFilter, type SectionFilter } from "../../src/domain/section.ts";
import { makeEntry } from "../support/make-entry.ts";
import { noon, pageOf, verdictOf } from "../support/store-fixtures.ts";
import { daily, type OpenStore, useStore, wire } from "./use-store.ts";

const filters: readonly Partial<SectionFilter>[] = [
  {},
  { languages: ["de"] },
  { query: parseQuery("ferry") },
  { query: parseQuery("NOT ferry") },
  { sources: ["nobody"] },
];

/** Places of a list, in both directions. */
export function describePlaces(open: OpenStore): void {
  describe("places", () => {
    const { addFeed, addEntries, decide, ...use } = useStoreOnce(open);

    test("the pages in both directions from any place together are the whole list, for every filter and collapse", async () => {
      const [a, b] = [await addFeed(wire), await addFeed(daily)];
      const entries = (feed: string, count: number) =>
        Array.from({ length: count }, (_, at) =>
          makeEntry({
            guid: `${feed}${at}`,
            title: at % 3 === 0 ? `Ferry ${at}` : `Harbour ${at}`,
            language: at % 2 === 0 ? "de" : "en",
            // Some entries arrive in the same millisecond, and some a quarter of an hour apart.
            firstSeenAt: noon + (at >> 1) * 700_000,
          }),
        );
      const wires = await addEntries(a, entries("a", 12));
      const copies = await addEntries(b, entries("b", 12));
      await decide(wires.map((id) => verdictOf(id, id, id)));
      // The daily carries every second text an hour later, and has some texts of its own.
      await decide(
        copies.map((id, at) => verdictOf(id, at % 2 === 0 ? wires[at]! : id, at % 2 === 0 ? wires[at]! : id)),
      );
      for (const partial of filters) {
        for (const collapse of ["copy", "story", "none"] as const) await expectBothWays(partial, collapse);
      }
    });

    async function expectBothWays(partial: Partial<SectionFilter>, collapse: Collapse): Promise<void> {
      const filter = { ...emptyFilter, ...partial };
      const page = await use.store().readPage(pageOf({ filter: partial, collapse, limit: 500 }));
      const listed = page.items.map(({ arrivedAt, id }) => ({ at: arrivedAt, id }));
      const read = (from: { at: number; id: number }, direction: "older" | "newer", limit = 500) =>
        use.store().readPlaces({ filter, collapse, from, direction, limit });
      expect(await read({ at: 0, id: 0 }, "newer")).toEqual([...listed].reverse());
      expect(await read({ at: noon * 2, id: 0 }, "older")).toEqual(listed);
      for (const [index, from] of listed.entries()) {
        expect(await read(from, "older")).toEqual(listed.slice(index + 1));
        expect(await read(from, "newer")).toEqual(listed.slice(0, index).reverse());
        expect(await read(from, "newer", 2)).toEqual(listed.slice(Math.max(index - 2, 0), index).reverse());
      }
    }
  });
}

function useStoreOnce(open: OpenStore) {
  const use = useStore(open);
  return { addFeed: use.addFeed, addEntries: use.addEntries, decide: use.decide, store: () => use.store };
}
