import { createHash } from "node:crypto";
import type { Entry } from "../../src/domain/entry.ts";
import { type Reason, unknownEntry } from "../../src/domain/reason.ts";
import { emptyFilter, type Section } from "../../src/domain/section.ts";
import type { Store } from "../../src/domain/store.ts";
import { systemClock } from "../../src/runtime/system-clock.ts";
import type { ServedApp } from "../support/serve-app.ts";
import { deskState, noon, saveRulings, specOf, verdictOf } from "../support/store-fixtures.ts";
import { add, openDesk, serveDesk } from "./served-desk.ts";

/**
 * Part of every text and name of a private source. It is not the word that the tests search for, because pages repeat
 * the search.
 */
export const marker = "quibbling";
export const key = "anna's key";
const keyed = { name: "anna", sha256: createHash("sha256").update(key, "utf8").digest("hex") };
export const sections: readonly Section[] = [
  { id: "world", title: "World", filter: { ...emptyFilter, languages: ["en"] } },
  { id: "wires", title: "Wires", filter: { ...emptyFilter, kinds: ["agency"] } },
  { id: "licensed", title: "Licensed", filter: { ...emptyFilter, sources: [`Zorblat ${marker}`] }, keys: [keyed] },
];

/**
 * Two public sources (feeds 1 and 2) and two private ones (feed 3, of the section with a key, and feed 4), with copies
 * and stories that mix their entries in every way.
 */
export interface LicensedWorld {
  readonly store: Store;
  readonly app: ServedApp;
  readonly ids: {
    /** A private text, and a carrier of it under another licence. */
    readonly alone: number;
    /** A private text, and its public carrier. */
    readonly led: number;
    readonly carried: number;
    /** A public text, and its private carrier. */
    readonly carrying: number;
    readonly hidden: number;
    /** Public texts whose reasons mention private ones. The second text is in the story of `alone`. */
    readonly told: number;
    readonly tied: number;
  };
}

export async function openLicensedWorld(): Promise<LicensedWorld> {
  const { store, url, clock, agencyId, outletId } = await openDesk();
  const [mine, other] = [await addPrivate(store, "Zorblat", 0), await addPrivate(store, "Gromp", 2)];
  const told = await add(store, agencyId, openEntry(1, "Ferry resumes"));
  const led = await add(store, mine, privateEntry(2));
  const carried = await add(store, outletId, openEntry(3, "Dam cracks"), { copyId: led, leadId: led });
  const carrying = await add(store, outletId, openEntry(4, "Bridge closed"));
  const hidden = await add(store, mine, privateEntry(5), { copyId: carrying, leadId: carrying });
  const alone = await add(store, mine, privateEntry(6));
  await add(store, other, privateEntry(7), { copyId: alone, leadId: alone });
  const tied = await add(store, agencyId, openEntry(8, "Dam drained"));
  const facts = { words: [marker] };
  const text = `The texts of Zorblat ${marker} 12:00 and Harbour Post turned out to be one.`;
  const reasons: readonly Reason[] = [
    { code: "story", score: 0.9, entries: [alone], facts },
    { code: "copy-merge", score: null, entries: [told, alone] },
    { code: "merge", score: 0.9, entries: [tied, told, hidden], facts },
    // As an earlier build stored them.
    { code: "copy-merge", score: null, entries: [told, unknownEntry], text },
  ];
  const because = { reasons, opensCopy: false, opensStory: false };
  await store.saveVerdicts([verdictOf(tied, tied, alone, because), verdictOf(told, told, told, because)], deskState());
  await saveRulings(store, [{ kind: "together", level: "story", entryA: tied, entryB: hidden }], marker, noon);
  const app = await serveDesk({
    url,
    sections,
    // The event stream waits in real time.
    clock: { now: clock.now, sleep: systemClock.sleep },
    deps: { adminToken: "s3cret-token" },
  });
  return { store, app, ids: { alone, led, carried, carrying, hidden, told, tied } };
}

async function addPrivate(store: Store, name: string, rank: number): Promise<number> {
  const source = { name: `${name} ${marker}`, kind: "agency", rank, isPrivate: true } as const;
  const address = `https://${name.toLowerCase()}.example/${marker}?key=${marker}`;
  return (await store.addFeed(specOf(address, source), "added", noon)).id;
}

function privateEntry(at: number): Partial<Entry> {
  return {
    guid: `https://zorblat.example/${marker}/${at}`,
    title: `Zorblat ${marker} ${at}`,
    text: `Zorblat ${marker} told us of dams.`,
    authors: [{ name: marker, email: null, url: null }],
    categories: [marker],
    imageUrl: `https://zorblat.example/${marker}.jpg`,
    firstSeenAt: noon + at * 1_000,
    urgency: 1,
  };
}

function openEntry(at: number, title: string): Partial<Entry> {
  return { guid: `https://harbour.example/${at}`, title, firstSeenAt: noon + at * 1_000 };
}
