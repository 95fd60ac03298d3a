import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import type { Entry } from "../../src/domain/entry.ts";
import { summaryOf } from "../../src/domain/text/summary-of.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { makeEntry } from "../support/make-entry.ts";
import { runsOf } from "../support/runs-of.ts";
import { fetchedOf, noon, specOf } from "../support/store-fixtures.ts";

const folder = makeFolder();
const file = join(folder, "wire.db");
const store = await openStore(`sqlite:${file}`, { now: noon });
const feed = await store.addFeed(specOf("https://a.example/rss"), "added", noon);
afterAll(async () => {
  await store.close();
  removeFolder(folder);
});

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const text = fc
  .array(fc.constantFrom("", "Ferries stay in port.", "R&D <rises> & falls", "x".repeat(700), "a\nb"), { maxLength: 4 })
  .map((paragraphs) => paragraphs.join("\n\n"));
const said = fc.tuple(text, text, fc.nat(6), fc.boolean(), fc.boolean());

function entryOf([words, other, form, hasHeadline, hasSummary]: [string, string, number, boolean, boolean]): Entry {
  const html = [
    ...[escaped(words), `<p>${escaped(words).replaceAll("\n\n", "</p><p>")}</p>`, escaped(other), ""],
    ...[`<p>${escaped(words).replaceAll("\n\n", "</p>\n<p>")}</p>`, `<p><b>${escaped(words)}</b></p>`, "<p></p>"],
  ][form];
  const headline = hasHeadline ? { headline: "Another headline" } : {};
  return makeEntry({ text: words, html, summary: hasSummary ? other.slice(0, 500) : summaryOf(words), ...headline });
}

describe("a row that keeps each text once", () => {
  let saved = 0;
  const save = async (entry: Entry) => {
    saved += 1;
    const change = { kind: "new", entry: { ...entry, guid: `guid-${saved}` } } as const;
    const { newIds } = await store.saveFetched(fetchedOf(feed.id, [change]));
    return newIds[0] ?? 0;
  };

  test("gives back what was stored, in entries and revisions", async () => {
    await fc.assert(
      fc.asyncProperty(said, said, async (before, after) => {
        const [first, second] = [entryOf(before), entryOf(after)];
        const id = await save(first);
        expect(await store.readEntry(id)).toMatchObject({ ...first, guid: `guid-${id}` });
        const entry = { ...second, guid: `guid-${id}`, contentHash: "another" };
        await store.saveFetched(fetchedOf(feed.id, [{ kind: "revised", id, entry, significant: true }]));
        expect(await store.readEntry(id)).toMatchObject({ headline: second.headline, summary: second.summary });
        expect((await store.readRevisions(id)).map(({ html }) => html)).toEqual([first.html, second.html]);
      }),
      { numRuns: runsOf(100) },
    );
  });

  test("holds neither the headline, the summary nor the HTML of a plain report", async () => {
    const words = "Ferries stay in port & wait.\n\nThe storm goes on.";
    const html = "<p>Ferries stay in port &amp; wait.</p><p>The storm goes on.</p>";
    const id = await save(makeEntry({ text: words, html, summary: summaryOf(words) }));
    const db = new SqliteDatabase(file, { readonly: true });
    const row = db.prepare<[number], Entry>("SELECT headline, summary, html FROM entries WHERE id = ?").get(id);
    db.close();
    expect(Object.values(row ?? {}).map((column) => String(column).length)).toEqual([1, 1, 2]);
  });
});
