import { describe, expect, test } from "vitest";
import { parseQuery } from "../../src/domain/query/parse-query.ts";
import type { PageQuery } from "../../src/domain/section.ts";
import { makeEntry } from "../support/make-entry.ts";
import { fetchedOf, noon, pageOf, verdictOf } from "../support/store-fixtures.ts";
import { type OpenStore, useStore } from "./use-store.ts";

/** Lists of a search by the time of the first match, and by relevance. */
export function describeSorts(open: OpenStore): void {
  describe("sorts of a search", () => {
    const use = useStore(open);
    const minute = 60_000;
    /** Long states are kept packed. */
    const long = "Nothing else was told of this long day on the island by anybody. ".repeat(40);

    async function revise(feedId: number, id: number, at: number, minutes: number, title: string): Promise<void> {
      const entry = makeEntry({
        guid: `https://news.example/${feedId}/${at}`,
        title: "Live",
        text: `${title}. ${long}`,
      });
      const change = { kind: "revised", id, entry, significant: true } as const;
      await use.store.saveFetched(fetchedOf(feedId, [change], { now: noon + minutes * minute }));
      await use.decide([verdictOf(id, id, id, { opensCopy: false, opensStory: false })]);
    }

    /** The places of the whole list, read in pages of `limit`, as ids and minutes after noon. */
    async function placesOf(query: string, rest: Partial<Omit<PageQuery, "filter">>, limit = 2) {
      const found: [number, number][] = [];
      for (let after: PageQuery["after"] = null, more = true; more; ) {
        const filter = { query: parseQuery(query) };
        const { items, next } = await use.store.readPage(pageOf({ filter, limit, after, ...rest }));
        found.push(...items.map(({ id, arrivedAt }) => [id, (arrivedAt - noon) / minute] as [number, number]));
        [after, more] = [next, next !== null];
      }
      return found;
    }

    test("an entry that began to match with a revision is listed at that revision", async () => {
      const feedId = await use.addFeed();
      const [a = 0, b = 0, c = 0, d = 0] = await use.addDecided(feedId, [
        { title: "Storm warning" },
        { title: "Sugarcane harvest begins" },
        { title: "Island news" },
        { title: "Sugarcane price falls" },
      ]);
      await revise(feedId, a, 0, 90, "Storm hits sugarcane");
      await revise(feedId, a, 0, 120, "Storm hits sugarcane, UPDATE");
      await revise(feedId, b, 1, 130, "Sugarcane harvest ends");
      await revise(feedId, c, 2, 60, "Island sugarcane news");
      for (const collapse of ["none", "copy", "story"] as const)
        expect(await placesOf("sugarcane", { sort: "matched", collapse })).toEqual([
          [a, 90],
          [c, 60],
          [d, 3],
          [b, 1],
        ]);
      expect((await placesOf("sugarcane", { sort: "arrival" })).map(([id]) => id)).toEqual([d, c, b, a]);
      // What a correction took out matches no more; where the past is asked for, it matched from the beginning.
      await revise(feedId, b, 1, 140, "Harvest ends");
      expect((await placesOf("sugarcane", { sort: "matched" })).map(([id]) => id)).toEqual([a, c, d]);
      expect((await placesOf("in:history sugarcane", { sort: "matched" })).at(-1)).toEqual([b, 1]);
    });

    test("a story is listed where the first of its entries began to match", async () => {
      const feedId = await use.addFeed();
      const ids = await use.addEntries(
        feedId,
        ["Storm", "Sugarcane gone", "Storm again"].map((title, at) =>
          makeEntry({ guid: `https://news.example/${feedId}/${at}`, title, firstSeenAt: noon + at * minute }),
        ),
      );
      const [a = 0, b = 0, c = 0] = ids;
      const joins = { opensCopy: false, opensStory: false, leadEntryId: a };
      await use.decide([verdictOf(a, a, a), verdictOf(b, a, a, joins), verdictOf(c, c, c)]);
      await revise(feedId, c, 2, 30, "Sugarcane again");
      expect(await placesOf("sugarcane", { sort: "matched", collapse: "story" })).toEqual([
        [c, 30],
        [a, 1],
      ]);
      // The story's lead does not match, so the page and the feed document name the text that does.
      const query = pageOf({ filter: { query: parseQuery("sugarcane") }, collapse: "story" });
      for (const isForFeed of [false, true]) {
        const { items } = await use.store.readPage(query, isForFeed);
        expect(items.map(({ id, matched }) => [id, matched?.id])).toEqual([
          [c, undefined],
          [a, b],
        ]);
      }
    });

    test("the best matches come first by relevance, page by page", async () => {
      const feedId = await use.addFeed();
      const filler = "Nothing else is told of this long day on the island. ".repeat(20);
      const [often = 0, titled = 0, once = 0, both = 0] = await use.addDecided(feedId, [
        { title: "News", text: `Sugarcane, sugarcane and sugarcane. ${filler}` },
        { title: "Sugarcane in short", text: filler },
        { title: "Brief", text: `One word of sugarcane. ${filler}${filler}` },
        { title: "Sugarcane and rum, sugarcane", text: "Sugarcane and rum." },
        ...Array.from({ length: 6 }, (_, at) => ({ title: `Other ${at}`, text: filler })),
      ]);
      const order = (await placesOf("sugarcane OR rum", { sort: "relevance" })).map(([id]) => id);
      expect(order).toEqual([both, titled, often, once]);
      expect((await placesOf("=Sugarcane -rum", { sort: "relevance" })).map(([id]) => id)).toEqual([titled, often]);
      expect(await placesOf("NOT sugarcane", { sort: "relevance" }, 50)).toHaveLength(6);
    });
  });
}
