import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { normaliseFeed } from "../../src/normalise/normalise-feed.ts";
import { parseFeed } from "../../src/parse/parse-feed.ts";

/**
 * Feeds as people publish them, one folder for each kind. The file beside each document lists what must be read from
 * it: some fields of the feed and of its entries, in order.
 */
const root = join(import.meta.dirname, "../fixtures/reading");
const now = Date.UTC(2026, 10, 30, 12);
const url = "https://desk.example/feeds/wire.xml";

describe.each(readdirSync(root))("a feed is read as it was meant: %s", (kind) => {
  const files = readdirSync(join(root, kind)).filter((file) => !file.endsWith(".expected.json"));
  test.each(files)("%s", async (file) => {
    const path = join(root, kind, file);
    const parsed = await parseFeed({ bytes: readFileSync(path), url, contentType: null });
    const feed = { url, language: null, siteUrl: null, sourceName: "Wire" };
    const { entries } = normaliseFeed(parsed, feed, () => now, now);
    const readable = entries.map(({ publishedAt, dateClass, authors, ...entry }) => ({
      ...entry,
      published: dateClass === "stated" || dateClass === "midnight" ? new Date(publishedAt).toISOString() : null,
      authors: authors.map(({ name }) => name),
    }));
    expect({ encoding: parsed.encoding, entries: readable }).toMatchObject(
      JSON.parse(readFileSync(`${path}.expected.json`, "utf8")),
    );
  });
});
