import { expect, test } from "vitest";
import { createDocumentReader } from "../../src/documents/document-reader.ts";
import { emptyFilter } from "../../src/domain/section.ts";
import { fakeReadStore } from "../support/fake-read-store.ts";
import { carrier, outlet, pageOf, storedEntry, wireItem } from "../support/wire-items.ts";

const page = { filter: emptyFilter, collapse: "copy", sort: "arrival", limit: 50, after: null } as const;
const view = {
  title: "All",
  path: "/feeds/all",
  query: "",
  page,
  archive: null,
  keyed: false,
  lane: "section" as const,
};

function readerOver(items = pageOf(3).items, pageMsMax?: number) {
  const store = fakeReadStore(items);
  const clock = { time: 1_000_000, now: () => clock.time };
  const settings = { baseUrl: "https://wire.example", idBase: "https://wire.example", clock };
  const reader = createDocumentReader(store, pageMsMax === undefined ? settings : { ...settings, pageMsMax });
  return { store, clock, reader };
}

test("what a change of other feeds leaves as it is has the ETag that is known, without being written again", async () => {
  const { store, reader } = readerOver();
  const first = reader.write(await reader.read(view), "rss");
  store.change(structuredClone(pageOf(3).items));
  const { etags, mark } = await reader.read(view);
  expect(etags).toEqual({ rss: first.etag });
  expect(mark).toBe(first.mark + 1);
});

test("any change that is shown makes every known ETag void", async () => {
  const lead = (change: object) => wireItem({ lead: { ...storedEntry(), ...change } });
  const changes = [
    [lead({ revision: 2, html: "<p>Other.</p>" })],
    [lead({ title: "Another title" })],
    [lead({ source: { ...storedEntry().source, name: "Renamed Wire" } })],
    [{ ...wireItem(), significantAt: wireItem().significantAt + 60_000 }],
    [
      {
        ...wireItem(),
        carriers: [...wireItem().carriers, carrier({ entryId: 8, source: outlet, url: "https://post.example/8" })],
      },
    ],
    [wireItem(), wireItem({ id: 99 })],
    [],
  ];
  for (const items of changes) {
    const { store, reader } = readerOver([wireItem()]);
    const first = reader.write(await reader.read(view), "atom");
    store.change(items);
    const reading = await reader.read(view);
    expect(reading.etags).toEqual({});
    expect(reader.write(reading, "atom").etag).not.toBe(first.etag);
  }
});

test("a page is read again for every mark, and where it may be some time old it says of when it is", async () => {
  const exact = readerOver();
  await exact.reader.read(view);
  exact.store.change(pageOf(2).items);
  expect((await exact.reader.read(view)).feed.items.length).toBe(2);

  const { store, clock, reader } = readerOver(pageOf(3).items, 100);
  const first = await reader.read(view);
  clock.time += 99;
  store.change(pageOf(2).items);
  expect(await reader.read(view)).toMatchObject({ mark: first.mark, readAt: first.readAt });
  clock.time += 1;
  const second = await reader.read(view);
  expect([second.mark, second.readAt, second.feed.items.length]).toEqual([first.mark + 1, clock.time, 2]);
});

test("an exact reading reads the page for every mark, though its fingerprint is the same, and says for which mark", async () => {
  const { store, reader } = readerOver();
  const { etag } = reader.write(await reader.read(view), "rss");
  store.touch();
  expect(await reader.read(view)).toMatchObject({ mark: 2, pageMark: 1 });
  expect(await reader.recognise(view, { format: "rss", etag })).toMatchObject({ mark: 2, pageMark: 1 });
  expect(await reader.recognise(view, { format: "rss", etag, isExact: true })).toBeNull();
  expect(store.pagesRead.length).toBe(1);
  for (let time = 0; time < 2; time += 1) {
    expect(await reader.read(view, undefined, true)).toMatchObject({ mark: 2, pageMark: 2 });
    expect(store.pagesRead.length).toBe(2);
  }
  expect(await reader.recognise(view, { format: "rss", etag, isExact: true })).toMatchObject({ pageMark: 2 });
});

test("large readings make room for one another, small ones are all kept while the store rests", async () => {
  const pagesRead = async (chars: number) => {
    const html = `<p>${"x".repeat(chars)}</p>`;
    const { store, reader } = readerOver(pageOf(10, () => ({ html })).items);
    const views = ["", "?limit=49", "?limit=48", "", ""].map((query) => ({ ...view, query }));
    for (const asked of views) await reader.read(asked);
    return store.pagesRead.length;
  };
  expect(await pagesRead(100)).toBe(3);
  expect(await pagesRead(1_500_000)).toBe(4);
});
