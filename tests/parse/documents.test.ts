import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseFeed } from "../../src/parse/parse-feed.ts";

const root = join(import.meta.dirname, "../fixtures/parse");

/** Beside each document is everything that parseFeed() must read from it. */
describe.each(readdirSync(root))("parseFeed() reads %s", (folder) => {
  const files = readdirSync(join(root, folder)).filter((file) => !file.endsWith(".expected.json"));
  test.each(files)("%s", async (file) => {
    const path = join(root, folder, file);
    const document = { bytes: readFileSync(path), url: "https://agency.example/wire/feed", contentType: null };
    const feed = await parseFeed(document);
    await expect(`${JSON.stringify(feed, readable, 2)}\n`).toMatchFileSnapshot(`${path}.expected.json`);
  });
});

/** Leaves out empty values, and writes times as RFC 3339. */
function readable(name: string, value: unknown): unknown {
  if (value === null || (Array.isArray(value) && value.length === 0)) return undefined;
  return name === "at" ? new Date(value as number).toISOString() : value;
}
