import { describe, expect, test } from "vitest";
import type { Delivery, HubRequest } from "../../src/domain/hub.ts";
import { receiverShard } from "../../src/domain/service/receiver-shares.ts";
import type { Store } from "../../src/domain/store.ts";
import { makeEntry } from "../support/make-entry.ts";
import { deskState, fetchedOf, noon, pageOf, specOf, verdictOf } from "../support/store-fixtures.ts";
import { type OpenStore, useStore } from "./use-store.ts";

const topic = "https://wire.example/feeds/all.atom";
const everyone = { exceptIds: [], exceptHosts: [], exceptDestinations: [], firstTriesOnly: false };
const version = (number: number) => ({ etag: `"${number}"`, newest: { at: noon + number, id: number } });

/** What every database must do as the store of the hub and of the feeds' HTTP validators. */
export function describeHubStore(name: string, open: OpenStore): void {
  describe(`hub store on ${name}`, () => {
    const use = useStore(open);

    const request = (callback: string, partial: Partial<HubRequest> = {}): HubRequest => {
      return { mode: "subscribe", topic, callback, secret: null, leaseSeconds: 3_600, ...partial };
    };
    const subscribe = (callback: string, partial: Partial<HubRequest> = {}) =>
      use.store.saveSubscription(request(callback, partial), version(1), noon);
    const due = (partial: Partial<Parameters<Store["readDueDeliveries"]>[0]> = {}) =>
      use.store.readDueDeliveries({ ...everyone, now: noon + 60_000, limit: 50, ...partial });
    const callbacksOf = (list: readonly Delivery[]) => list.map(({ subscription }) => subscription.callback);

    test("deliveries can be read for shards of the receiving hosts", async () => {
      const callbacks = Array.from({ length: 12 }, (_, at) => `https://host-${at}.example:8443/`);
      for (const callback of callbacks) await subscribe(callback);
      await use.store.oweTopic(topic, version(2), noon);
      const shardOf = (callback: string) => receiverShard(new URL(callback).host);
      const shards = callbacks.slice(0, 5).map(shardOf);
      const inShards = callbacks.filter((callback) => shards.includes(shardOf(callback)));
      expect(callbacksOf(await due({ shards })).sort()).toEqual(inShards.sort());
      expect(await due({ shards: null })).toHaveLength(12);
      expect(await due({ shards: [] })).toEqual([]);
      expect(await use.store.readNextDelivery({ ...everyone, shards })).toBe(noon);
      expect(await use.store.readNextDelivery({ ...everyone, shards: [] })).toBeNull();
    });

    test("a subscription gets each version after the one with which it began, and each version once", async () => {
      await subscribe("https://a.example/1");
      expect(await use.store.oweTopic(topic, version(1), noon)).toBe(0);
      expect(await use.store.oweTopic(topic, version(2), noon)).toBe(1);
      expect(await use.store.oweTopic(topic, version(2), noon)).toBe(0);
      const [delivery] = await due();
      expect(delivery).toMatchObject({ attempts: 0, owedAt: noon, subscription: { reached: { at: noon + 1, id: 1 } } });
      await use.store.saveDelivered(delivery!, version(2), noon);
      expect(await due()).toEqual([]);
      expect(await use.store.oweTopic(topic, version(2), noon)).toBe(0);
      expect((await use.store.listSubscriptions(topic))[0]).toMatchObject({
        deliveredEtag: '"2"',
        reached: { at: noon + 2, id: 2 },
      });
    });

    test("a version that appears during a delivery is due after it; a newer document settles the debt", async () => {
      await subscribe("https://a.example/1");
      await use.store.oweTopic(topic, version(2), noon);
      const [first] = await due();
      await use.store.oweTopic(topic, version(3), noon);
      await use.store.saveDelivered(first!, version(2), noon);
      const [second] = await due();
      expect(second).toMatchObject({ etag: '"3"', attempts: 0 });
      await use.store.saveDelivered(second!, version(4), noon);
      expect(await due()).toEqual([]);
    });

    test("a failure postpones a delivery; a dropped one is recorded, and the subscription stays and gets the next version", async () => {
      await subscribe("https://a.example/1");
      await use.store.oweTopic(topic, version(2), noon);
      const [delivery] = await due();
      await use.store.saveDeliveryFailure(delivery!, { at: noon + 5, nextTryAt: noon + 70_000, error: "no answer" });
      await use.store.saveDeliveryFailure(delivery!, { at: noon + 9, nextTryAt: noon + 80_000, error: "no answer" });
      expect(await due()).toEqual([]);
      expect(await use.store.readNextDelivery(everyone)).toBe(noon + 80_000);
      const [again] = await due({ now: noon + 80_000 });
      expect(again).toMatchObject({ attempts: 2, firstFailedAt: noon + 5 });
      expect(await due({ now: noon + 80_000, firstTriesOnly: true })).toEqual([]);
      const figures = { subscriptions: 1, topics: 1, owed: 1, failing: 1, oldestOwedAt: noon, dropped: 0 };
      expect(await use.store.readHubFigures()).toEqual(figures);
      await use.store.dropDelivery(again!, version(2), { at: noon + 80_001, error: "gone" });
      const after = { ...figures, owed: 0, failing: 0, oldestOwedAt: null, dropped: 1 };
      expect(await use.store.readHubFigures()).toEqual(after);
      expect(await use.store.readDroppedDeliveries(9)).toEqual([
        {
          topic,
          callback: "https://a.example/1",
          owedAt: noon,
          droppedAt: noon + 80_001,
          attempts: 3,
          lastError: "gone",
        },
      ]);
      expect(await use.store.readNextDelivery(everyone)).toBeNull();
      expect(await use.store.oweTopic(topic, version(3), noon)).toBe(1);
    });

    test("a renewal keeps the place and the outstanding delivery; unsubscribing and the end of the lease remove both", async () => {
      await subscribe("https://a.example/1");
      await use.store.oweTopic(topic, version(2), noon);
      await use.store.saveSubscription(request("https://a.example/1", { secret: "s" }), version(2), noon + 10_000);
      expect((await due())[0]?.subscription).toMatchObject({ secret: "s", deliveredEtag: '"1"' });
      await subscribe("https://b.example/", { leaseSeconds: 10 });
      expect(await use.store.listTopics()).toEqual([topic]);
      expect(await use.store.expireSubscriptions(noon + 10_000)).toBe(1);
      await use.store.removeSubscription(topic, "https://a.example/1");
      expect([await due(), await use.store.listTopics()]).toEqual([[], []]);
    });

    test("due deliveries come longest waiting first, without those in progress and their hosts, and not after the lease", async () => {
      for (const callback of ["https://a.example/1", "https://a.example/2", "https://b.example:8443/1"])
        await subscribe(callback);
      await subscribe("https://c.example/", { leaseSeconds: 30 });
      await use.store.oweTopic(topic, version(2), noon);
      expect(callbacksOf(await due({ now: noon })).length).toBe(4);
      expect(callbacksOf(await due({ limit: 2 }))).toEqual(["https://a.example/1", "https://a.example/2"]);
      const [first] = await due();
      expect(callbacksOf(await due({ exceptIds: [first!.subscription.id] }))[0]).toBe("https://a.example/2");
      expect(callbacksOf(await due({ exceptHosts: ["a.example"] }))).toEqual(["https://b.example:8443/1"]);
      await use.store.saveSubscription(request("https://b.example:8443/1"), version(1), noon, "192.0.2.7");
      expect(callbacksOf(await due({ exceptDestinations: ["192.0.2.7"] }))).toEqual([
        "https://a.example/1",
        "https://a.example/2",
      ]);
      await use.store.saveReached(first!, { at: noon - 5, id: 9 });
      expect((await due())[0]!.subscription.reached).toEqual({ at: noon + 1, id: 1 });
    });

    test("one callback address has at most a thousand subscriptions, under any number of names and ports", async () => {
      const save = (callback: string, address: string) =>
        use.store.saveSubscription(request(callback), version(1), noon, address);
      for (let number = 0; number < 1_000; number += 1)
        await save(`https://n${number}.example:${9_000 + number}/`, "192.0.2.7");
      await expect(save("https://more.example/", "192.0.2.7")).rejects.toMatchObject({ code: "rate-limited" });
      await save("https://n7.example:9007/", "192.0.2.7");
      await save("https://more.example/", "192.0.2.8");
    });

    test("a page's stamp moves with everything that the page shows, and with nothing else", async () => {
      const feed = await use.store.addFeed(specOf("https://a.example/rss"), "added", noon);
      const add = async (guid: string, language: string) => {
        const entry = makeEntry({ guid, language, firstSeenAt: noon + guid.length });
        const { newIds } = await use.store.saveFetched(fetchedOf(feed.id, [{ kind: "new", entry }]));
        await use.store.saveVerdicts([verdictOf(newIds[0]!, newIds[0]!, newIds[0]!)], deskState());
        return newIds[0]!;
      };
      const stamps = () =>
        Promise.all(
          (["copy", "story", "none"] as const).map((collapse) =>
            use.store.readPageFingerprint(pageOf({ collapse, filter: { languages: ["de"] } })),
          ),
        );
      const one = await add("g1", "de");
      const two = await add("g22", "de");
      let before = await stamps();
      await add("g333", "en");
      expect(await stamps()).toEqual(before);
      const moved = async (change: () => Promise<unknown>) => {
        await change();
        const after = await stamps();
        for (const [at, stamp] of after.entries()) expect(stamp).not.toBe(before[at]);
        before = after;
      };
      await moved(() => add("g4444", "de"));
      const entry = makeEntry({ guid: "g1", title: "Other", language: "de", firstSeenAt: noon + 2 });
      await moved(() =>
        use.store.saveFetched(
          fetchedOf(feed.id, [{ kind: "revised", id: one, entry, significant: false }], { now: noon + 9 }),
        ),
      );
      const news = { ...entry, title: "Another", contentHash: "another" };
      const change = { kind: "revised", id: one, entry: news, significant: true } as const;
      await moved(() => use.store.saveFetched(fetchedOf(feed.id, [change], { now: noon + 19 })));
      // The desk finds that it is news: the times of copy and story move.
      await moved(() => use.store.saveVerdicts([verdictOf(one, one, one)], deskState()));
      await moved(() => use.store.syncFeeds([specOf("https://a.example/rss", { name: "Renamed" })], noon));
      const placement = { entryId: two, copyId: one, storyId: one, reasons: [] };
      await moved(() => use.store.saveRegroup({ entries: [placement], leads: [], pins: [] }, deskState()));
    });

    test("a feed stamp is stored, moves on, and never goes back", async () => {
      expect(await use.store.readSavedValidators("a")).toBeNull();
      const stamp = { feedKey: "a", etag: '"1"', lastModified: noon };
      await use.store.saveValidators([stamp, { ...stamp, feedKey: "b" }], noon);
      await use.store.saveValidators([{ ...stamp, etag: '"0"', lastModified: noon - 1_000 }], noon);
      expect(await use.store.readSavedValidators("a")).toEqual(stamp);
      await use.store.saveValidators([{ ...stamp, etag: '"2"', lastModified: noon + 1_000 }], noon);
      const reader = await use.opened.openReader();
      expect(await reader.readSavedValidators("a")).toEqual({ feedKey: "a", etag: '"2"', lastModified: noon + 1_000 });
      await reader.close();
    });
  });
}
