import { describe, expect, test } from "vitest";
import type { Change, LogPlace } from "../../src/domain/changes/change.ts";
import type { SectionFilter } from "../../src/domain/section.ts";
import { emptyFilter } from "../../src/domain/section.ts";
import type { ReadStore } from "../../src/domain/store.ts";
import { makeEntry } from "../support/make-entry.ts";
import { deskState, fetchedOf, noon, saveRulings, specOf, verdictOf } from "../support/store-fixtures.ts";
import { because, daily, type OpenStore, useStore, wire } from "./use-store.ts";

const start: LogPlace = { seq: 0, at: 0 };

/** Everything that the log tells a reader after a place. */
async function told(
  store: Pick<ReadStore, "readChanges">,
  after = start,
  filter: Partial<SectionFilter> = {},
  limit = 100,
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (let place = after; ; ) {
    const read = await store.readChanges({ filter: { ...emptyFilter, ...filter }, after: place, limit });
    if (read.kind === "forgotten") throw new Error("the place is forgotten");
    changes.push(...read.changes);
    if (!read.isMore) return changes;
    place = read.upTo;
  }
}

/** "kind entry", or "kind entry:copy/story" where the change has a place. */
function said({ kind, entryId, copyId, storyId }: Change): string {
  return copyId === null ? `${kind} ${entryId}` : `${kind} ${entryId}:${copyId}/${storyId}`;
}

/** The log of changes. */
export function describeChanges(open: OpenStore): void {
  describe("changes", () => {
    const use = useStore(open);
    const { addFeed, addEntries, addDecided, decide } = use;
    const now = (after = start) => told(use.store, after).then((changes) => changes.map(said));
    const revise = (feedId: number, id: number, title: string) =>
      use.store.saveFetched(
        fetchedOf(feedId, [{ kind: "revised", id, significant: true, entry: makeEntry({ guid: `g${id}`, title }) }]),
      );

    test("an entry is told of once the desk has decided on it, and each revision once, with its own text", async () => {
      const feedId = await addFeed();
      const [one = 0] = await addEntries(feedId, [makeEntry({ guid: "g", title: "First" })]);
      await revise(feedId, one, "Second");
      expect(await now()).toEqual([]);
      await decide([verdictOf(one, one, one)]);
      await revise(feedId, one, "Third");
      await revise(feedId, one, "Fourth");
      const changes = await told(use.store);
      expect(changes.map(said)).toEqual([`added ${one}:1/1`, `revised ${one}:1/1`, `revised ${one}:1/1`]);
      expect(changes.map(({ revision }) => revision)).toEqual([2, 3, 4]);
      expect(changes.map(({ past }) => past?.title ?? null)).toEqual(["Second", "Third", null]);
      expect(changes.map(({ entry }) => entry?.title)).toEqual(["Fourth", "Fourth", "Fourth"]);
    });

    test("placements are told as the transaction leaves them: moves, merges, and new reasons", async () => {
      const feedId = await addFeed();
      const [one = 0, two = 0, three = 0] = await addDecided(feedId, [{}, {}, {}]);
      const end = await use.store.readLogEnd();
      await decide([verdictOf(three, two, two, { leadEntryId: two, reasons: [because] })]);
      await decide([
        verdictOf(three, two, two, {
          ...{ leadEntryId: two, reasons: [because] },
          copyMerges: [{ from: one, into: two, reasons: [because] }],
        }),
      ]);
      await decide([verdictOf(two, two, two, { reasons: [because] })]);
      await decide([verdictOf(two, two, two, { reasons: [because] })]);
      expect(await now(end)).toEqual([`placed ${three}:2/2`, `placed ${one}:2/2`, `placed ${two}:2/2`]);
    });

    test("stories that merge, and a copy that changes its story, move all their entries", async () => {
      const feedId = await addFeed();
      const [one = 0, two = 0, three = 0] = await addDecided(feedId, [{}, {}, {}]);
      const end = await use.store.readLogEnd();
      await decide([verdictOf(three, three, two, { storyMerges: [{ from: one, into: two, reasons: [] }] })]);
      expect(await now(end)).toEqual([`placed ${three}:3/2`, `placed ${one}:1/2`]);
    });

    test("a withdrawal and a restoration are told of every carrier of the text", async () => {
      const feedId = await addFeed();
      const [one = 0, two = 0, notice = 0] = await addDecided(feedId, [{}, {}, {}]);
      await decide([verdictOf(two, one, one, { leadEntryId: one })]);
      const end = await use.store.readLogEnd();
      const isNotice = { leadEntryId: one, standing: "notice", withdrawnBy: notice } as const;
      await decide([verdictOf(notice, one, one, isNotice)]);
      await decide([verdictOf(notice, one, one, { ...isNotice, withdrawnBy: null })]);
      const all = await now(end);
      const everyCarrier = (kind: string) => [one, two, notice].map((id) => `${kind} ${id}:1/1`);
      expect(all.filter((line) => line.startsWith("withdrawn"))).toEqual(everyCarrier("withdrawn"));
      expect(all.filter((line) => line.startsWith("restored"))).toEqual(everyCarrier("restored"));
      const last = await use.store.readLogEnd();
      await use.store.saveRegroup(
        { entries: [], leads: [], pins: [], entryRulings: [{ kind: "withdraw", entryId: two, withdrawn: true }] },
        deskState(),
      );
      expect(await now(last)).toEqual(everyCarrier("withdrawn"));
    });

    test("a line among the carriers that is struck is withdrawn, and comes back", async () => {
      const feedId = await addFeed();
      const [one = 0, two = 0] = await addDecided(feedId, [{}, {}]);
      await decide([verdictOf(two, one, one, { leadEntryId: one })]);
      const end = await use.store.readLogEnd();
      await decide([verdictOf(two, one, one, { leadEntryId: one, standing: "struck" })]);
      await decide([verdictOf(one, one, one, { standings: [{ entryId: two, standing: "text" }] })]);
      expect(await now(end)).toEqual([`withdrawn ${two}:1/1`, `restored ${two}:1/1`]);
    });

    test("purged and joined entries are removed; a corrected guid is told", async () => {
      const feedId = await addFeed();
      const [one = 0, two = 0, three = 0] = await addDecided(feedId, [{}, {}, { firstSeenAt: noon + 9e8 }]);
      await use.store.saveVerdicts([verdictOf(one, one, two)], deskState(), noon + 8e8);
      const end = await use.store.readLogEnd();
      const healed = { guid: "urn:healed", guidKey: "urn:healed", urlKey: null };
      await use.store.saveFetched(fetchedOf(feedId, [{ kind: "unchanged", id: three, healed }]));
      await use.store.joinEntries([{ keepId: three, joinId: two }]);
      await use.store.purge(noon + 8e8, 100);
      const changes = await told(use.store, end);
      expect(changes.map(said)).toEqual([
        `relabelled ${three}:3/3`,
        `revised ${three}:3/3`,
        `removed ${two}`,
        `removed ${one}`,
      ]);
      expect(changes[0]?.entry?.guid).toBe("urn:healed");
    });

    test("the log is read in pages, and tells when it no longer reaches back", async () => {
      const feedId = await addFeed();
      const ids = await addDecided(feedId, [{}, {}, {}, {}, {}]);
      const pinned = ids.map((storyId) => ({ storyId, pinned: true }));
      await use.store.saveRegroup({ entries: [], leads: [], pins: pinned }, deskState());
      expect((await told(use.store, start, {}, 2)).map(({ entryId }) => entryId)).toEqual(ids);
      const end = await use.store.readLogEnd();
      await decide([verdictOf(1, 2, 2)]);
      const ask = (after: LogPlace) => use.store.readChanges({ filter: emptyFilter, after, limit: 10 });
      expect(await ask(end)).toMatchObject({ kind: "read", isMore: false, upTo: { seq: 6 } });
      expect(await ask({ ...end, at: end.at + 1 })).toEqual({ kind: "forgotten" });
      expect(await ask({ seq: 99, at: end.at })).toEqual({ kind: "forgotten" });
      await use.store.saveVerdicts([verdictOf(3, 2, 2)], deskState(), noon + 9e8);
      await use.store.purge(noon, 100);
      expect(await ask(end)).toEqual({ kind: "forgotten" });
      const last = await use.store.readLogEnd();
      expect(last).toEqual({ seq: 7, at: noon + 9e8 });
      expect(await ask(last)).toMatchObject({ kind: "read", changes: [] });
    });

    test("numbers have no gaps and never come after higher ones that were read, however many write at once", async () => {
      const other = await use.opened.openWriter();
      const feedId = await addFeed();
      const ids = await addEntries(
        feedId,
        Array.from({ length: 40 }, (_, at) => makeEntry({ guid: `g${at}` })),
      );
      const seen: number[] = [];
      let place = start;
      const read = async () => {
        const found = await use.store.readChanges({ filter: emptyFilter, after: place, limit: 100 });
        if (found.kind === "forgotten") throw new Error("forgotten");
        seen.push(...found.changes.map(({ entryId }) => entryId));
        place = found.upTo;
      };
      const writes = Promise.all(
        ids.map((id, at) => (at % 2 === 0 ? use.store : other).saveVerdicts([verdictOf(id, id, id)], deskState())),
      );
      let isWriting = true;
      void writes.then(() => {
        isWriting = false;
      });
      while (isWriting) await read();
      await writes;
      await read();
      expect(seen.toSorted((a, b) => a - b)).toEqual(ids);
      expect(place.seq).toBe(40);
      await other.close();
    });

    describeAudiences(open);
  });
}

/** What the public, editors and holders of keys hear of private sources. */
function describeAudiences(open: OpenStore): void {
  const use = useStore(open);
  const { addFeed, addDecided, decide } = use;
  const hears = async (filter: Partial<SectionFilter> = {}, after = start) =>
    (await told(use.store.forPublic(), after, filter)).map(said);

  test("the public hears nothing of private entries; keys and editors do", async () => {
    const open = await addFeed(wire);
    const secret = await addFeed(daily, { name: "Licensed", isPrivate: true });
    const licensed = { sources: ["Licensed"], opensPrivate: true };
    const [one = 0] = await addDecided(open, [{ language: "en" }]);
    const [two = 0] = await addDecided(secret, [{ language: "en" }]);
    await use.store.saveVerdicts([verdictOf(two, two, one)], deskState(), noon + 1);
    expect(await hears()).toEqual([`added ${one}:1/1`]);
    expect(await hears(licensed)).toEqual([`added ${two}:2/2`, `placed ${two}:2/1`]);
    expect(await hears({ ...licensed, languages: ["fr"] })).toEqual([]);
    expect((await told(use.store)).length).toBe(3);
    const end = await use.store.readLogEnd();
    await use.store.purge(noon + 1, 100);
    const gone = [`removed ${one}`, `removed ${two}`];
    expect(await hears({}, end)).toEqual([`removed ${one}`]);
    expect((await told(use.store, end)).map(said)).toEqual(gone);
    expect(await hears(licensed, end)).toEqual(gone);
    expect(await hears({ ...licensed, languages: ["en"] }, end)).toEqual([`removed ${one}`]);
  });

  test("a source that becomes private is removed for the public, and added when it becomes public again", async () => {
    const spec = specOf(wire);
    await use.store.syncFeeds([spec], noon);
    const feedId = (await use.store.listFeeds())[0]?.feed.id ?? 0;
    const [one = 0] = await addDecided(feedId, [{}]);
    const sync = (source: object) => use.store.syncFeeds([{ ...spec, source: { ...spec.source, ...source } }], noon);
    const end = await use.store.readLogEnd();
    await sync({});
    await sync({ isPrivate: true });
    await decide([verdictOf(one, one, one, { reasons: [because] })]);
    expect((await told(use.store.forPublic(), end)).map(said)).toEqual([`removed ${one}`]);
    expect((await told(use.store, end)).map(said)).toEqual([`hidden ${one}:1/1`, `placed ${one}:1/1`]);
    await sync({});
    await sync({ rank: 3 });
    await sync({ rank: 3, family: "House" });
    const heard = await told(use.store.forPublic(), end);
    const again = `relabelled ${one}:1/1`;
    expect(heard.map(said)).toEqual([`removed ${one}`, `added ${one}:1/1`, again, again]);
    expect(heard[1]?.entry?.source).toMatchObject({ rank: 3 });
  });

  test("a private notice withdraws a text for editors only", async () => {
    const open = await addFeed(wire);
    const secret = await addFeed(daily, { name: "Licensed", isPrivate: true });
    const [one = 0] = await addDecided(open, [{}]);
    const [notice = 0] = await addDecided(secret, [{}]);
    const isNotice = { leadEntryId: one, standing: "notice", withdrawnBy: notice } as const;
    await decide([verdictOf(notice, one, one, isNotice)]);
    await decide([verdictOf(notice, one, one, { ...isNotice, withdrawnBy: null })]);
    expect(await hears()).toEqual([`added ${one}:1/1`]);
    const kinds = (await told(use.store)).map(({ kind, entryId }) => `${kind} ${entryId}`);
    expect(kinds).toContain(`withdrawn ${one}`);
    expect(kinds).toContain(`restored ${one}`);
  });

  test("an editor's decision is told at its own time, and an entry that leaves a filtered list is removed from it", async () => {
    const feedId = await addFeed(wire);
    const [one = 0] = await addDecided(feedId, [{ language: "en" }]);
    await saveRulings(use.store, []);
    await use.store.saveFetched(
      fetchedOf(feedId, [
        { kind: "revised", id: one, significant: true, entry: makeEntry({ guid: "g", language: "fr" }) },
      ]),
    );
    expect(await hears({ languages: ["en"] })).toEqual([`removed ${one}`]);
    expect(await hears({ languages: ["fr"] })).toEqual([`added ${one}:1/1`, `revised ${one}:1/1`]);
  });
}
