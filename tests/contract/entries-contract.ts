import { describe, expect, test } from "vitest";
import type { AlikeKeys } from "../../src/domain/feeds/feed-store.ts";
import { makeEntry } from "../support/make-entry.ts";
import { fetchedOf, noon } from "../support/store-fixtures.ts";
import { daily, type OpenStore, useStore, wire } from "./use-store.ts";

/** What the store keeps of entries and their revisions. */
export function describeEntries(open: OpenStore): void {
  describe("entries", () => {
    const use = useStore(open);
    const { addFeed, addEntries } = use;

    test("an entry is read back completely", async () => {
      const feedId = await addFeed(wire, { name: "The Wire", kind: "agency", rank: 1 });
      const entry = makeEntry({
        guid: "urn:1",
        title: "UPDATE 2-Überschrift \u{1f30d}",
        authors: [{ name: "A", email: null, url: "https://a.example/" }],
        categories: ["World", "Économie"],
        attachments: [
          {
            url: "https://a.example/1.jpg",
            type: "image/jpeg",
            lengthBytes: 2 ** 40,
            medium: "image",
            title: null,
            credit: "AP",
            width: 10,
            height: 20,
            durationSeconds: 1.5,
            thumbnailUrl: null,
          },
        ],
        cue: { kind: "update", number: 2, raw: "UPDATE 2-" },
        point: { latitude: -1.25, longitude: 36.8 },
        updatedAt: noon + 5,
        dateClass: "midnight",
        commentCount: 7,
        urgency: 3,
        credit: "Reuters",
      });
      const [id] = await addEntries(feedId, [entry]);
      expect(await use.store.readEntry(id ?? 0)).toEqual({
        ...entry,
        id,
        feedId,
        source: { id: expect.any(Number), name: "The Wire", kind: "agency", rank: 1 },
        revision: 1,
        revisedAt: entry.firstSeenAt,
        significantAt: entry.firstSeenAt,
        copyId: null,
        storyId: null,
        reasons: [],
        standing: "text",
        isWithdrawn: false,
        isPinnedLead: false,
      });
      expect(await use.store.readEntry(99)).toBeNull();
    });

    test("a guid is stored once for each feed, whoever saves it again", async () => {
      const [a, b] = [await addFeed(wire), await addFeed(daily)];
      expect(await addEntries(a, [makeEntry(), makeEntry()])).toHaveLength(1);
      expect(await addEntries(a, [makeEntry({ title: "other" })])).toEqual([]);
      expect(await addEntries(b, [makeEntry()])).toHaveLength(1);
      expect(await use.store.readCounts()).toMatchObject({ entries: 2, revisions: 2, pending: 2 });
    });

    test("a revision stores the earlier state, oldest first, and keeps the arrival", async () => {
      const feedId = await addFeed();
      const [id = 0] = await addEntries(feedId, [makeEntry({ title: "One" })]);
      const revise = (title: string, significant: boolean, now: number) =>
        use.store.saveFetched(
          fetchedOf(feedId, [{ kind: "revised", id, entry: makeEntry({ title, firstSeenAt: now }), significant }], {
            now,
          }),
        );
      expect(await revise("Two", true, noon + 1000)).toEqual({ newIds: [], revisedIds: [id] });
      await revise("Three", false, noon + 2000);
      const revisions = await use.store.readRevisions(id);
      expect(revisions.map(({ number, title, seenAt, significant }) => [number, title, seenAt, significant])).toEqual([
        [1, "One", noon, true],
        [2, "Two", noon + 1000, true],
        [3, "Three", noon + 2000, false],
      ]);
      expect(await use.store.readEntry(id)).toMatchObject({
        title: "Three",
        revision: 3,
        firstSeenAt: noon,
        revisedAt: noon + 2000,
        significantAt: noon + 1000,
      });
      expect((await use.store.readCounts()).revisions).toBe(3);
      expect(await use.store.readRevisions(99)).toEqual([]);
    });

    test("readKnown() finds by guid, guid key and url key within the feed", async () => {
      const [a, b] = [await addFeed(wire), await addFeed(daily)];
      const guids = ["http://n.example/1", "urn:2", "urn:3"];
      const ids = await addEntries(
        a,
        guids.map((guid, at) => makeEntry({ guid, url: `https://n.example/${at + 1}` })),
      );
      await addEntries(b, [makeEntry({ guid: "urn:4", url: "https://n.example/3" })]);
      const known = await use.store.readKnown(a, [
        { guid: "https://n.example/1", guidKey: "n.example/1", urlKey: null },
        { guid: "urn:2", guidKey: "?", urlKey: null },
        { guid: "?", guidKey: "?", urlKey: "n.example/3" },
        { guid: "urn:4", guidKey: "urn:4", urlKey: null },
      ]);
      expect(known.map(({ id, purged }) => [id, purged])).toEqual(ids.map((id) => [id, false]));
      expect(known[0]).toMatchObject({ guid: guids[0], revision: 1, firstSeenAt: noon });
    });

    test("readAlike() finds by title, date and guid stem within the feed, and no purged entry", async () => {
      const [a, b] = [await addFeed(wire), await addFeed(daily)];
      const entries = ["/n/ab12cd#1", "/n/ab12cd#12", "/n/ab12cd7#1", "/n/x"].map((guidKey, at) =>
        makeEntry({
          guid: `g${at}`,
          guidKey,
          title: `Title ${at}`,
          publishedAt: noon - at,
          url: `https://n.example/${at}`,
        }),
      );
      const ids = await addEntries(a, entries);
      await addEntries(b, entries);
      const none = { title: "?", publishedAt: null, guidStem: null };
      const found = async (wanted: Partial<AlikeKeys>) =>
        (await use.store.readAlike(a, [{ ...none, ...wanted }])).map(({ id }) => ids.indexOf(id)).toSorted();
      expect(await found({ title: "Title 3" })).toEqual([3]);
      expect(await found({ publishedAt: noon - 2 })).toEqual([2]);
      expect(await found({ guidStem: "/n/ab12cd#" })).toEqual([0, 1]);
      expect(await found({})).toEqual([]);
      expect(await use.store.readAlike(a, [{ ...none, title: "Title 1" }])).toMatchObject([
        { url: "https://n.example/1", publishedAt: noon - 1, dateClass: entries[1]?.dateClass, purged: false },
      ]);
    });

    test("an unchanged entry gets its corrected identity, unless another entry has it", async () => {
      const feedId = await addFeed();
      const [id = 0] = await addEntries(feedId, [makeEntry({ guid: "http://n/1" }), makeEntry({ guid: "urn:other" })]);
      const heal = (guid: string) =>
        use.store.saveFetched(
          fetchedOf(feedId, [{ kind: "unchanged", id, healed: { guid, guidKey: "n/1", urlKey: "n/1" } }]),
        );
      await heal("urn:other");
      expect((await use.store.readEntry(id))?.guid).toBe("http://n/1");
      await heal("https://n/1");
      expect(await use.store.readEntry(id)).toMatchObject({ guid: "https://n/1", revision: 1 });
    });

    test("captures are kept newest first, up to a limit", async () => {
      const feedId = await addFeed();
      for (const at of [1, 2, 3, 4]) {
        const capture = { fetchedAt: noon + at, url: wire, contentType: "text/xml", gzip: new Uint8Array([at]) };
        await use.store.saveFetched(fetchedOf(feedId, [], { capture, capturesMax: 2 }));
      }
      const captures = await use.store.readCaptures(feedId);
      expect(captures.map(({ fetchedAt, gzip }) => [fetchedAt - noon, [...gzip]])).toEqual([
        [4, [4]],
        [3, [3]],
      ]);
    });
  });
}
