import { afterEach, describe, expect, test } from "vitest";
import type { Parser } from "../../../src/domain/ports.ts";
import { parseLimitsDefault } from "../../../src/parse/parse-limits.ts";
import { createInlineParser } from "../../support/inline-parser.ts";
import { createInlineReader } from "../../support/inline-reader.ts";

// Worker threads run the compiled program: `npm run build` makes it, and `npm test` runs that first.
const compiled = new URL("../../../dist/ingest/reading/reader-pool.js", import.meta.url).href;
const { createReaderPool } = (await import(compiled)) as typeof import("../../../src/ingest/reading/reader-pool.ts");

const document = (text: string) => ({
  bytes: new TextEncoder().encode(text),
  url: "http://news.example/feed",
  contentType: null,
});
const feed = (title: string) =>
  document(`<rss version="2.0"><channel><item><title>${title}</title></item></channel></rss>`);
// With high limits, this document takes seconds to read.
const endless = document(
  `<rss version="2.0"><channel>${"<item><title>x</title></item>".repeat(1_000_000)}</channel></rss>`,
);
const noLimits = { ...parseLimitsDefault, itemsMax: 1e9, elementsMax: 1e9, documentBytesMax: 1e9 };

let parser: Parser | null = null;
afterEach(async () => {
  await parser?.close();
  parser = null;
});

describe("createReaderPool()", () => {
  test("parses as the calling thread does", async () => {
    parser = createReaderPool({ limits: parseLimitsDefault, deadlineMs: 20_000, threads: 2 });
    const inline = createInlineParser(parseLimitsDefault);
    expect(await parser.parse(feed("Story"))).toEqual(await inline.parse(feed("Story")));
  });

  test.each([
    ["in Node's shared pool", "Story"],
    ["of its own", "Story ".repeat(5_000)],
  ])("leaves the caller's bytes as they are: a Buffer %s", async (_where, title) => {
    parser = createReaderPool({ limits: parseLimitsDefault, deadlineMs: 20_000, threads: 1 });
    const given = { ...feed(title), bytes: Buffer.from(feed(title).bytes) };
    expect((await parser.parse(given)).items).toHaveLength(1);
    expect(given.bytes.equals(feed(title).bytes)).toBe(true);
  });

  test("reads as the calling thread does", async () => {
    const pool = createReaderPool({ limits: parseLimitsDefault, deadlineMs: 20_000, threads: 1 });
    parser = pool;
    const known = { url: "http://news.example/feed", language: null, siteUrl: null, sourceName: "News" };
    const task = { feed: known, now: 1_000_000, known: [], isCaptured: false };
    const read = await pool.read(feed("Story"), task);
    expect(read).toEqual(await createInlineReader(parseLimitsDefault).read(feed("Story"), task));
    expect(read.entries.map(({ title }) => title)).toEqual(["Story"]);
  });

  test("rejects what is no feed with the WireError of the stage", async () => {
    parser = createReaderPool({ limits: parseLimitsDefault, deadlineMs: 20_000, threads: 1 });
    await expect(parser.parse(document("<html/>"))).rejects.toMatchObject({ name: "WireError", code: "not-a-feed" });
  });

  test("kills a document at its deadline and goes on with the others", async () => {
    // The memory is enough for the document, so that the deadline ends the reading.
    parser = createReaderPool({ limits: noLimits, deadlineMs: 4000, threads: 2, memoryMbMax: 4096 });
    // Let both threads start before a deadline runs.
    await Promise.all([parser.parse(feed("warm")), parser.parse(feed("warm"))]);
    const killed = parser.parse(endless);
    const beside = parser.parse(feed("beside"));
    await expect(killed).rejects.toMatchObject({ name: "WireError", code: "parse-deadline" });
    expect((await beside).items[0]?.title).toBe("beside");
    parser = await restarted(parser);
    expect((await parser.parse(feed("after"))).items[0]?.title).toBe("after");
  });

  test("queues more documents than it has threads without counting the wait against them", async () => {
    const pool = createReaderPool({ limits: parseLimitsDefault, deadlineMs: 10_000, threads: 1 });
    parser = pool;
    const titles = Array.from({ length: 40 }, (_, index) => `Story ${index}`);
    const read = await Promise.all(titles.map((title) => pool.parse(feed(title))));
    expect(read.map(({ items }) => items[0]?.title)).toEqual(titles);
  });

  test("survives a document that needs more memory than a thread may have", async () => {
    parser = createReaderPool({ limits: noLimits, deadlineMs: 20_000, threads: 1, memoryMbMax: 32 });
    await expect(parser.parse(endless)).rejects.toMatchObject({ name: "WireError", code: "parse-limit" });
    expect((await parser.parse(feed("after"))).items[0]?.title).toBe("after");
  });
});

/** Waits until the pool has replaced a killed thread and the new thread has started. */
async function restarted(pool: Parser): Promise<Parser> {
  await pool.parse(feed("warm")).catch(() => null);
  return pool;
}
