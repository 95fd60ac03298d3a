import { parseFeed } from "feedsmith";
import { expect, test } from "vitest";
import { parseQuery } from "../../../src/domain/query/parse-query.ts";
import { emptyFilter, type Section } from "../../../src/domain/section.ts";
import { deskState, noon } from "../../support/store-fixtures.ts";
import { add, baseUrl, openDesk, serveDesk } from "../served-desk.ts";

const sections: Section[] = [
  { id: "german", title: "German", filter: { ...emptyFilter, languages: ["de"] } },
  { id: "ferries", title: "Ferries", filter: { ...emptyFilter, query: parseQuery("ferr* OR boat") } },
];

test("the same copy from two feeds is one item that names both; collapse=none shows both entries", async () => {
  const { url, store, agencyId, outletId, clock } = await openDesk();
  const id = await add(store, agencyId, { guid: "https://north.example/1", title: "Ferry resumes" });
  await add(
    store,
    outletId,
    { guid: "https://harbour.example/9", title: "Ferry resumes", firstSeenAt: noon + 60_000 },
    { copyId: id, leadId: id },
  );
  const { ask } = await serveDesk({ url, clock, sections });
  const merged = JSON.parse((await ask("/feeds/all.json")).text);
  expect(merged.items.length).toBe(1);
  expect(merged.items[0].id).toBe(`${baseUrl}/copies/${id}`);
  expect(merged.items[0].content_html).toContain(
    'Also carried by <a href="https://harbour.example/9">Harbour Post</a>.',
  );
  expect(merged.items[0]._wiredesk.carriers.map((carrier: { source: string }) => carrier.source)).toEqual([
    "Northern Wire",
    "Harbour Post",
  ]);
  const every = JSON.parse((await ask("/feeds/all.json?collapse=none")).text);
  expect(every.items.length).toBe(2);
  const story = await ask(`/stories/${id}`);
  expect(story.text).toContain("Harbour Post");
});

test("every repeated request gets a 304, across restarts and while news arrives only for other sections", async () => {
  const { url, store, agencyId, clock } = await openDesk();
  await add(store, agencyId, { guid: "https://north.example/1", language: "de", title: "Fähre fährt" });
  const paths = ["/feeds/german.rss", "/feeds/german.atom", "/feeds/german.json", "/feeds/german.rss?limit=5"];
  const first = await serveDesk({ url, clock, sections });
  const before = await Promise.all(paths.map((path) => first.ask(path)));
  for (let round = 0; round < 5; round += 1) {
    await add(store, agencyId, { guid: `https://north.example/en-${round}`, firstSeenAt: noon + 60_000 * round });
    clock.time += 60_000;
    const app = round % 2 === 0 ? first : await serveDesk({ url, clock, sections });
    for (const [index, path] of paths.entries()) {
      const { etag, "last-modified": date } = before[index]!.headers;
      const conditions: Record<string, string>[] = [
        { "If-None-Match": String(etag) },
        { "If-Modified-Since": String(date) },
      ];
      for (const headers of conditions) {
        expect([path, (await app.ask(path, { headers })).status]).toEqual([path, 304]);
      }
    }
  }
});

test("content that changes without a newer time gets a newer Last-Modified, the same after a restart and from two servers", async () => {
  const { url, store, agencyId, clock } = await openDesk();
  const first = await add(store, agencyId, { guid: "https://north.example/1" });
  const second = await add(store, agencyId, { guid: "https://north.example/2", firstSeenAt: noon + 60_000 });
  const one = await serveDesk({ url, clock, sections, writer: store });
  const before = (await one.ask("/feeds/all.rss")).headers;
  await new Promise((resolve) => setImmediate(resolve));
  // An editor moves the second text into the first copy. One item disappears, and no remaining item becomes newer.
  const placement = { entryId: second, copyId: first, storyId: first, reasons: [] };
  await store.saveRegroup(
    { entries: [placement], leads: [{ copyId: first, leadEntryId: first }], pins: [] },
    deskState(),
  );
  const restarted = await serveDesk({ url, clock, sections, writer: store });
  const after = (await restarted.ask("/feeds/all.rss")).headers;
  expect(after.etag).not.toBe(before.etag);
  expect(Date.parse(String(after["last-modified"]))).toBeGreaterThan(Date.parse(String(before["last-modified"])));
  const conditional = { headers: { "If-Modified-Since": String(before["last-modified"]) } };
  expect((await restarted.ask("/feeds/all.rss", conditional)).status).toBe(200);
  clock.time += 60_000;
  for (const app of [
    one,
    restarted,
    await serveDesk({ url, clock, sections, writer: store }),
    await serveDesk({ url, clock, sections, writer: store }),
  ]) {
    const { headers } = await app.ask("/feeds/all.rss");
    expect([headers.etag, headers["last-modified"]]).toEqual([after.etag, after["last-modified"]]);
  }
});

test("a new entry and a new carrier each reach a subscriber at the next request", async () => {
  const { url, store, agencyId, outletId, clock } = await openDesk();
  const id = await add(store, agencyId, { guid: "https://north.example/1" });
  const { ask } = await serveDesk({ url, clock, sections });
  let headers: Record<string, string> = {};
  const look = async () => {
    clock.time += 1_000;
    const answer = await ask("/feeds/all.atom", { headers });
    headers = { "If-None-Match": String(answer.headers.etag) };
    return answer;
  };
  expect((await look()).status).toBe(200);
  expect((await look()).status).toBe(304);
  await add(store, agencyId, { guid: "https://north.example/2", firstSeenAt: noon + 60_000 });
  expect((await look()).text.match(/<entry/g)?.length).toBe(2);
  expect((await look()).status).toBe(304);
  await add(
    store,
    outletId,
    { guid: "https://harbour.example/1", firstSeenAt: noon + 90_000 },
    { copyId: id, leadId: id },
  );
  const answer = await look();
  expect(answer.status).toBe(200);
  expect(answer.text).toContain("Also carried by");
  expect((await look()).status).toBe(304);
});

test("sections, queries, sources and languages contain only what matches them", async () => {
  const { url, store, agencyId, outletId, clock } = await openDesk();
  await add(store, agencyId, { guid: "https://north.example/1", title: "Ferries sail", categories: ["Sea"] });
  await add(store, agencyId, {
    guid: "https://north.example/2",
    title: "Brot wird teurer",
    language: "de",
    firstSeenAt: noon + 1_000,
  });
  await add(store, outletId, {
    guid: "https://harbour.example/3",
    title: "Boat race",
    language: "en-gb",
    firstSeenAt: noon + 2_000,
  });
  const { ask } = await serveDesk({ url, clock, sections });
  const titles = async (path: string) =>
    JSON.parse((await ask(path)).text).items.map((item: { title: string }) => item.title);
  expect(await titles("/feeds/all.json")).toEqual(["Boat race", "Brot wird teurer", "Ferries sail"]);
  expect(await titles("/feeds/german.json")).toEqual(["Brot wird teurer"]);
  expect(await titles("/feeds/ferries.json")).toEqual(["Boat race", "Ferries sail"]);
  expect(await titles("/feeds/ferries.json?q=race")).toEqual(["Boat race"]);
  expect(await titles("/feeds/all.json?source=northern%20wire&lang=en")).toEqual(["Ferries sail"]);
  expect(await titles("/feeds/german.json?lang=en")).toEqual([]);
  expect(await titles("/feeds/all.json?lang=en-GB")).toEqual(["Boat race", "Ferries sail"]);
  expect(await titles("/feeds/all.json?category=sea")).toEqual(["Ferries sail"]);
  expect(await titles(`/feeds/feed/${outletId}.json`)).toEqual(["Boat race"]);
  expect(await titles("/feeds/all.json?limit=1&sort=published")).toEqual(["Boat race"]);
});

test("pages reach every entry once, in all three formats", async () => {
  const { url, store, agencyId, clock } = await openDesk();
  for (let index = 0; index < 23; index += 1)
    await add(store, agencyId, {
      guid: `https://north.example/${index}`,
      firstSeenAt: noon + Math.floor(index / 3) * 1_000,
    });
  const { ask } = await serveDesk({ url, clock, sections });
  for (const format of ["rss", "atom", "json"]) {
    const seen = new Set<string>();
    let next: string | undefined = `/feeds/all.${format}?limit=5`;
    for (let pages = 0; next !== undefined; pages += 1) {
      expect(pages).toBeLessThan(6);
      const { text } = await ask(next);
      const { feed } = parseFeed(text) as {
        feed: { items?: { id?: string; guid?: { value: string } }[]; entries?: { id: string }[] };
      };
      for (const item of feed.items ?? feed.entries ?? [])
        seen.add(item.id ?? ("guid" in item ? String(item.guid?.value) : ""));
      next = (
        format === "json"
          ? JSON.parse(text).next_url
          : /rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&")
      )?.replace(baseUrl, "");
    }
    expect(seen.size).toBe(23);
  }
});
