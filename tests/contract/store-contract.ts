import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Entry } from "../../src/domain/entry.ts";
import { parseQuery } from "../../src/domain/parse-query.ts";
import type { SectionFilter } from "../../src/domain/section.ts";
import type { ReadStore, Store } from "../../src/domain/store.ts";
import type { Reason, Verdict } from "../../src/domain/verdict.ts";
import { makeEntry } from "../support/make-entry.ts";
import {
  deskState,
  fetchedOf,
  noon,
  outcomeOf,
  pageOf,
  pollState,
  specOf,
  verdictOf,
} from "../support/store-fixtures.ts";

export interface OpenedStore {
  readonly store: Store;
  /** A second connection, for reading. */
  openReader(): Promise<ReadStore>;
  /** A second connection, for writing. */
  openWriter(): Promise<Store>;
  /** Where a backup may be written, and how it is opened. */
  readonly backup: { readonly file: string; open(): Promise<ReadStore> };
  destroy(): Promise<void>;
}

const wire = "https://wire.example/rss";
const daily = "https://daily.example/rss";
const because: Reason = { code: "same-text", text: "The same text.", score: 0.98, with: 1 };

/** What every database must do to be a `Store`. */
export function describeStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(`store on ${name}`, () => {
    let opened: OpenedStore;
    let store: Store;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.destroy());

    async function addFeed(url = wire, source: Parameters<typeof specOf>[1] = {}): Promise<number> {
      return (await store.addFeed(specOf(url, source), "added", noon)).id;
    }

    async function addEntries(feedId: number, entries: readonly Entry[]): Promise<readonly number[]> {
      const saved = await store.saveFetched(
        fetchedOf(
          feedId,
          entries.map((entry) => ({ kind: "new", entry })),
        ),
      );
      return saved.newIds;
    }

    /** Entries that arrive one minute after another, each decided as a copy and story of its own: copy id = story id = entry id. */
    async function addDecided(feedId: number, entries: readonly Partial<Entry>[]): Promise<readonly number[]> {
      const ids = await addEntries(
        feedId,
        entries.map((entry, at) =>
          makeEntry({ guid: `https://news.example/${feedId}/${at}`, firstSeenAt: noon + at * 60_000, ...entry }),
        ),
      );
      await decide(ids.map((id) => verdictOf(id, id, id)));
      return ids;
    }

    function decide(verdicts: readonly Verdict[]): Promise<void> {
      return store.saveVerdicts(verdicts, deskState());
    }

    async function listed(filter: Partial<SectionFilter>, rest: object = {}): Promise<readonly number[]> {
      const page = await store.readPage(pageOf({ filter, ...rest } as Parameters<typeof pageOf>[0]));
      return page.items.map((item) => item.id);
    }

    describe("feeds", () => {
      test("addFeed() makes a feed that is due at once and found by its address", async () => {
        const feed = await store.addFeed(specOf(wire, { name: "The Wire", kind: "agency", rank: 1 }), "added", noon);
        expect(feed).toMatchObject({
          url: wire,
          state: "active",
          origin: "added",
          source: { name: "The Wire", rank: 1 },
        });
        expect(await store.findFeed(wire)).toEqual(feed);
        expect(await store.findFeed(daily)).toBeNull();
        const [status] = await store.listFeeds();
        expect(status).toMatchObject({ feed, entryCount: 0, poll: { nextPollAt: noon, failure: null, memory: {} } });
      });

      test("addFeed() refuses an active address and brings a removed one back", async () => {
        const id = await addFeed();
        await expect(addFeed()).rejects.toMatchObject({ code: "conflict" });
        await store.setFeedState(id, "removed");
        expect(await addFeed()).toBe(id);
        expect((await store.findFeed(wire))?.state).toBe("active");
      });

      test("addFeed() never lets a guess at a source change what is known of it", async () => {
        await addFeed(wire, { name: "The Wire", kind: "agency", rank: 1 });
        const feed = await store.addFeed(
          specOf(daily, { name: "the wire ", kind: "outlet", rank: 90 }),
          "ingested",
          noon,
        );
        expect(feed.source).toMatchObject({ name: "The Wire", kind: "agency", rank: 1 });
        expect(feed.state).not.toBe("active");
      });

      test("setFeedState() and savePoll() tell of a feed that is not there", async () => {
        await expect(store.setFeedState(99, "paused")).rejects.toMatchObject({ code: "not-found" });
        await expect(store.savePoll(99, outcomeOf())).rejects.toMatchObject({ code: "not-found" });
        await expect(store.saveFetched(fetchedOf(99, []))).rejects.toMatchObject({ code: "not-found" });
      });

      test("syncFeeds() adds, updates, removes what left, and brings back what returned", async () => {
        await store.syncFeeds([specOf(wire), specOf(daily)], noon);
        await store.syncFeeds([specOf(wire, { name: "wire.example", kind: "agency", rank: 2 })], noon);
        expect((await store.findFeed(wire))?.source).toMatchObject({ kind: "agency", rank: 2 });
        expect((await store.findFeed(daily))?.state).toBe("removed");
        await store.syncFeeds([specOf(wire), specOf(daily)], noon);
        expect((await store.findFeed(daily))?.state).toBe("active");
      });

      test("syncFeeds() leaves removed what a person removed, paused what is paused, and alone what a person added", async () => {
        await store.syncFeeds([specOf(wire), specOf(daily)], noon);
        const own = await addFeed("https://own.example/rss");
        await store.setFeedState((await store.findFeed(wire))?.id ?? 0, "removed");
        await store.setFeedState((await store.findFeed(daily))?.id ?? 0, "paused");
        await store.syncFeeds([specOf(wire), specOf(daily)], noon);
        const states = (await store.listFeeds()).map(({ feed }) => [feed.url, feed.state]);
        expect(Object.fromEntries(states)).toEqual({
          [wire]: "removed",
          [daily]: "paused",
          "https://own.example/rss": "active",
        });
        expect(own).toBeGreaterThan(0);
      });

      test("syncFeeds() knows a feed again that moved by redirect since it was configured", async () => {
        await store.syncFeeds([specOf(wire)], noon);
        const id = (await store.findFeed(wire))?.id ?? 0;
        const moved = {
          url: "https://wire.example/new",
          title: "Wire",
          siteUrl: null,
          language: "en",
          state: "active",
        } as const;
        await store.savePoll(id, outcomeOf({}, moved));
        await store.syncFeeds([specOf(wire)], noon);
        const feeds = await store.listFeeds();
        expect(feeds.map(({ feed }) => [feed.id, feed.url, feed.state, feed.title])).toEqual([
          [id, "https://wire.example/new", "active", "Wire"],
        ]);
      });

      test("savePoll() never takes the address of another feed", async () => {
        const id = await addFeed(wire);
        await addFeed(daily);
        const feed = { url: daily, title: null, siteUrl: null, language: null, state: "active" } as const;
        await store.savePoll(id, outcomeOf({}, feed));
        expect((await store.findFeed(wire))?.id).toBe(id);
      });

      test("a poll state comes back as it was saved", async () => {
        const id = await addFeed();
        const state = pollState({
          validators: { etag: 'W/"é\\"', lastModified: "Sun, 22 Nov 2026 12:00:00 GMT" },
          lastNewEntryAt: noon,
          lastStatus: 503,
          failure: { code: "http-status", message: "503", count: 3, firstAt: noon - 9, lastAt: noon },
          memory: { rhythm: [1, 2, 3], hub: null },
        });
        await store.savePoll(id, { state, feed: null });
        expect((await store.listFeeds())[0]?.poll).toEqual(state);
      });
    });

    describe("leases", () => {
      const claim = { owner: "a", now: noon, leaseUntil: noon + 1000, limit: 10, dueOnly: true, exceptFeedIds: [] };

      test("claimFeeds() gives each due feed to one owner, longest due first", async () => {
        const first = await addFeed(wire);
        const second = await addFeed(daily);
        await store.savePoll(first, outcomeOf({ nextPollAt: noon - 1 }));
        await store.savePoll(second, outcomeOf({ nextPollAt: noon - 2 }));
        const claimed = await store.claimFeeds({ ...claim, limit: 1 });
        expect(claimed.map(({ feed }) => feed.id)).toEqual([second]);
        const other = await store.claimFeeds({ ...claim, owner: "b" });
        expect(other.map(({ feed, poll }) => [feed.id, poll.nextPollAt])).toEqual([[first, noon - 1]]);
        expect(await store.listLeaseOwners()).toEqual(["a", "b"]);
      });

      test("claimFeeds() passes over feeds that are not due, not active or excepted", async () => {
        const due = await addFeed(wire);
        const later = await addFeed(daily);
        const paused = await addFeed("https://paused.example/");
        await store.savePoll(later, outcomeOf({ nextPollAt: noon + 1 }));
        await store.setFeedState(paused, "paused");
        expect(await store.claimFeeds({ ...claim, exceptFeedIds: [due] })).toEqual([]);
        const all = await store.claimFeeds({ ...claim, dueOnly: false });
        expect(all.map(({ feed }) => feed.id)).toEqual([due, later]);
      });

      test("a lease ends by saving, by release, and by running out", async () => {
        const id = await addFeed();
        await store.claimFeeds(claim);
        expect(await store.claimFeeds({ ...claim, owner: "b" })).toEqual([]);
        await store.savePoll(id, outcomeOf({ nextPollAt: noon }));
        expect(await store.claimFeeds({ ...claim, owner: "b" })).toHaveLength(1);
        expect(await store.claimFeeds({ ...claim, owner: "c", now: noon + 999 })).toEqual([]);
        expect(
          await store.claimFeeds({ ...claim, owner: "c", now: noon + 1000, leaseUntil: noon + 5000 }),
        ).toHaveLength(1);
        await store.releaseLeases("c");
        expect(await store.listLeaseOwners()).toEqual([]);
        expect(await store.claimFeeds(claim)).toHaveLength(1);
        await store.saveFetched(fetchedOf(id, [], { poll: outcomeOf({ nextPollAt: noon }) }));
        expect(await store.listLeaseOwners()).toEqual([]);
      });

      test("takeDesk() lets one owner decide at a time", async () => {
        expect(await store.takeDesk("a", noon, noon + 1000)).toBe(true);
        expect(await store.takeDesk("b", noon + 999, noon + 2000)).toBe(false);
        expect(await store.takeDesk("a", noon + 999, noon + 2000)).toBe(true);
        expect(await store.readDeskOwner(noon + 1999)).toBe("a");
        expect(await store.readDeskOwner(noon + 2000)).toBeNull();
        expect(await store.takeDesk("b", noon + 2000, noon + 3000)).toBe(true);
        await store.releaseDesk("a");
        expect(await store.readDeskOwner(noon + 2000)).toBe("b");
        await store.releaseDesk("b");
        expect(await store.readDeskOwner(noon + 2000)).toBeNull();
      });
    });

    describe("entries", () => {
      test("an entry comes back whole", async () => {
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
        expect(await store.readEntry(id ?? 0)).toEqual({
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
        });
        expect(await store.readEntry(99)).toBeNull();
      });

      test("a guid is kept once a feed, whoever saves it again", async () => {
        const [a, b] = [await addFeed(wire), await addFeed(daily)];
        expect(await addEntries(a, [makeEntry(), makeEntry()])).toHaveLength(1);
        expect(await addEntries(a, [makeEntry({ title: "other" })])).toEqual([]);
        expect(await addEntries(b, [makeEntry()])).toHaveLength(1);
        expect(await store.readCounts()).toMatchObject({ entries: 2, revisions: 2, pending: 2 });
      });

      test("a revision files the earlier state, oldest first, and keeps arrival", async () => {
        const feedId = await addFeed();
        const [id = 0] = await addEntries(feedId, [makeEntry({ title: "One" })]);
        const revise = (title: string, significant: boolean, now: number) =>
          store.saveFetched(
            fetchedOf(feedId, [{ kind: "revised", id, entry: makeEntry({ title, firstSeenAt: now }), significant }], {
              now,
            }),
          );
        expect(await revise("Two", true, noon + 1000)).toEqual({ newIds: [], revisedIds: [id] });
        await revise("Three", false, noon + 2000);
        const revisions = await store.readRevisions(id);
        expect(revisions.map(({ number, title, seenAt, significant }) => [number, title, seenAt, significant])).toEqual(
          [
            [1, "One", noon, true],
            [2, "Two", noon + 1000, true],
            [3, "Three", noon + 2000, false],
          ],
        );
        expect(await store.readEntry(id)).toMatchObject({
          title: "Three",
          revision: 3,
          firstSeenAt: noon,
          revisedAt: noon + 2000,
          significantAt: noon + 1000,
        });
        expect((await store.readCounts()).revisions).toBe(3);
        expect(await store.readRevisions(99)).toEqual([]);
      });

      test("readKnown() finds by guid, guid key and url key within the feed", async () => {
        const [a, b] = [await addFeed(wire), await addFeed(daily)];
        const guids = ["http://n.example/1", "urn:2", "urn:3"];
        const ids = await addEntries(
          a,
          guids.map((guid, at) => makeEntry({ guid, url: `https://n.example/${at + 1}` })),
        );
        await addEntries(b, [makeEntry({ guid: "urn:4", url: "https://n.example/3" })]);
        const known = await store.readKnown(a, [
          { guid: "https://n.example/1", guidKey: "n.example/1", urlKey: null },
          { guid: "urn:2", guidKey: "?", urlKey: null },
          { guid: "?", guidKey: "?", urlKey: "n.example/3" },
          { guid: "urn:4", guidKey: "urn:4", urlKey: null },
        ]);
        expect(known.map(({ id, purged }) => [id, purged])).toEqual(ids.map((id) => [id, false]));
        expect(known[0]).toMatchObject({ guid: guids[0], revision: 1, firstSeenAt: noon });
      });

      test("an unchanged entry takes its healed identity, unless another has it", async () => {
        const feedId = await addFeed();
        const [id = 0] = await addEntries(feedId, [
          makeEntry({ guid: "http://n/1" }),
          makeEntry({ guid: "urn:other" }),
        ]);
        const heal = (guid: string) =>
          store.saveFetched(
            fetchedOf(feedId, [{ kind: "unchanged", id, healed: { guid, guidKey: "n/1", urlKey: "n/1" } }]),
          );
        await heal("urn:other");
        expect((await store.readEntry(id))?.guid).toBe("http://n/1");
        await heal("https://n/1");
        expect(await store.readEntry(id)).toMatchObject({ guid: "https://n/1", revision: 1 });
      });

      test("captures are kept newest first, only so many", async () => {
        const feedId = await addFeed();
        for (const at of [1, 2, 3, 4]) {
          const capture = { fetchedAt: noon + at, url: wire, contentType: "text/xml", gzip: new Uint8Array([at]) };
          await store.saveFetched(fetchedOf(feedId, [], { capture, capturesMax: 2 }));
        }
        const captures = await store.readCaptures(feedId);
        expect(captures.map(({ fetchedAt, gzip }) => [fetchedAt - noon, [...gzip]])).toEqual([
          [4, [4]],
          [3, [3]],
        ]);
      });
    });

    describe("the desk", () => {
      test("entries wait for a decision by arrival and id, revised ones with their membership", async () => {
        const feedId = await addFeed();
        const [late = 0, early = 0, same = 0] = await addEntries(feedId, [
          makeEntry({ guid: "a", firstSeenAt: noon + 1 }),
          makeEntry({ guid: "b", firstSeenAt: noon }),
          makeEntry({ guid: "c", firstSeenAt: noon }),
        ]);
        const pending = await store.readPending(10);
        expect(pending.map(({ item, membership }) => [item.id, membership])).toEqual([
          [early, null],
          [same, null],
          [late, null],
        ]);
        expect(await store.readPending(1)).toHaveLength(1);
        await decide([verdictOf(early, 7, 8), verdictOf(same, 9, 8)]);
        await store.saveFetched(
          fetchedOf(feedId, [
            { kind: "revised", id: early, entry: makeEntry({ guid: "b", title: "New" }), significant: true },
          ]),
        );
        expect((await store.readPending(10)).map(({ item, membership }) => [item.id, item.title, membership])).toEqual([
          [early, "New", { copyId: 7, storyId: 8 }],
          [late, "Report a", null],
        ]);
      });

      test("an entry revised while the desk was thinking stays pending", async () => {
        const feedId = await addFeed();
        const [id = 0] = await addEntries(feedId, [makeEntry()]);
        await store.readPending(10);
        const change = { kind: "revised", id, entry: makeEntry({ title: "Newer" }), significant: true } as const;
        await store.saveFetched(fetchedOf(feedId, [change]));
        await decide([verdictOf(id, 1, 1)]);
        const pending = await store.readPending(10);
        expect(pending).toMatchObject([{ item: { title: "Newer" }, membership: { copyId: 1, storyId: 1 } }]);
        await decide([verdictOf(id, 1, 1)]);
        expect(await store.readPending(10)).toEqual([]);
      });

      test("arrivals tell when an entry was first decided on, and keep it through later decisions", async () => {
        const feedId = await addFeed();
        const [id = 0, other = 0] = await addEntries(feedId, [
          makeEntry({ guid: "a", firstSeenAt: noon, publishedAt: noon - 60_000 }),
          makeEntry({ guid: "b", firstSeenAt: noon - 1, publishedAt: noon - 1 }),
        ]);
        expect(await store.readArrivals(0, 10)).toEqual([]);
        await store.saveVerdicts([verdictOf(id, 1, 1)], deskState(), noon + 500);
        await store.saveVerdicts([verdictOf(id, 1, 2), verdictOf(other, 3, 3)], deskState());
        await store.saveRegroup(
          { entries: [{ entryId: id, copyId: 1, storyId: 3, reasons: [] }], leads: [], pins: [] },
          deskState(),
        );
        expect(await store.readArrivals(0, 10)).toEqual([
          { feedId, firstSeenAt: noon, publishedAt: noon - 60_000, decidedAt: noon + 500 },
          { feedId, firstSeenAt: noon - 1, publishedAt: noon - 1, decidedAt: null },
        ]);
        expect(await store.readArrivals(noon, 10)).toHaveLength(1);
      });

      test("an entry is invisible to lists until the desk has decided on it", async () => {
        const feedId = await addFeed();
        const [id = 0] = await addEntries(feedId, [makeEntry()]);
        for (const collapse of ["copy", "story", "none"] as const) {
          expect(await listed({}, { collapse })).toEqual([]);
          expect(await listed({ feedId }, { collapse })).toEqual([]);
        }
        await decide([verdictOf(id, 5, 6)]);
        expect(await listed({})).toEqual([5]);
        expect(await listed({ feedId }, { collapse: "story" })).toEqual([6]);
        expect(await listed({}, { collapse: "none" })).toEqual([id]);
        expect(await store.readCounts()).toMatchObject({ copies: 1, stories: 1, pending: 0 });
      });

      test("verdicts make copies with their carriers, lead first, and keep the reasons", async () => {
        const [a, b] = [await addFeed(wire), await addFeed(daily)];
        const [reprint = 0] = await addEntries(b, [makeEntry({ guid: "r" })]);
        const [own = 0] = await addEntries(a, [makeEntry({ guid: "o", firstSeenAt: noon + 1000 })]);
        await decide([verdictOf(reprint, 1, 1)]);
        await decide([verdictOf(own, 1, 1, { leadEntryId: own, reasons: [because] })]);
        const item = await store.readCopy(1);
        expect(item?.lead.id).toBe(own);
        expect(item?.carriers.map(({ entryId, source }) => [entryId, source.name])).toEqual([
          [own, "wire.example"],
          [reprint, "daily.example"],
        ]);
        expect(item).toMatchObject({ arrivedAt: noon, significantAt: noon, copyCount: 1, storyId: 1 });
        expect((await store.readEntry(own))?.reasons).toEqual([because]);
      });

      test("a revised lead and a joining update are news of the copy, a new carrier and a minor change are not", async () => {
        const feedId = await addFeed();
        const [lead = 0, carrier = 0] = await addEntries(feedId, [
          makeEntry({ guid: "1" }),
          makeEntry({ guid: "2", firstSeenAt: noon + 10 }),
        ]);
        await decide([verdictOf(lead, 1, 1), verdictOf(carrier, 1, 1, { leadEntryId: lead })]);
        const significantAt = async () => (await store.readCopy(1))?.significantAt;
        const revise = (id: number, guid: string, now: number, significant: boolean) =>
          store.saveFetched(
            fetchedOf(feedId, [{ kind: "revised", id, entry: makeEntry({ guid, title: `at ${now}` }), significant }], {
              now,
            }),
          );
        expect(await significantAt()).toBe(noon);
        await revise(carrier, "2", noon + 20, true);
        await revise(lead, "1", noon + 30, false);
        expect(await significantAt()).toBe(noon);
        await revise(lead, "1", noon + 40, true);
        expect(await significantAt()).toBe(noon + 40);
        const [update = 0] = await addEntries(feedId, [
          makeEntry({
            guid: "3",
            firstSeenAt: noon + 50,
            cue: { kind: "correction", number: null, raw: "CORRECTED-" },
          }),
        ]);
        await decide([verdictOf(update, 1, 1, { leadEntryId: lead })]);
        expect(await significantAt()).toBe(noon + 50);
        expect((await store.readStory(1))?.copies[0]?.arrivedAt).toBe(noon);
      });

      test("merged stories are one; the old id answers with the survivor, over several steps", async () => {
        const ids = await addDecided(await addFeed(), [{}, {}, {}]);
        const [one = 0, two = 0, three = 0] = ids;
        const merge = (from: number, into: number) => ({ from, into, reasons: [because] });
        await decide([verdictOf(two, two, two, { storyMerges: [merge(one, two)] })]);
        await decide([verdictOf(three, three, three, { storyMerges: [merge(two, three)], reasons: [because] })]);
        for (const id of ids) {
          const story = await store.readStory(id);
          expect(story?.id).toBe(three);
          expect(story?.copies.map((copy) => copy.id)).toEqual([one, two, three]);
          expect(story?.entries.map((entry) => entry.storyId)).toEqual([three, three, three]);
        }
        expect(await listed({}, { collapse: "story" })).toEqual([three]);
        expect(await store.readCounts()).toMatchObject({ copies: 3, stories: 1 });
        expect((await store.readEntry(two))?.reasons).toEqual([because]);
        expect((await store.readEntry(three))?.reasons).toEqual([because]);
        const [item] = (await store.readPage(pageOf({ collapse: "story" }))).items;
        expect(item).toMatchObject({ copyCount: 3, lead: { id: one }, arrivedAt: noon });
      });

      test("an entry decided again moves; what it left empty points at where it went", async () => {
        const [one = 0, two = 0] = await addDecided(await addFeed(), [{}, {}]);
        await decide([verdictOf(one, two, two, { leadEntryId: two, reasons: [because] })]);
        expect((await store.readCopy(one))?.id).toBe(two);
        expect((await store.readStory(one))?.id).toBe(two);
        expect((await store.readCopy(two))?.carriers.map(({ entryId }) => entryId)).toEqual([two, one]);
        expect(await listed({})).toEqual([two]);
        expect(await store.readCounts()).toMatchObject({ copies: 1, stories: 1 });
        await decide([verdictOf(one, one, one)]);
        expect((await store.readCopy(one))?.id).toBe(one);
        expect(await store.readCounts()).toMatchObject({ copies: 2, stories: 2 });
      });

      test("a copy goes to another story whole, and a lead that left is replaced", async () => {
        const [one = 0, two = 0, three = 0] = await addDecided(await addFeed(), [{}, {}, {}]);
        await decide([verdictOf(two, one, one, { leadEntryId: two })]);
        await decide([verdictOf(two, one, three, { leadEntryId: two })]);
        expect((await store.readEntry(one))?.storyId).toBe(three);
        await decide([verdictOf(two, two, three)]);
        expect((await store.readCopy(one))?.lead.id).toBe(one);
      });

      test("a verdict names who leads the copy that its entry left", async () => {
        const [one = 0, two = 0, three = 0] = await addDecided(await addFeed(), [{}, {}, {}]);
        await decide([two, three].map((id) => verdictOf(id, one, one, { leadEntryId: one })));
        await decide([verdictOf(one, 90, 90, { leftCopy: { copyId: one, leadEntryId: three } })]);
        expect((await store.readCopy(90))?.lead.id).toBe(one);
        expect((await store.readCopy(one))?.carriers.map(({ entryId }) => entryId)).toEqual([three, two]);
      });

      test("saveRegroup() splits, sets leads and pins; pins survive a merge", async () => {
        const [one = 0, two = 0] = await addDecided(await addFeed(), [{}, {}]);
        await decide([verdictOf(two, one, one, { leadEntryId: one })]);
        await store.saveRegroup(
          {
            entries: [{ entryId: two, copyId: 90, storyId: 91, reasons: [because] }],
            leads: [{ copyId: 90, leadEntryId: two }],
            pins: [{ storyId: 91, pinned: true }],
          },
          deskState({ nextCopyId: 92, nextStoryId: 93 }),
        );
        expect(await listed({})).toEqual([90, one]);
        expect((await store.readStory(91))?.pinned).toBe(true);
        expect(await store.readDeskState()).toEqual({ nextCopyId: 92, nextStoryId: 93, statistics: null });
        await decide([verdictOf(one, one, one, { storyMerges: [{ from: 91, into: one, reasons: [] }] })]);
        expect((await store.readStory(91))?.pinned).toBe(true);
      });

      test("the desk's counters never go back and its statistics stay", async () => {
        expect(await store.readDeskState()).toEqual({ nextCopyId: 1, nextStoryId: 1, statistics: null });
        await store.saveVerdicts([], { nextCopyId: 5, nextStoryId: 6, statistics: new Uint8Array([1, 2]) });
        await store.saveVerdicts([], { nextCopyId: 4, nextStoryId: 7, statistics: null });
        const state = await store.readDeskState();
        expect([state.nextCopyId, state.nextStoryId, [...(state.statistics ?? [])]]).toEqual([5, 7, [1, 2]]);
      });

      test("readWindow() goes through decided entries by arrival and id, page by page", async () => {
        const feedId = await addFeed();
        const ids = await addDecided(feedId, [{}, {}, { firstSeenAt: noon }, {}]);
        await addEntries(feedId, [makeEntry({ guid: "undecided" })]);
        const window = { from: noon, to: noon + 60_000, limit: 2 };
        const first = await store.readWindow({ ...window, after: null });
        expect(first.map(({ item }) => item.id)).toEqual([ids[0], ids[2]]);
        const rest = await store.readWindow({ ...window, after: { at: noon, id: ids[2] ?? 0 } });
        expect(rest).toMatchObject([{ item: { id: ids[1] }, membership: { copyId: ids[1] }, leadEntryId: ids[1] }]);
        expect(await store.readWindow({ ...window, from: noon + 1, to: noon + 2, after: null })).toEqual([]);
      });

      test("readExact() and readDecided() answer with decided entries alone", async () => {
        const feedId = await addFeed();
        const [one = 0, two = 0] = await addDecided(feedId, [
          { urlKey: "u/1", textKey: "t1" },
          { urlKey: "u/2", textKey: "t1" },
        ]);
        const [open = 0] = await addEntries(feedId, [makeEntry({ guid: "x", urlKey: "u/1", textKey: "t1" })]);
        const exact = (urlKeys: string[], textKeys: string[]) => store.readExact({ urlKeys, textKeys });
        expect((await exact(["u/1"], [])).map(({ item }) => item.id)).toEqual([one]);
        expect((await exact(["u/1"], ["t1"])).map(({ item }) => item.id)).toEqual([one, two]);
        expect(await exact(["?"], ["?"])).toEqual([]);
        expect((await store.readDecided([two, open, one, 99])).map(({ item }) => item.id)).toEqual([two, one]);
      });

      test("renameFeed() gives a feed its proper address, never another's", async () => {
        const one = await store.addFeed(specOf("https://a.example/#A"), "ingested", noon);
        await store.addFeed(specOf("https://b.example/feed"), "ingested", noon);
        await store.renameFeed(one.id, "https://a.example/feed");
        expect((await store.findFeed("https://a.example/feed"))?.id).toBe(one.id);
        await expect(store.renameFeed(one.id, "https://b.example/feed")).rejects.toThrow(/another feed's address/);
      });

      test("editors' words are kept in order", async () => {
        const together = { kind: "together", level: "copy", entryA: 1, entryB: 2 } as const;
        const pin = { kind: "pin", storyId: 3, pinned: true } as const;
        const first = await store.saveEditorWord(together, "ana", noon);
        const second = await store.saveEditorWord(pin, "ben", noon + 1);
        expect(first).toEqual({ id: first.id, word: together, by: "ana", at: noon, carriedOut: false });
        expect(await store.readEditorWords(0)).toEqual([first, second]);
        await store.saveRegroup({ entries: [], leads: [], pins: [] }, deskState(), first.id);
        expect((await store.readEditorWords(0)).map((record) => record.carriedOut)).toEqual([true, false]);
      });

      test("readWordsAbout() tells what was said of a story, of its entries and of what it took in, newest first", async () => {
        const [one = 0, two = 0, three = 0] = await addDecided(await addFeed(), [
          { guid: "a" },
          { guid: "b" },
          { guid: "c" },
        ]);
        const pin = await store.saveEditorWord({ kind: "pin", storyId: two, pinned: true }, "ana", noon);
        const word = { kind: "together", level: "story", entryA: one, entryB: two } as const;
        const together = await store.saveEditorWord(word, "ben", noon + 1);
        expect(await store.readWordsAbout(one)).toEqual([together]);
        expect(await store.readWordsAbout(two)).toEqual([together, pin]);
        expect(await store.readWordsAbout(three)).toEqual([]);
        await store.saveRegroup(
          { entries: [{ entryId: two, copyId: two, storyId: one, reasons: [] }], leads: [], pins: [] },
          deskState(),
        );
        expect(await store.readWordsAbout(one)).toEqual([together, pin]);
      });

      test("readArrivals() gives the newest arrivals of a time, with what their feeds claim", async () => {
        const feedId = await addFeed();
        await addDecided(feedId, [
          { guid: "a", firstSeenAt: noon - 1 },
          { guid: "b", firstSeenAt: noon, publishedAt: noon - 500 },
          { guid: "c", firstSeenAt: noon + 1 },
        ]);
        const arrivals = await store.readArrivals(noon, 10);
        expect(arrivals.map(({ firstSeenAt }) => firstSeenAt)).toEqual([noon + 1, noon]);
        expect(arrivals[1]).toMatchObject({ feedId, firstSeenAt: noon, publishedAt: noon - 500 });
        expect(await store.readArrivals(noon, 1)).toHaveLength(1);
      });
    });

    describe("pages", () => {
      test("items come newest by arrival, page after page, each once", async () => {
        const ids = await addDecided(
          await addFeed(),
          Array.from({ length: 7 }, (_, at) => ({ firstSeenAt: noon + (at >> 1) })),
        );
        for (const filter of [{}, { languages: ["en"] }]) {
          const seen: number[] = [];
          let after = null;
          do {
            const page = await store.readPage(pageOf({ filter, limit: 2, after }));
            seen.push(...page.items.map((item) => item.id));
            after = page.next;
          } while (after !== null);
          expect(seen).toEqual([...ids].reverse());
        }
      });

      test("the order by publication follows the lead's claim", async () => {
        const [one, two, three] = await addDecided(await addFeed(), [
          { publishedAt: noon - 5 },
          { publishedAt: noon - 1 },
          { publishedAt: noon - 9 },
        ]);
        expect(await listed({}, { sort: "published" })).toEqual([two, one, three]);
        expect(await listed({ languages: ["en"] }, { sort: "published", limit: 2 })).toEqual([two, one]);
        const after = { at: noon - 1, id: two ?? 0 };
        expect(await listed({ languages: ["en"] }, { sort: "published", after, collapse: "none" })).toEqual([
          one,
          three,
        ]);
        expect(await listed({ query: parseQuery("NOT nothing") }, { sort: "published", after })).toEqual([one, three]);
      });

      test("a group stands where its first matching entry arrived, and a later carrier does not lift it", async () => {
        const [a, b] = [await addFeed(wire), await addFeed(daily)];
        const [one = 0, two = 0] = await addDecided(a, [{ language: "de" }, {}]);
        const [late = 0] = await addEntries(b, [
          makeEntry({ guid: "late", firstSeenAt: noon + 600_000_000, language: "en" }),
        ]);
        await decide([verdictOf(late, one, one, { leadEntryId: one })]);
        expect(await listed({})).toEqual([two, one]);
        expect(await listed({ languages: ["de"] })).toEqual([one]);
        const page = await store.readPage(pageOf({ filter: { languages: ["en"] } }));
        expect(page.items.map(({ id, arrivedAt }) => [id, arrivedAt])).toEqual([
          [one, noon + 600_000_000],
          [two, noon + 60_000],
        ]);
        expect(page.items[0]?.carriers).toHaveLength(2);
        expect(await listed({ sources: ["WIRE.example", "daily.example"] })).toEqual([two, one]);
      });

      test("every part of a filter restricts, and all must hold", async () => {
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
          [{ languages: ["PT-PT", "en"] }, [two, one]],
          [{ languages: ["!"] }, []],
          [{ categories: ["world news"] }, [three, one]],
          [{ categories: ["world", "war"] }, [two, one]],
          [{ categories: ["news"] }, []],
          [{ urgencyMax: 3 }, [three, one]],
          [{ urgencyMax: 0 }, []],
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
          return (await store.readEntries(query)).map(({ id }) => id);
        };
        expect(await read({})).toEqual(ids);
        expect(await read({}, { limit: 1, afterId: ids[0] })).toEqual([ids[1]]);
        expect(await read({}, { since: noon + 60_000 })).toEqual([ids[1], ids[2]]);
        expect(await read({ languages: ["en"] })).toEqual([ids[0], ids[2]]);
        expect(await read({ query: parseQuery("-report") })).toEqual([]);
      });
    });

    describe("search", () => {
      const texts = [
        "Cease-fire talks in Genève resume",
        "A cease of fire? No fire, they cease nothing",
        "以色列和哈马斯达成停火协议",
        "韩国总统访问日本 ソウルで首脳会談",
        "휴전협정에 서명했다",
        "รัฐบาลกรุงเทพประกาศ",
        "युद्धविराम की घोषणा",
        "محادثات وقف إطلاق النار",
      ];
      const expectations: [string, number[]][] = [
        ["cease-fire", [0]],
        ['"cease fire"', [0]],
        ["cease fire", [0, 1]],
        ["geneve", [0]],
        ["GENÈVE", [0]],
        ["gen*", [0]],
        ['"talks in gen"*', [0]],
        ["talks OR nothing", [0, 1]],
        ["cease -talks", [1]],
        ["cease NOT (talks OR nothing)", []],
        ["NOT cease", [2, 3, 4, 5, 6, 7]],
        ["NOT cease NOT 停火", [3, 4, 5, 6, 7]],
        ["(NOT cease) OR talks", [0, 2, 3, 4, 5, 6, 7]],
        ["NOT (cease OR NOT 停火)", [2]],
        ["停火", [2]],
        ["火", [2]],
        ["停火协议", [2]],
        ["停议", []],
        ["达成停*", [2]],
        ["日本", [3]],
        ["本 ソウル", [3]],
        ['"日本 ソウル"', [3]],
        ["首脳", [3]],
        ["휴전", [4]],
        ["협정", [4]],
        ["กรุงเทพ", [5]],
        ["युद्धविराम", [6]],
        ["युद्ध*", [6]],
        ["وقف إطلاق", [7]],
      ];

      test("finds words, phrases, prefixes and operators in every script", async () => {
        const ids = await addDecided(
          await addFeed(),
          texts.map((text, at) => ({
            title: at % 2 === 0 ? text : "x",
            text: at % 2 === 0 ? "x" : text,
            categories: ["tagged"],
          })),
        );
        for (const [query, found] of expectations) {
          const answered = await listed({ query: parseQuery(query) });
          expect([query, answered.map((id) => ids.indexOf(id)).sort()]).toEqual([query, found]);
        }
      });

      test("searches what an entry says now, never its tags", async () => {
        const feedId = await addFeed();
        const [id = 0] = await addDecided(feedId, [{ title: "Volcano", text: "erupts" }]);
        expect(await listed({ query: parseQuery("len OR u5 OR f1") })).toEqual([]);
        const entry = makeEntry({
          guid: `https://news.example/${feedId}/0`,
          title: "Glacier",
          text: "melts",
          language: "is",
        });
        await store.saveFetched(fetchedOf(feedId, [{ kind: "revised", id, entry, significant: true }]));
        expect(await listed({ query: parseQuery("volcano OR erupts") })).toEqual([]);
        expect(await listed({ query: parseQuery("glacier melts"), languages: ["is"] })).toEqual([id]);
        expect(await listed({ languages: ["en"] })).toEqual([]);
      });

      test("a query is never a way into the database", async () => {
        await addDecided(await addFeed(), [{}]);
        for (const word of [
          '" OR tags : f1',
          "title : x",
          "x) OR (tags:len",
          "NEAR(a b)",
          "^title : x",
          "a + b",
          "'; DROP TABLE entries; --",
        ]) {
          const query = { kind: "term", words: [word], prefix: false } as const;
          expect([word, await listed({ query })]).toEqual([word, []]);
        }
        expect(await listed({ query: { kind: "term", words: ["report"], prefix: true } })).toHaveLength(1);
      });
    });

    describe("readers", () => {
      test("the change mark moves with what a second connection sees, and not with a routine poll", async () => {
        const feedId = await addFeed();
        const reader = await opened.openReader();
        const mark = () => reader.readChangeMark();
        const before = await mark();
        await store.savePoll(feedId, outcomeOf());
        await store.claimFeeds({
          owner: "a",
          now: noon,
          leaseUntil: noon + 1,
          limit: 1,
          dueOnly: false,
          exceptFeedIds: [],
        });
        await store.saveFetched(fetchedOf(feedId, [], { poll: outcomeOf() }));
        expect(await mark()).toBe(before);
        const [id = 0] = await addEntries(feedId, [makeEntry()]);
        const saved = await mark();
        expect(saved).toBeGreaterThan(before);
        await decide([verdictOf(id, 1, 1)]);
        expect(await mark()).toBeGreaterThan(saved);
        expect((await reader.readPage(pageOf())).items.map((item) => item.lead.id)).toEqual([id]);
        await reader.close();
      });

      test("two writers share one store", async () => {
        const other = await opened.openWriter();
        const feedId = await addFeed();
        await other.saveFetched(fetchedOf(feedId, [{ kind: "new", entry: makeEntry() }]));
        expect(await addEntries(feedId, [makeEntry({ guid: "two" })])).toHaveLength(1);
        expect((await other.readCounts()).entries).toBe(2);
        await other.close();
      });

      test("a backup is a whole store and overwrites nothing", async () => {
        const ids = await addDecided(await addFeed(), [{}, {}]);
        await store.backup(opened.backup.file);
        await addDecided(await addFeed(daily), [{}]);
        const copy = await opened.backup.open();
        expect((await copy.readPage(pageOf({ filter: { languages: ["en"] } }))).items.map((item) => item.id)).toEqual(
          [...ids].reverse(),
        );
        expect(await copy.readCounts()).toMatchObject({ entries: 2, feeds: 1 });
        await copy.close();
        await expect(store.backup(opened.backup.file)).rejects.toMatchObject({ code: "conflict" });
      });
    });

    describe("retention", () => {
      test("purge() leaves identities, so that nothing old returns as news", async () => {
        const feedId = await addFeed();
        const [one = 0, two = 0] = await addDecided(feedId, [
          { guid: "http://n/1", title: "Volcano" },
          { guid: "urn:2" },
        ]);
        expect(await store.purge(noon + 1, 100)).toBe(1);
        expect(await store.readEntry(one)).toBeNull();
        expect(await store.readRevisions(one)).toEqual([]);
        expect(await store.readCopy(one)).toBeNull();
        expect(await store.readStory(one)).toBeNull();
        expect(await listed({})).toEqual([two]);
        expect(await listed({ query: parseQuery("volcano") })).toEqual([]);
        expect(await store.readCounts()).toMatchObject({ entries: 1, revisions: 1, copies: 1, stories: 1 });
        expect((await store.listFeeds())[0]?.entryCount).toBe(1);
        const known = await store.readKnown(feedId, [
          { guid: "http://n/1", guidKey: "?", urlKey: null },
          { guid: "https://n/1", guidKey: "n/1", urlKey: "n/1" },
          { guid: "?", guidKey: "?", urlKey: null },
        ]);
        expect(known).toMatchObject([{ id: one, purged: true, firstSeenAt: noon, guid: "http://n/1" }]);
        const healed = { guid: "urn:healed", guidKey: "urn:healed", urlKey: null };
        await store.saveFetched(fetchedOf(feedId, [{ kind: "unchanged", id: one, healed }]));
        expect(await store.readKnown(feedId, [healed])).toMatchObject([{ id: one, purged: true }]);
        expect((await addEntries(feedId, [makeEntry({ guid: "next" })]))[0]).toBeGreaterThan(two);
      });

      test("purge() keeps pinned stories, undecided entries, and groups with a younger member", async () => {
        const feedId = await addFeed();
        const [one = 0, two = 0, three = 0, four = 0] = await addDecided(feedId, [
          {},
          {},
          {},
          { firstSeenAt: noon + 9e8 },
        ]);
        const [open = 0] = await addEntries(feedId, [makeEntry({ guid: "open" })]);
        await decide([verdictOf(four, two, two, { leadEntryId: two })]);
        await store.saveRegroup({ entries: [], leads: [], pins: [{ storyId: one, pinned: true }] }, deskState());
        expect(await store.purge(noon + 8e8, 1)).toBe(1);
        expect(await store.purge(noon + 8e8, 100)).toBe(1);
        expect(await store.readEntry(three)).toBeNull();
        expect(await store.readEntry(open)).not.toBeNull();
        expect((await store.readCopy(two))?.carriers.map(({ entryId }) => entryId)).toEqual([four]);
        expect((await store.readStory(one))?.pinned).toBe(true);
      });
    });
  });
}
