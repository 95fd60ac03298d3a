import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { compareDocuments } from "../../../src/documents/compare-documents.ts";
import { openReadStore } from "../../../src/store/open-store.ts";
import { createWorkspace, runCli, type Workspace } from "../../support/cli.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { makeDatabase } from "../../support/postgres-server.ts";
import { writeWireArchive } from "../../support/wire-archive.ts";

/** To compare more items by hand: npm run trial -- same --items 20000 */
const items = Number(process.env.WIREDESK_ITEMS ?? 600);
/** A folder of series of documents: npm run trial -- same --series FOLDER */
const series = process.env.WIREDESK_SERIES;
const endsAt = Date.UTC(2026, 10, 22, 12);
const sources = [{ name: "Meridian", kind: "agency", rank: 1, feeds: [{ url: "https://meridian.example/rss" }] }];
const sections = [
  { id: "meridian", title: "Meridian", match: { sources: ["Meridian"] } },
  { id: "german", title: "German", match: { languages: ["de"] } },
  { id: "words", title: "Words", match: { query: "bader OR NOT con*" } },
];

let file: Workspace;
let server: Workspace;
let database: string;
beforeEach(async () => {
  database = await makeDatabase();
  file = createWorkspace({ sources, sections });
  server = createWorkspace({ sources, sections }, database);
});
afterEach(() => {
  file.remove();
  server.remove();
});

/** Gives both stores the same base of their ids, from which the ids in documents are made. */
async function keepSameIds(): Promise<void> {
  const base = "urn:uuid:11111111-2222-4333-8444-555555555555";
  const db = new SqliteDatabase(file.path("wire.db"));
  db.prepare("UPDATE totals SET id_base = ?").run(base);
  db.close();
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  await client.query("UPDATE totals SET id_base = $1", [base]);
  await client.end();
}

/** Ingests a folder of documents into both stores, and compares all that they export and all their documents. */
async function expectSame(archive: string, { entriesMin, documentsMin }: { entriesMin: number; documentsMin: number }) {
  const exports: string[] = [];
  for (const workspace of [file, server]) {
    const ingested = await runCli(workspace, ["ingest", archive]);
    const said = ingested.stderr.slice(-2_000);
    expect([ingested.code, ingested.stderr.match(/error|failed/i)], said).toEqual([0, null]);
    exports.push((await runCli(workspace, ["export"])).stdout);
  }
  const lines = exports.map((text) => text.trimEnd().split("\n"));
  expect(lines[0]?.length).toBeGreaterThan(entriesMin);
  // The first lines that differ, so that a failure says more than "not equal".
  const different = lines[0]?.flatMap((line, at) => (line === lines[1]?.[at] ? [] : [[line, lines[1]?.[at]]]));
  expect(different?.slice(0, 3)).toEqual([]);
  expect(exports[1]).toBe(exports[0]);
  await keepSameIds();
  const [one, other] = [await openReadStore(`sqlite:${file.path("wire.db")}`), await openReadStore(database)];
  const compared = await compareDocuments(one, other, {
    sections: [],
    baseUrl: "http://localhost:8080",
    clock: createFakeClock(endsAt),
    onCompared: () => undefined,
  });
  await Promise.all([one.close(), other.close()]);
  expect(compared.different).toEqual([]);
  expect(compared.documents).toBeGreaterThan(documentsMin);
}

test(`the demo and ${items} items of wires and outlets have the same export and the same documents on both stores`, {
  timeout: 60_000 + items * 200,
}, async () => {
  const archive = join(file.folder, "archive");
  writeWireArchive(archive, items, endsAt);
  await expectSame(archive, { entriesMin: items * 0.85, documentsMin: items / 50 });
});

test.runIf(series !== undefined)("the documents of a folder of real feeds do so too", { timeout: 3_600_000 }, () =>
  expectSame(series ?? "", { entriesMin: 100, documentsMin: 5 }),
);
