import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readingVersion } from "../../../src/ingest/reading/reading-version.ts";
import { parseLimitsDefault } from "../../../src/parse/parse-limits.ts";
import { feedExamples } from "../../parse/feed-examples.ts";
import { createInlineReader } from "../../support/inline-reader.ts";

/**
 * The golden file contains a digest for each of these documents: a hash of the fields by which an entry is recognised
 * and by which it counts as revised. Documents that are added later need not be in it.
 */
const goldenFile = join(import.meta.dirname, "../../golden/reading-version.json");
const golden: { readonly version: number; readonly digests: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(goldenFile, "utf8"),
);
const reader = createInlineReader(parseLimitsDefault);
const url = "https://desk.example/feeds/wire.xml";
const feed = { url, language: null, siteUrl: null, sourceName: "Wire" };

async function digestOf(name: string): Promise<string | null> {
  const file = join(import.meta.dirname, "../../fixtures/reading", name);
  const bytes = feedExamples[name] ?? (existsSync(file) ? readFileSync(file) : null);
  if (bytes === null) return null;
  const task = { feed, now: Date.UTC(2026, 10, 30, 12), known: [], isCaptured: false };
  const { entries } = await reader.read({ bytes: Buffer.from(bytes), url, contentType: null }, task);
  const said = JSON.stringify(entries.map(({ guid, urlKey, contentHash }) => [guid, urlKey, contentHash]));
  return createHash("sha256").update(said).digest("hex").slice(0, 16);
}

test("readingVersion is raised where documents are read differently", async () => {
  const digests = Object.fromEntries(
    await Promise.all(Object.keys(golden.digests).map(async (name) => [name, await digestOf(name)])),
  );
  if (golden.version === readingVersion) {
    expect(digests, "raise readingVersion, so that known items are read again by the new code").toEqual(golden.digests);
  }
  // npx vitest run tests/ingest/reading/reading-version.test.ts -u
  await expect(`${JSON.stringify({ version: readingVersion, digests }, null, 2)}\n`).toMatchFileSnapshot(goldenFile);
});
