import { expect, test } from "vitest";
import type { Entry } from "../../../src/domain/entry.ts";
import type { Store } from "../../../src/domain/store.ts";
import type { Verdict } from "../../../src/domain/verdict.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { deskState, fetchedOf, noon, verdictOf } from "../../support/store-fixtures.ts";
import { add, openDesk, serveDesk } from "../served-desk.ts";

/** A copy with a lead and a carrier, and the time of its last change in each format, in seconds after noon. */
async function serveCopy() {
  const { url, store, agencyId, outletId, clock } = await openDesk();
  const lead = await add(store, agencyId, { guid: "lead", title: "Ferry sails" });
  const carrier = await add(
    store,
    outletId,
    { guid: "carrier", title: "Ferry sails", firstSeenAt: noon + 10_000 },
    { copyId: lead, leadId: lead },
  );
  const { ask } = await serveDesk({ url, clock });
  async function updated(by = ""): Promise<number> {
    clock.time += 1_000;
    const read = async (format: string) => (await ask(`/feeds/all.${format}${by}`)).text;
    const [, atom = ""] = /<entry[^>]*>.*?<updated>([^<]+)/s.exec(await read("atom")) ?? [];
    const [, rss] = /<atom:updated>([^<]+)/.exec(await read("rss")) ?? [];
    const json = JSON.parse(await read("json")).items[0].date_modified;
    const [told = 0, ...others] = [atom, `${rss}`, json].map(secondsAfterNoon);
    expect(others).toEqual([told, told]);
    return told;
  }
  return { ask, store, lead, carrier, agencyId, outletId, updated, clock };
}

function secondsAfterNoon(time: string): number {
  return Math.floor((Date.parse(time) - noon) / 1000);
}

async function revise(
  store: Store,
  [feedId, id]: readonly [number, number],
  revision: { at: number; entry: Partial<Entry>; significant: boolean },
): Promise<void> {
  const change = { kind: "revised", id, entry: makeEntry(revision.entry), significant: revision.significant } as const;
  await store.saveFetched(fetchedOf(feedId, [change], { now: noon + revision.at * 1_000 }));
}

function decide(store: Store, verdict: Verdict): Promise<void> {
  return store.saveVerdicts([verdict], deskState());
}

test("the updated time of an item moves for a new body or a correction, not for a comma, a new carrier or a new lead, and never back", async () => {
  const { store, lead, carrier, agencyId, outletId, updated, ask } = await serveCopy();
  const stays = (id: number, leadEntryId = lead) => decide(store, verdictOf(id, lead, lead, { leadEntryId }));
  expect(await updated()).toBe(0);
  const before = (await ask("/feeds/all.atom")).headers;
  await revise(store, [agencyId, lead], {
    at: 20,
    entry: { guid: "lead", title: "Ferry, sails" },
    significant: false,
  });
  await stays(lead);
  expect(await updated()).toBe(0);
  const after = (await ask("/feeds/all.atom")).headers;
  // The bytes differ, and so do the HTTP validators.
  expect(after.etag).not.toBe(before.etag);
  expect(Date.parse(`${after["last-modified"]}`)).toBe(noon + 20_000);
  await revise(store, [agencyId, lead], { at: 30, entry: { guid: "lead", title: "Ferry stays" }, significant: true });
  await stays(lead);
  expect(await updated()).toBe(30);
  await revise(store, [outletId, carrier], { at: 35, entry: { guid: "carrier", title: "Boats" }, significant: true });
  await stays(carrier);
  expect(await updated()).toBe(30);
  const cue = { kind: "correction", number: null, raw: "CORRECTED-" } as const;
  const corrected = await add(
    store,
    agencyId,
    { guid: "corrected", firstSeenAt: noon + 40_000, cue },
    { copyId: lead, leadId: lead },
  );
  expect(await updated()).toBe(40);
  await stays(carrier, carrier);
  expect(await updated()).toBe(40);
  await store.purge(noon + 36_000, 9);
  expect((await store.readCopy(lead))?.carriers.map(({ entryId }) => entryId)).toEqual([corrected]);
  expect([await updated(), await updated("?collapse=story")]).toEqual([40, 40]);
});

test("when a lead becomes another text, the old item stays unchanged and the lead's new item is new", async () => {
  const { store, lead, carrier, agencyId, updated, ask, clock } = await serveCopy();
  await revise(store, [agencyId, lead], { at: 50, entry: { guid: "lead", title: "Quake shakes" }, significant: true });
  expect(await updated()).toBe(0);
  const left = { copyId: lead, leadEntryId: carrier };
  await decide(store, verdictOf(lead, 99, 99, { leftCopy: left }));
  clock.time += 1_000;
  const { items } = JSON.parse((await ask("/feeds/all.json")).text);
  const told = items.map((item: { id: string; title: string; date_modified: string }) => {
    return [item.id.split("/").at(-1), item.title, secondsAfterNoon(item.date_modified)];
  });
  expect(told.sort()).toEqual([
    [`${lead}`, "Ferry sails", 0],
    ["99", "Quake shakes", 50],
  ]);
});
