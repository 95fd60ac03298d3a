import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Feed } from "../../../src/domain/feed.ts";
import type { Store } from "../../../src/domain/store.ts";
import { minuteMs } from "../../../src/domain/time.ts";
import { ingestFeed } from "../../../src/ingest/ingest-feed.ts";
import type { ReadDocument } from "../../../src/ingest/reading/reading-types.ts";
import { parseLimitsDefault } from "../../../src/parse/parse-limits.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { rssDocument } from "../../support/feed-documents.ts";
import { makeFolder, removeFolder } from "../../support/folders.ts";
import { createInlineReader } from "../../support/inline-reader.ts";
import { noon, outcomeOf, specOf } from "../../support/store-fixtures.ts";

const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };
const url = "https://wire.example/rss";

let folder: string;
let store: Store;
let feed: Feed;
let now: number;
let readings: ReadDocument[];

beforeEach(async () => {
  folder = makeFolder();
  store = await openStore(`sqlite:${join(folder, "wire.db")}`, { now: noon });
  feed = await store.addFeed(specOf(url), "added", noon);
  now = noon;
  readings = [];
});
afterEach(async () => {
  await store.close();
  removeFolder(folder);
});

const stories = (...titles: readonly string[]) =>
  rssDocument(
    { title: "Wire", link: "https://wire.example/" },
    titles.map((title) => ({
      guid: title,
      url: `https://wire.example/${title}`,
      title,
      date: null,
      text: `Of ${title} the harbour office said more on Monday.`,
    })),
  );

/** Ingests a document as a poll does, or as the delivery of a hub. Returns the result. */
async function take(text: string, given: { byHub?: boolean; contentType?: string; capturesMax?: number } = {}) {
  now += minuteMs;
  const inline = createInlineReader(parseLimitsDefault);
  const reader = {
    async read(...question: Parameters<typeof inline.read>) {
      const read = await inline.read(...question);
      readings.push(read);
      return read;
    },
  };
  const document = { bytes: Buffer.from(text), url, contentType: given.contentType ?? "application/rss+xml" };
  const deps = { store, reader, clock: { now: () => now, sleep: async () => undefined }, log };
  const capturesMax = given.capturesMax ?? 0;
  const fetched = { document, fetchedAt: now };
  const { read } = await ingestFeed({ ...deps, capturesMax }, feed, fetched, () =>
    given.byHub ? null : { outcome: outcomeOf({ nextPollAt: now + minuteMs }) },
  );
  return read;
}

describe("ingestFeed() on a document that comes again", () => {
  test("reads it once more after news, then not at all; the poll is saved all the same", async () => {
    await take(stories("ferry", "budget"));
    expect(await take(stories("ferry", "budget"))).toMatchObject({ newCount: 0, knownCount: 2 });
    const read = await take(stories("ferry", "budget"));
    expect(read).toMatchObject({ parsed: null, error: null, newCount: 0, revisedCount: 0 });
    expect(readings).toHaveLength(2);
    const [status] = await store.listFeeds();
    expect(status?.poll.nextPollAt).toBe(now + minuteMs);
  });

  test("reads it again under another Content-Type", async () => {
    for (let times = 0; times < 2; times += 1) await take(stories("ferry"));
    await take(stories("ferry"), { contentType: "application/rss+xml; charset=utf-8" });
    expect(readings).toHaveLength(3);
  });

  test("compares it again once another document changed the feed's entries", async () => {
    const polled = stories("ferry");
    for (let times = 0; times < 3; times += 1) await take(polled);
    expect(await take(polled.replace("said more", "denied it"), { byHub: true })).toMatchObject({ revisedCount: 1 });
    expect(await take(polled)).toMatchObject({ revisedCount: 1 });
  });

  test("keeps one capture of it", async () => {
    for (let times = 0; times < 4; times += 1) await take(stories("ferry"), { capturesMax: 5 });
    const captures = await store.readCaptures(feed.id);
    expect(captures.map(({ gzip }) => gunzipSync(gzip).toString())).toEqual([stories("ferry"), stories("ferry")]);
  });
});

describe("ingestFeed() on items that were read before", () => {
  test("reads the one new item alone", async () => {
    await take(stories("ferry", "budget", "storm"));
    expect(await take(stories("flood", "ferry", "budget", "storm"))).toMatchObject({ newCount: 1, knownCount: 3 });
    expect(readings.at(-1)?.entries.map(({ title }) => title)).toEqual(["flood"]);
    expect(readings.at(-1)?.head.items).toHaveLength(4);
  });

  test("reads all of them again when the feed's source has another name", async () => {
    await take(stories("ferry", "budget"));
    feed = { ...feed, source: { ...feed.source, name: "Another Wire" } };
    await take(`${stories("ferry", "budget")}\n`);
    expect(readings.at(-1)?.entries).toHaveLength(2);
  });

  test("reads all of them again when two entries of the feed were joined", async () => {
    await take(stories("ferry", "budget"));
    await store.joinEntries([{ keepId: 1, joinId: 2 }]);
    await take(`${stories("ferry", "budget")}\n`);
    expect(readings.at(-1)?.entries).toHaveLength(2);
  });

  test("knows since when they are known, as if it had read them", async () => {
    await take(stories("ferry"));
    const first = now;
    expect(await take(stories("ferry", "budget"))).toMatchObject({ knownSince: first, knownCount: 1 });
  });
});
