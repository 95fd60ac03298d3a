import { describe, expect, test } from "vitest";
import type { AlertRule } from "../../src/domain/alerts/alert-rule.ts";
import { type DigestItem, digestsKept, type SectionDigest } from "../../src/domain/alerts/digests/digest.ts";
import { emptyFilter } from "../../src/domain/section.ts";
import type { Store } from "../../src/domain/store.ts";
import { dayMs, hourMs, minuteMs } from "../../src/domain/time.ts";
import { createAlertClock } from "../../src/ingest/alerts/alert-clock.ts";
import { createDigestClock } from "../../src/ingest/alerts/digest-clock.ts";
import { makeEntry } from "../support/make-entry.ts";
import { noon, verdictOf } from "../support/store-fixtures.ts";
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

const evening = noon + 6 * hourMs;

/** The two clocks that make digests, for sections of which a rule sends a digest at six in the evening. */
function clocksOf(store: Store, ids: readonly string[], now: () => number) {
  const rules = ids.map(
    (id): AlertRule => ({
      ...{ name: id, section: id, filters: [{ ...emptyFilter, sources: id === "broken" ? [id] : [] }], on: [] },
      ...{ atLeast: null, digest: { at: [18 * 60], days: [], timeZone: "UTC" }, quiet: null, backlog: false },
      ...{ privateSources: [], to: ["desk"] },
    }),
  );
  const readAlerts = async () => ({ rules, deskBase: "https://desk.example" });
  const sections = rules.map(({ name, filters }) => ({ id: name, filter: filters[0] ?? emptyFilter }));
  return {
    alerts: createAlertClock({ store, clock: { now }, readAlerts }),
    digests: createDigestClock({ store, clock: { now }, readAlerts, sections }),
  };
}

/** The digests of sections, as the store keeps them, and the clocks that make them. */
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

    test.each([
      ["until everything from before its hour is decided", true],
      ["for ten minutes when the desk is behind", false],
    ])("a digest waits %s", async (_how, isDecided) => {
      const feed = await use.addFeed();
      const stories = [makeEntry({ guid: "one" }), makeEntry({ guid: "two", firstSeenAt: noon + hourMs })];
      const [one = 0, two = 0] = await use.addEntries(feed, stories);
      await use.decide([verdictOf(one, one, one)]);
      let now = evening + minuteMs;
      const { alerts, digests } = clocksOf(use.store, ["world"], () => now);
      const told = async () => {
        await alerts.tick();
        await digests.tick();
        const sent = await use.store.listOutbox({ states: ["waiting"], channel: null, limit: 9 });
        return [...sent.map(({ message }) => message.items.length), ...(await read()).map(({ top }) => top.length)];
      };
      expect(await told()).toEqual([]);
      if (isDecided) await use.decide([verdictOf(two, two, two)]);
      else {
        now = evening + 10 * minuteMs - 1;
        expect(await told()).toEqual([]);
        now += 1;
      }
      expect(await told()).toEqual(isDecided ? [2, 2] : [1, 1]);
    });

    test("the waiting entries are counted once a beat for all sections, and not when nothing is due", async () => {
      await use.addEntries(await use.addFeed(), [makeEntry({ guid: "one" })]);
      let counted = 0;
      const readCounts = () => {
        counted += 1;
        return use.store.readCounts();
      };
      let now = evening + minuteMs;
      const { alerts, digests } = clocksOf({ ...use.store, readCounts }, ["a", "b", "c"], () => now);
      await alerts.tick();
      expect(counted).toBe(1);
      await digests.tick();
      expect(counted).toBe(2);
      now = evening + 10 * minuteMs;
      await digests.tick();
      await digests.tick();
      expect(counted).toBe(2);
    });

    test("a section whose digest fails keeps no other section from its own", async () => {
      await use.addDecided(await use.addFeed(), [{}]);
      const forPublic = () => {
        const store = use.store.forPublic();
        const readPage: typeof store.readPage = async (query) => {
          if (query.filter.sources.includes("broken")) throw new Error("this page cannot be read");
          return store.readPage(query);
        };
        return { ...store, readPage };
      };
      const { digests } = clocksOf({ ...use.store, forPublic }, ["broken", "world"], () => evening + minuteMs);
      await expect(digests.tick()).rejects.toThrow("this page cannot be read");
      expect((await read()).map(({ top }) => top.length)).toEqual([1]);
      expect(await read("broken")).toEqual([]);
    });

    test("digests go with the purge, also those of removed sections, but none that a clock could miss", async () => {
      const now = noon + 40 * dayMs;
      const days = [0, 20, 32, 39];
      for (const day of days)
        for (const section of ["world", "removed"])
          await use.store.saveDigest(digestOf(noon + day * dayMs, { section }), now);
      const left = async (section?: string) => (await read(section)).map(({ to }) => (to - noon) / dayMs);
      await use.store.purge(noon + 10 * dayMs, 100, now);
      expect([await left(), await left("removed")]).toEqual([
        [39, 32, 20],
        [39, 32, 20],
      ]);
      await use.store.purge(now - dayMs, 100, now);
      expect([await left(), await left("removed")]).toEqual([
        [39, 32],
        [39, 32],
      ]);
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
