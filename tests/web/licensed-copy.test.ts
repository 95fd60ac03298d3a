import { beforeEach, describe, expect, test } from "vitest";
import { createRenderHandler } from "../../src/documents/render-handler.ts";
import { createTopicDocuments } from "../../src/documents/topic-documents.ts";
import type { Store } from "../../src/domain/store.ts";
import { apiOperations } from "../../src/web/api/api-operations.ts";
import { makeEntry } from "../support/make-entry.ts";
import { someOf } from "../support/runs-of.ts";
import type { ServedApp } from "../support/serve-app.ts";
import { deskState, fetchedOf, noon, verdictOf } from "../support/store-fixtures.ts";
import { key, type LicensedWorld, marker, openLicensedWorld, sections } from "./licensed-world.ts";
import { baseUrl } from "./served-desk.ts";

let store: Store;
let app: ServedApp;
let ids: LicensedWorld["ids"];
beforeEach(async () => {
  ({ store, app, ids } = await openLicensedWorld());
});

function publicAddresses(): string[] {
  const formats = ["rss", "atom", "json"];
  const queries = ["", "?collapse=story", "?collapse=none", "?sort=published", "?sort=published&collapse=story"];
  const searches = ["q=zorblat", "q=NOT+ferry", "q=dam*", "urgency=1", "kind=agency", "limit=1", "archive=0-0"];
  const feeds = ["all", "world", "wires", "licensed", ...numbers.flatMap((id) => [`source/${id}`, `feed/${id}`])];
  const asked = [...queries, ...searches.map((one) => `?${one}`), "?hours=00:00-24:00&tz=UTC"];
  const desk = ["collapse=copy", "collapse=none", "sort=published", "q=zorblat", "source=zorblat", "urgency=1"];
  const api = apiOperations.filter(({ method }) => method === "get").map(({ path }) => path);
  return [
    ...feeds.flatMap((feed) => formats.flatMap((format) => asked.map((query) => `/feeds/${feed}.${format}${query}`))),
    ...feeds.flatMap((feed) => formats.map((format) => `/feeds/${feed}/digest.${format}`)),
    ...["/", "/feeds.opml", "/sources", "/sources.opml", "/metrics", "/api", "/api/openapi.json", "/readyz", "/login"],
    ...desk.map((query) => `/?${query}`),
    ...numbers.flatMap((id) => [`/stories/${id}`, `/stories/${id}?pictures=1`, `/copies/${id}`, `/entries/${id}`]),
    ...numbers.flatMap((id) => [`/sources/feeds/${id}`, `/compare?a=${id}&b=1`, `/compare?a=1&b=${id}.1`]),
    ...["/sources/first", "/sources?q=zorblat", "/trial?watches=zorblat"],
    ...api.flatMap((path) => (path.includes("{id}") ? numbers.map((id) => path.replace("{id}", `${id}`)) : [path])),
    ...["collapse=none", "sort=published", "q=zorblat", "section=licensed"].map((one) => `/api/v1/entries?${one}`),
  ];
}

const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const addresses = someOf(publicAddresses());

test("the public meets no word of a private source at any address", { timeout: 120_000 }, async () => {
  for (const path of addresses) {
    const { text, headers } = await app.ask(path);
    expect([path, `${text}${JSON.stringify(headers)}`.includes(marker)]).toEqual([path, false]);
  }
  const html = { Accept: "text/html", "Sec-Fetch-Dest": "document" };
  for (const path of [
    "/feeds/all.rss",
    "/feeds/wires.rss?collapse=story",
    "/feeds/licensed.rss",
    "/feeds/source/3.rss",
  ])
    expect((await app.ask(path, { headers: html })).text).not.toContain(marker);
});

test("the API answers whoever sends the admin token as an editor, and refuses a wrong token", async () => {
  const headers = { Authorization: "Bearer s3cret-token" };
  for (const path of ["/api/v1/entries?q=zorblat", `/api/v1/entries/${ids.alone}`, `/api/v1/stories/${ids.led}`]) {
    const { text, headers: told } = await app.ask(path, { headers });
    expect([path, text.includes(marker)]).toEqual([path, true]);
    expect(told["cache-control"]).toBe("no-store");
    expect((await app.ask(path, { headers: { Authorization: "Bearer s3cret-tokem" } })).status).toBe(401);
  }
});

test("what a search counts, and what it asks of whole stories and states, leaves private entries out", async () => {
  await store.growWords(100);
  const asked = async (path: string, headers = {}) => JSON.parse((await app.ask(path, { headers })).text);
  const editor = { Authorization: "Bearer s3cret-token" };
  for (const q of ["zorblat", "any(source:zorblat)", "source:zorblat", "sources>=2 source:zorblat"]) {
    const path = `/api/v1/search/counts?q=${encodeURIComponent(q)}`;
    expect([q, (await asked(path)).entries]).toEqual([q, 0]);
    expect([q, (await asked(path, editor)).entries > 0]).toEqual([q, true]);
  }
  const trial = "/api/v1/search/trial?q=zorblat+OR+nothing";
  expect(await asked(trial)).toMatchObject({ entries: 0, fired: 0, newest: [], loudest: { entries: 0 } });
  expect((await asked(trial, editor)).entries).toBeGreaterThan(0);
  // A text of one public and one private carrier has one source, as far as the public knows.
  const two = `/api/v1/entries?collapse=none&q=${encodeURIComponent("sources>=2")}`;
  const ferries = (answer: { items: { title: string }[] }) => answer.items.map(({ title }) => title);
  expect(ferries(await asked(two))).not.toContain("Bridge closed");
  expect(ferries(await asked(two, editor))).toContain("Bridge closed");
});

test("private entries cannot be read by number or found by search, and are not counted", async () => {
  for (const path of [
    `/copies/${ids.alone}`,
    `/entries/${ids.led}`,
    `/entries/${ids.hidden}`,
    `/api/v1/entries/${ids.alone}`,
    `/api/v1/entries/${ids.alone}/revisions`,
    `/api/v1/copies/${ids.alone}`,
    "/feeds/source/3.rss",
    "/feeds/feed/3.json",
    "/feeds/licensed.rss",
    "/feeds/licensed.rss?key=wrong",
  ])
    expect([path, (await app.ask(path)).status]).toEqual([path, 404]);
  const items = async (query: string) => JSON.parse((await app.ask(`/feeds/all.json?${query}`)).text).items;
  expect(await items("q=zorblat")).toEqual([]);
  expect(await items(`category=${marker}`)).toEqual([]);
  expect(await items(`source=Zorblat+${marker}`)).toEqual([]);
  expect((await app.ask("/?q=zorblat")).text).not.toContain('class="row');
  const counts = JSON.parse((await app.ask("/api/v1/counts")).text);
  expect(counts).toEqual({ sources: 2, feeds: 2, entries: 4, revisions: 4, copies: 4, stories: 4, pending: 0 });
  expect(JSON.parse((await app.ask("/api/v1/feeds")).text).feeds).toHaveLength(2);
});

test("copies and stories with a private lead or carrier have their own lead, counts and times for the public", async () => {
  const { items } = JSON.parse((await app.ask("/feeds/all.json")).text);
  const shown = items.map(
    (item: { title: string; _wiredesk: { copy: number; carriers: object[]; reasons: object[] } }) => {
      const { copy, carriers, reasons } = item._wiredesk;
      return [item.title, copy, carriers.length, reasons.length];
    },
  );
  expect(shown).toEqual([
    ["Dam drained", ids.tied, 1, 0],
    ["Bridge closed", ids.carrying, 1, 0],
    ["Dam cracks", ids.led, 1, 0],
    ["Ferry resumes", ids.told, 1, 0],
  ]);
  const story = JSON.parse((await app.ask(`/api/v1/stories/${ids.alone}`)).text);
  expect([story.copies.length, story.entries.length, story.words]).toEqual([1, 1, []]);
  const stories = JSON.parse((await app.ask("/feeds/all.json?collapse=story")).text).items;
  const tied = stories.find(({ _wiredesk }: { _wiredesk: { story: number } }) => _wiredesk.story === ids.alone);
  expect([tied.title, tied._wiredesk.copies]).toEqual(["Dam drained", 1]);
  expect(Math.floor(Date.parse(tied.date_modified) / 1_000)).toBe((noon + 8_000) / 1_000);
});

test("news of a private lead changes no byte and no time for the public; public news still does", async () => {
  const before = await app.ask("/feeds/all.atom");
  const revise = async (feedId: number, id: number, guid: string, at: number) => {
    const entry = makeEntry({ guid, title: `${feedId > 2 ? marker : "Dam"} ${at}`, firstSeenAt: noon });
    const change = { kind: "revised", id, entry, significant: true } as const;
    await store.saveFetched(fetchedOf(feedId, [change], { now: noon + at }));
    await store.saveVerdicts([verdictOf(id, ids.led, ids.led, { leadEntryId: ids.led })], deskState());
  };
  await revise(3, ids.led, `https://zorblat.example/${marker}/2`, 50_000);
  expect((await store.readCopy(ids.led))?.significantAt).toBe(noon + 50_000);
  const after = await app.ask("/feeds/all.atom");
  expect([after.headers.etag, after.headers["last-modified"]]).toEqual([
    before.headers.etag,
    before.headers["last-modified"],
  ]);
  expect((await store.forPublic().readCopy(ids.led))?.significantAt).toBe(noon + 3_000);
  await revise(2, ids.carried, "https://harbour.example/3", 60_000);
  expect((await store.forPublic().readCopy(ids.led))?.significantAt).toBe(noon + 60_000);
  expect((await store.readCopy(ids.led))?.significantAt).toBe(noon + 50_000);
});

/** The place in the log of changes is encrypted anew in each answer, so that nobody can compare two. */
function withoutPlace(text: string): string {
  return text.replace(/"next":"[\w-]+"/, '"next":""');
}

test("licensed copy that comes in, takes a lead, is corrected and is withdrawn changes no byte at any public address", {
  timeout: 120_000,
}, async () => {
  const read = async () => {
    const bytes = new Map<string, string>();
    for (const path of addresses) bytes.set(path, withoutPlace((await app.ask(path)).text));
    return bytes;
  };
  await read();
  const before = await read();
  const whole = await store.readChangeMark();
  const entry = makeEntry({ guid: "in", title: `Bridge closed ${marker}`, firstSeenAt: noon + 20_000 });
  const { newIds } = await store.saveFetched(fetchedOf(3, [{ kind: "new", entry }]));
  const [joined = 0] = newIds;
  await store.saveVerdicts([verdictOf(joined, ids.carrying, ids.carrying, { leadEntryId: joined })], deskState());
  const cue = { kind: "withdrawn", number: null, raw: "WITHDRAWN: " } as const;
  const revised = { ...entry, cue, contentHash: "other" };
  const change = { kind: "revised", id: joined, entry: revised, significant: true } as const;
  await store.saveFetched(fetchedOf(3, [change], { now: noon + 30_000 }));
  const notice = { leadEntryId: joined, standing: "notice", withdrawnBy: joined } as const;
  await store.saveVerdicts([verdictOf(joined, ids.carrying, ids.carrying, notice)], deskState());
  expect(await store.readCopy(ids.carrying)).toMatchObject({ withdrawnBy: "source", lead: { id: joined } });
  expect(await store.readChangeMark()).toBeGreaterThan(whole);
  const changed = [...(await read())].filter(([path, text]) => text !== before.get(path)).map(([path]) => path);
  // Request counts change with each crawl, whatever arrives.
  expect(changed.filter((path) => path !== "/metrics")).toEqual([]);
});

test("the hub has no topics of private sources, and its documents contain none of their entries", async () => {
  const clock = { now: () => noon, sleep: async () => undefined };
  const seen = store.forPublic();
  const renderer = createRenderHandler(seen, { baseUrl, idBase: baseUrl, clock });
  const { read } = createTopicDocuments({ store: seen, sections, baseUrl, clock, renderer, served: null });
  for (const path of ["all.rss", "wires.atom", "all.json"]) {
    const reading = await read(`${baseUrl}/feeds/${path}`, null, null);
    const text = reading.kind === "made" ? Buffer.from(reading.document.bytes).toString() : "";
    expect(text).toContain("Dam drained");
    expect(text).not.toContain(marker);
  }
  for (const path of ["licensed.rss", "source/3.rss", "feed/3.atom", "feed/4.json"])
    expect(await read(`${baseUrl}/feeds/${path}`, null, null)).toEqual({ kind: "gone" });
});

async function editorCookie(): Promise<string> {
  const response = await fetch(`${app.url}/login`, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ name: "Ada", token: "s3cret-token" }).toString(),
  });
  return response.headers.getSetCookie().join().split(";")[0] ?? "";
}

/** The first rows of an event stream. */
async function firstRows(headers: Record<string, string>): Promise<string> {
  const stop = new AbortController();
  const response = await fetch(`${app.url}/events?collapse=none`, { headers, signal: stop.signal });
  const reader = response.body!.getReader();
  let text = "";
  while (!text.includes("event: rows") || !text.endsWith("\n\n")) {
    text += Buffer.from((await reader.read()).value ?? []).toString();
  }
  stop.abort();
  return text;
}

describe("viewers with access see licensed copy", () => {
  test("a key to a section gives access to what matches it, and to no other licence's copy", async () => {
    const parameter = new URLSearchParams({ key });
    const read = async (query = "") => JSON.parse((await app.ask(`/feeds/licensed.json?${parameter}${query}`)).text);
    const { items } = await read();
    const shown = items.map((item: { title: string; _wiredesk: { carriers: { source: string }[] } }) => {
      return [item.title, item._wiredesk.carriers.map(({ source }) => source)];
    });
    expect(shown).toEqual([
      [`Zorblat ${marker} 6`, [`Zorblat ${marker}`]],
      ["Bridge closed", ["Harbour Post", `Zorblat ${marker}`]],
      [`Zorblat ${marker} 2`, [`Zorblat ${marker}`, "Harbour Post"]],
    ]);
    expect(JSON.stringify(items)).not.toContain("Gromp");
    expect((await read("&q=zorblat&collapse=none")).items).toHaveLength(3);
    expect((await read("&sort=published&limit=1")).items[0].title).toBe(`Zorblat ${marker} 6`);
    expect((await read("&lang=de")).items).toEqual([]);
    const page = await app.ask(`/feeds/licensed.rss?${parameter}`, {
      headers: { Accept: "text/html", "Sec-Fetch-Dest": "document" },
    });
    expect(page.text).toContain(`Zorblat ${marker} 6`);
  });

  test("signed-in editors see it on the desk page, live, and in stories; other pages are unaffected", async () => {
    const headers = { Cookie: await editorCookie() };
    const page = (await app.ask("/?q=zorblat", { headers })).text;
    expect(page).toContain('<span class="licensed">licensed</span>');
    expect(page.match(/class="row /g)).toHaveLength(3);
    expect((await app.ask("/?collapse=none", { headers })).text.match(/class="row /g)).toHaveLength(8);
    expect((await app.ask(`/stories/${ids.alone}`, { headers })).text).toContain(`Gromp ${marker}`);
    expect((await app.ask(`/copies/${ids.alone}`, { headers })).headers.location).toContain(`#copy-${ids.alone}`);
    expect((await app.ask("/sources", { headers })).text).toContain(`Zorblat ${marker}`);
    expect(await firstRows(headers)).toContain(marker);
    expect(await firstRows({})).not.toContain(marker);
    expect(await firstRows({})).toContain("Dam drained");
    expect((await app.ask("/")).text).not.toContain(marker);
    expect((await app.ask("/feeds/all.json", { headers })).text).not.toContain(marker);
  });
});
