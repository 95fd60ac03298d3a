import { expect, test } from "vitest";
import { createDocumentReader, type DocumentReader } from "../../src/documents/document-reader.ts";
import type { FeedView } from "../../src/documents/renderer.ts";
import { emptyFilter } from "../../src/domain/section.ts";
import type { Store } from "../../src/domain/store.ts";
import { openReadStore } from "../../src/store/open-store.ts";
import { makeEntry } from "../support/make-entry.ts";
import { deskState, fetchedOf, noon, specOf, verdictOf } from "../support/store-fixtures.ts";
import { add, baseUrl, openDesk } from "../web/served-desk.ts";

const formats = ["rss", "atom", "json"] as const;

function viewOf(collapse: "copy" | "story" | "none", languages: readonly string[] = []): FeedView {
  const page = { filter: { ...emptyFilter, languages }, collapse, sort: "arrival", limit: 50, after: null } as const;
  const path = `/feeds/${collapse}-${languages.join("")}`;
  return { title: "All", path, query: "", page, archive: null, keyed: false, lane: "section" };
}

const views = [viewOf("copy"), viewOf("story"), viewOf("none"), viewOf("copy", ["en"]), viewOf("copy", ["de"])];

/** A reader that knows everything it has read, and one that knows nothing. */
async function readersOver(url: string) {
  const store = await openReadStore(url);
  const settings = { baseUrl, idBase: baseUrl, clock: { now: () => noon } };
  return { store, known: createDocumentReader(store, settings), fresh: () => createDocumentReader(store, settings) };
}

async function etagsOf(reader: DocumentReader): Promise<Map<string, string>> {
  const etags = new Map<string, string>();
  for (const view of views)
    for (const format of formats)
      etags.set(`${view.path} ${format}`, reader.write(await reader.read(view), format).etag);
  return etags;
}

/** How many of the documents of before are recognised; each that is must be what a fresh reading makes. */
async function recognised(
  known: DocumentReader,
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
) {
  let count = 0;
  for (const view of views)
    for (const format of formats) {
      const name = `${view.path} ${format}`;
      if ((await known.recognise(view, { format, etag: before.get(name)! })) === null) continue;
      expect([name, before.get(name)]).toEqual([name, now.get(name)]);
      count += 1;
    }
  return count;
}

/** What may happen to a store, in the order in which it does. */
async function changesOf({
  store,
  agencyId,
  outletId,
}: Pick<Awaited<ReturnType<typeof openDesk>>, "store" | "agencyId" | "outletId">) {
  const lead = await add(store, agencyId, { guid: "a", url: "https://north.example/a", language: "en" });
  const stays = { opensCopy: false, opensStory: false, leadEntryId: lead };
  const decide = (id: number, more: object = {}) =>
    store.saveVerdicts([verdictOf(id, lead, lead, { ...stays, ...more })], deskState());
  const revise = async (entry: object) => {
    const revised = makeEntry({ guid: "a", url: "https://north.example/a", language: "en", ...entry });
    const change = { kind: "revised", id: lead, entry: revised, significant: true } as const;
    await store.saveFetched(fetchedOf(agencyId, [change], { now: noon + 1_000 }));
  };
  let carrier = 0;
  const rename = (name: string, isPrivate = false): Parameters<Store["syncFeeds"]> => [
    [specOf("https://harbour.example/rss", { name, ...(isPrivate ? { isPrivate } : {}) })],
    noon,
  ];
  return [
    [
      "an entry in another language",
      () => add(store, outletId, { guid: "b", url: "https://harbour.example/b", language: "de" }),
    ],
    [
      "a carrier",
      async () => {
        carrier = await add(
          store,
          outletId,
          { guid: "c", url: "https://harbour.example/c", language: "en" },
          { copyId: lead, leadId: lead },
        );
      },
    ],
    ["a revision that waits for the desk", () => revise({ title: "Another title", contentHash: "two" })],
    ["its verdict", () => decide(lead)],
    ["another lead", () => decide(carrier, { leadEntryId: carrier })],
    ["a carrier that is struck", () => decide(lead, { standings: [{ entryId: carrier, standing: "struck" }] })],
    ["a withdrawal", () => decide(lead, { withdrawnBy: lead })],
    ["the end of a withdrawal", () => decide(lead, { withdrawnBy: null })],
    [
      "other reasons",
      () =>
        decide(carrier, { reasons: [{ code: "same-permalink", text: "said", score: 1, entries: [lead], with: lead }] }),
    ],
    ["a source's new name", () => store.syncFeeds(...rename("Harbour Herald"))],
    ["a source that turns private", () => store.syncFeeds(...rename("Harbour Herald", true))],
    ["a purge", () => store.purge(noon + 10_000_000, 1)],
  ] as const;
}

test("a page that is recognised without being read is the page that would be read, whatever has happened", async () => {
  const desk = await openDesk();
  const changes = await changesOf(desk);
  const { store, known, fresh } = await readersOver(desk.url);
  let before = await etagsOf(known);
  const told: Record<string, number> = {};
  for (const [name, change] of changes) {
    await change();
    const now = await etagsOf(fresh());
    told[name] = await recognised(known, before, now);
    before = await etagsOf(known);
    expect([name, before]).toEqual([name, now]);
  }
  // The view of English copies knows that it has not changed; the one of German copies neither.
  expect(told["an entry in another language"]).toBe(3);
  expect(told["a carrier"]).toBe(3);
  await store.close();
});
