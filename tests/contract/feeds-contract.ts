import { describe, expect, test } from "vitest";
import { fetchedOf, noon, outcomeOf, pollState, specOf } from "../support/store-fixtures.ts";
import { daily, type OpenStore, useStore, wire } from "./use-store.ts";

/** What a store knows of feeds. */
export function describeFeeds(open: OpenStore): void {
  describe("feeds", () => {
    const use = useStore(open);
    const { addFeed } = use;

    test("addFeed() adds a feed that is due at once and can be found by its address", async () => {
      const feed = await use.store.addFeed(specOf(wire, { name: "The Wire", kind: "agency", rank: 1 }), "added", noon);
      expect(feed).toMatchObject({
        url: wire,
        state: "active",
        origin: "added",
        source: { name: "The Wire", rank: 1 },
      });
      expect(await use.store.findFeed(wire)).toEqual(feed);
      expect(await use.store.findFeed(daily)).toBeNull();
      const [status] = await use.store.listFeeds();
      expect(status).toMatchObject({ feed, entryCount: 0, poll: { nextPollAt: noon, failure: null, memory: {} } });
    });

    test("addFeed() refuses an active address and restores a removed one", async () => {
      const id = await addFeed();
      await expect(addFeed()).rejects.toMatchObject({ code: "conflict" });
      await use.store.setFeedState(id, "removed");
      expect(await addFeed()).toBe(id);
      expect((await use.store.findFeed(wire))?.state).toBe("active");
    });

    test("addFeed() never replaces a known source by a guessed one", async () => {
      await addFeed(wire, { name: "The Wire", kind: "agency", rank: 1 });
      const feed = await use.store.addFeed(
        specOf(daily, { name: "the wire ", kind: "outlet", rank: 90 }),
        "ingested",
        noon,
      );
      expect(feed.source).toMatchObject({ name: "The Wire", kind: "agency", rank: 1 });
      expect(feed.state).not.toBe("active");
    });

    test("setFeedState() and savePoll() report a feed that does not exist", async () => {
      await expect(use.store.setFeedState(99, "paused")).rejects.toMatchObject({ code: "not-found" });
      await expect(use.store.savePoll(99, outcomeOf())).rejects.toMatchObject({ code: "not-found" });
      await expect(use.store.saveFetched(fetchedOf(99, []))).rejects.toMatchObject({ code: "not-found" });
    });

    test("syncFeeds() adds, updates and removes feeds, and restores feeds that return", async () => {
      await use.store.syncFeeds([specOf(wire), specOf(daily)], noon);
      await use.store.syncFeeds([specOf(wire, { name: "wire.example", kind: "agency", rank: 2 })], noon);
      expect((await use.store.findFeed(wire))?.source).toMatchObject({ kind: "agency", rank: 2 });
      expect((await use.store.findFeed(daily))?.state).toBe("removed");
      await use.store.syncFeeds([specOf(wire), specOf(daily)], noon);
      expect((await use.store.findFeed(daily))?.state).toBe("active");
    });

    test("syncFeeds() does not change feeds that a person removed, paused or added", async () => {
      await use.store.syncFeeds([specOf(wire), specOf(daily)], noon);
      const own = await addFeed("https://own.example/rss");
      await use.store.setFeedState((await use.store.findFeed(wire))?.id ?? 0, "removed");
      await use.store.setFeedState((await use.store.findFeed(daily))?.id ?? 0, "paused");
      await use.store.syncFeeds([specOf(wire), specOf(daily)], noon);
      const states = (await use.store.listFeeds()).map(({ feed }) => [feed.url, feed.state]);
      expect(Object.fromEntries(states)).toEqual({
        [wire]: "removed",
        [daily]: "paused",
        "https://own.example/rss": "active",
      });
      expect(own).toBeGreaterThan(0);
    });

    test("listFeeds() gives pages by id, each feed once, whatever its state", async () => {
      const ids: number[] = [];
      for (let n = 0; n < 5; n += 1) ids.push(await addFeed(`https://feed-${5 - n}.example/rss`));
      await use.store.setFeedState(ids[2] ?? 0, "paused");
      const pages = [];
      for (let afterId = 0, size = 2; size === 2; ) {
        const page = await use.store.listFeeds({ afterId, limit: 2 });
        pages.push(page.map(({ feed }) => feed.id));
        size = page.length;
        afterId = page.at(-1)?.feed.id ?? 0;
      }
      expect(pages).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
      const [one] = await use.store.listFeeds({ afterId: (ids[2] ?? 0) - 1, limit: 1 });
      expect((await use.store.listFeeds()).find(({ feed }) => feed.id === ids[2])).toEqual(one);
    });

    test("syncFeeds() recognises a feed that moved by redirect since it was configured", async () => {
      await use.store.syncFeeds([specOf(wire)], noon);
      const id = (await use.store.findFeed(wire))?.id ?? 0;
      const moved = {
        url: "https://wire.example/new",
        title: "Wire",
        siteUrl: null,
        language: "en",
        state: "active",
      } as const;
      await use.store.savePoll(id, outcomeOf({}, moved));
      await use.store.syncFeeds([specOf(wire)], noon);
      const feeds = await use.store.listFeeds();
      expect(feeds.map(({ feed }) => [feed.id, feed.url, feed.state, feed.title])).toEqual([
        [id, "https://wire.example/new", "active", "Wire"],
      ]);
    });

    test("savePoll() never takes the address of another feed", async () => {
      const id = await addFeed(wire);
      await addFeed(daily);
      const feed = { url: daily, title: null, siteUrl: null, language: null, state: "active" } as const;
      await use.store.savePoll(id, outcomeOf({}, feed));
      expect((await use.store.findFeed(wire))?.id).toBe(id);
    });

    test("undoMove() forgets only the feed's new address, and makes the feed due", async () => {
      const id = await addFeed();
      const move = { to: "https://moved.example/", at: noon };
      const state = pollState({
        nextPollAt: noon + 9000,
        memory: { moved: move, moving: { to: move.to, since: 1 }, haste: 0.5 },
      });
      await use.store.savePoll(id, { state, feed: null });
      await use.store.undoMove(id, noon);
      expect((await use.store.listFeeds())[0]?.poll).toMatchObject({ nextPollAt: noon, memory: { haste: 0.5 } });
      expect((await use.store.listFeeds())[0]?.poll.memory).toEqual({ haste: 0.5 });
      await expect(use.store.undoMove(id + 1, noon)).rejects.toMatchObject({ code: "not-found" });
    });

    test("a document that killed its reader is kept until the feed is resumed, one a feed", async () => {
      const { store } = use;
      const feedId = await addFeed();
      const document = { feedId, hash: "aa", count: 1, until: noon + 5 };
      expect(await store.readQuarantined(feedId)).toBeNull();
      await store.saveQuarantined(document);
      await store.saveQuarantined({ ...document, hash: "bb", count: 2 });
      await store.saveQuarantined({ ...document, feedId: 4711 });
      await store.setFeedState(feedId, "paused");
      expect(await store.readQuarantined(feedId)).toEqual({ ...document, hash: "bb", count: 2 });
      await store.setFeedState(feedId, "active");
      expect([await store.readQuarantined(feedId), await store.readQuarantined(4711)]).toEqual([null, null]);
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
      await use.store.savePoll(id, { state, feed: null });
      expect((await use.store.listFeeds())[0]?.poll).toEqual(state);
    });
  });
}
