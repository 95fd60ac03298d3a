import { describe, expect, test } from "vitest";
import type { PageQuery } from "../../src/domain/section.ts";
import { noon, pageOf, verdictOf } from "../support/store-fixtures.ts";
import { daily, type OpenStore, useStore, wire } from "./use-store.ts";

/** Lists by the sort "top". */
export function describeTop(open: OpenStore): void {
  describe("sort top", () => {
    const use = useStore(open);
    const hour = 3_600_000;

    /** The ids and points of the whole list, read in pages of two. */
    async function listed(rest: Parameters<typeof pageOf>[0] = {}): Promise<readonly (readonly [number, number])[]> {
      const found: (readonly [number, number])[] = [];
      for (let after: PageQuery["after"] = null, more = true; more; ) {
        const query = pageOf({ collapse: "story", sort: "top", limit: 2, after, ...rest });
        const { items, next } = await use.store.readPage(query);
        found.push(...items.map(({ id, top }) => [id, top?.score ?? -1] as const));
        [after, more] = [next, next !== null];
      }
      return found;
    }

    test("the most points come first, page by page, of what came within a day of the newest text", async () => {
      const agency = await use.addFeed(wire, { kind: "agency" });
      const outlet = await use.addFeed(daily);
      const at = (hours: number) => ({ firstSeenAt: noon + hours * hour });
      const [old = 0, led = 0, newest = 0] = await use.addDecided(agency, [at(-30), at(-1), at(0)]);
      const [carrier = 0, alone = 0] = await use.addDecided(outlet, [at(0), { ...at(-6), language: "fr" }]);
      await use.decide([verdictOf(carrier, led, led, { leadEntryId: led })]);
      // Two outlets, an agency, two texts of the last hour, one of the last 15 minutes: 2 + 2 + 2 + 1.
      expect(await listed()).toEqual([
        [led, 7],
        [newest, 5],
        [alone, 0.5],
      ]);
      expect(await listed({ filter: { languages: ["fr"] } })).toEqual([[alone, 3]]);
      expect((await listed({ collapse: "copy" })).map(([id]) => id)).toEqual([led, newest, alone]);
      expect((await use.store.readPage(pageOf({ sort: "arrival" }))).items.map(({ id }) => id)).toContain(old);
    });

    test("the public's points do not count private sources", async () => {
      const outlet = await use.addFeed(daily);
      const secret = await use.addFeed(wire, { name: "Licensed", isPrivate: true });
      const [one = 0] = await use.addDecided(outlet, [{}]);
      const [two = 0] = await use.addDecided(secret, [{}]);
      await use.decide([verdictOf(two, two, one)]);
      const query = pageOf({ collapse: "story", sort: "top" });
      expect((await use.store.readPage(query)).items[0]?.top).toMatchObject({ outlets: 2, score: 6 });
      const { items } = await use.store.forPublic().readPage(query);
      expect(items.map(({ id, top }) => [id, top?.outlets, top?.score])).toEqual([[one, 1, 3]]);
    });
  });
}
