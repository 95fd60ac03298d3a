import { describe, expect, test } from "vitest";
import { type DigestItem, digestsKept, type SectionDigest } from "../../src/domain/alerts/digests/digest.ts";
import { emptyFilter } from "../../src/domain/section.ts";
import { hourMs } from "../../src/domain/time.ts";
import { noon } from "../support/store-fixtures.ts";
import { daily, type OpenStore, useStore } from "./use-store.ts";

const itemOf = (entryId: number, partial: Partial<DigestItem> = {}): DigestItem => ({
  ...{ event: "new", storyId: entryId, entryId, headline: `Headline ${entryId}`, summary: "Some words." },
  ...{ source: "Wire", outlets: 3, url: `https://wire.example/${entryId}`, at: noon },
  ...partial,
});

function digestOf(to: number, partial: Partial<SectionDigest> = {}): Omit<SectionDigest, "madeAt"> {
  return {
    section: "world",
    from: to - hourMs,
    to,
    timeZone: "Europe/Lisbon",
    top: [],
    changes: [],
    more: 0,
    ...partial,
  };
}

/** The digests of sections, as the store keeps them. */
export function describeDigests(open: OpenStore): void {
  describe("digests", () => {
    const use = useStore(open);
    const read = (section = "world") => use.store.readDigests(section, emptyFilter);

    test("a digest is read as it was saved, and is not saved again for the same or an earlier time", async () => {
      const [one = 0, two = 0] = await use.addDecided(await use.addFeed(), [{}, {}]);
      const digest = digestOf(noon, {
        ...{ top: [itemOf(two), itemOf(one)], more: 4 },
        changes: [itemOf(one, { event: "update", url: null, summary: "" })],
      });
      const before = await use.store.readChangeMark();
      expect(await use.store.saveDigest(digest, noon + 5)).toBe(true);
      expect(await use.store.readChangeMark()).toBeGreaterThan(before);
      expect(await use.store.saveDigest(digestOf(noon), noon + 6)).toBe(false);
      expect(await use.store.saveDigest(digestOf(noon - hourMs), noon + 6)).toBe(false);
      expect(await use.store.saveDigest(digestOf(noon, { section: "other" }), noon + 6)).toBe(true);
      expect(await read()).toEqual([{ ...digest, madeAt: noon + 5 }]);
      expect([await use.store.readLastDigest("world"), await use.store.readLastDigest("none")]).toEqual([noon, null]);
    });

    test("the newest digests of each section are kept, the newest first", async () => {
      const [id = 0] = await use.addDecided(await use.addFeed(), [{}]);
      await use.store.saveDigest(digestOf(noon, { section: "other", top: [itemOf(id)] }), noon);
      const times = Array.from({ length: digestsKept + 3 }, (_, at) => noon + at * hourMs);
      for (const to of times) await use.store.saveDigest(digestOf(to, { top: [itemOf(id)] }), to);
      const digests = await read();
      expect(digests.map(({ to }) => to)).toEqual(times.slice(-digestsKept).reverse());
      expect(new Set(digests.map(({ top }) => top.length))).toEqual(new Set([1]));
      expect((await read("other"))[0]?.top).toHaveLength(1);
    });

    test("a story of an entry that was purged, joined or made private is left out or follows", async () => {
      const feed = await use.addFeed();
      const [kept = 0, joined = 0] = await use.addDecided(feed, [{}, {}]);
      const [secret = 0] = await use.addDecided(await use.addFeed(daily, { name: "Licensed", isPrivate: true }), [{}]);
      const gone = 9_999;
      const top = [kept, joined, secret, gone].map((id) => itemOf(id));
      await use.store.saveDigest(digestOf(noon, { top }), noon);
      const ids = async (of: Pick<typeof use.store, "readDigests">) =>
        (await of.readDigests("world", emptyFilter))[0]?.top.map(({ entryId }) => entryId);
      expect(await ids(use.store)).toEqual([kept, joined, secret]);
      expect(await ids(use.store.forPublic())).toEqual([kept, joined]);
      await use.store.joinEntries([{ keepId: kept, joinId: joined }]);
      expect(await ids(use.store.forPublic())).toEqual([kept, kept]);
    });
  });
}
