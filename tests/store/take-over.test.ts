import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { indexText } from "../../src/domain/analyse/analyse.ts";
import { parseQuery } from "../../src/domain/query/parse-query.ts";
import type { SectionFilter } from "../../src/domain/section.ts";
import type { Store } from "../../src/domain/store.ts";
import { createCatchUp } from "../../src/ingest/catch-up.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { pageOf } from "../support/store-fixtures.ts";

/** A store of the last build before the analysed index: tests/fixtures/stores/README.md. */
const kept = fileURLToPath(new URL("../fixtures/stores/1b6d713.db.gz", import.meta.url));
const now = Date.UTC(2026, 2, 9, 16);

let folder: string;
let url: string;
let store: Store;
beforeEach(async () => {
  folder = makeFolder();
  writeFileSync(join(folder, "old.db"), gunzipSync(readFileSync(kept)));
  url = `sqlite:${join(folder, "old.db")}`;
  store = await openStore(url, { now });
});
afterEach(async () => {
  await store.close();
  removeFolder(folder);
});

/** Filters that go by tags, by words and by both, and what each lists. */
async function lists(): Promise<readonly (readonly number[])[]> {
  const all = await idsOf({});
  const { items } = await store.readPage(pageOf({ collapse: "none", limit: 100 }));
  const words = items.map(({ lead }) => /\p{L}{4,}/u.exec(lead.title)?.[0]).filter((word) => word !== undefined);
  const asked: Partial<SectionFilter>[] = [
    { languages: ["en"] },
    { urgencyMax: 4 },
    { sources: [items[0]?.lead.source.name ?? ""] },
    ...words.slice(0, 8).map((word) => ({ query: parseQuery(word) })),
    { query: parseQuery(`-${words[0]} OR ${words[1]}`), languages: ["en"] },
    { query: parseQuery(`${words[0]?.slice(0, 3)}* before:2030-01-01`) },
  ];
  const found = [all];
  for (const filter of asked) found.push(await idsOf(filter));
  return found;
}

async function idsOf(filter: Partial<SectionFilter>): Promise<readonly number[]> {
  const { items } = await store.readPage(pageOf({ filter, collapse: "none", limit: 100 }));
  return items.map(({ id }) => id);
}

test("an earlier build's index is taken over entry by entry, every list being whole at every moment, over restarts", async () => {
  const before = await lists();
  expect(before[0]?.length).toBeGreaterThan(10);
  expect(before.filter(({ length }) => length > 0).length).toBeGreaterThan(10);
  let left = await store.readIndexWaiting();
  expect(left).toBeGreaterThan(10);
  while (left > 0) {
    const next = await store.takeOverIndexed(5);
    expect(next).toBe(Math.max(0, left - 5));
    left = next;
    expect(await lists()).toEqual(before);
    await store.close();
    store = await openStore(url, { now });
    expect(await store.readIndexWaiting()).toBe(left);
  }
  expect(await store.takeOverIndexed(5)).toBe(0);
  const db = new SqliteDatabase(join(folder, "old.db"), { readonly: true });
  expect(db.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'search_before%'").all()).toEqual([]);
  db.close();
});

/** Runs the taking over until it has told of so many entries, and kills it while it works. */
function killAfter(lines: number): Promise<void> {
  const taker = fileURLToPath(new URL("../support/store-taker.mjs", import.meta.url));
  // A few more lines, so that it usually works while it is killed, and never ends before, however late the kill comes.
  const child = spawn(process.execPath, [taker, url, String(lines + 4)], { stdio: ["pipe", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    if (said.split("\n").length > lines) child.kill("SIGKILL");
  });
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code, signal) => {
      if (signal === "SIGKILL") done();
      else failed(new Error(`it ended by itself with ${code}: is dist/ built?`));
    });
  });
}

/** Every word of the index with its places, and the dictionary of forms. */
function indexed(file: string): readonly unknown[] {
  const db = new SqliteDatabase(file);
  db.exec("CREATE VIRTUAL TABLE temp.tokens USING fts5vocab(main, search, instance)");
  const tokens = db.prepare("SELECT * FROM temp.tokens ORDER BY term, doc, col, offset").all();
  const words = db.prepare("SELECT * FROM words ORDER BY word, language").all();
  db.close();
  return [tokens, words];
}

test("killed in the middle, again and again, it ends as complete as if it had never been", async () => {
  const whole = join(folder, "whole.db");
  writeFileSync(whole, gunzipSync(readFileSync(kept)));
  const unhurt = await openStore(`sqlite:${whole}`, { now });
  while ((await unhurt.takeOverIndexed(50)) + (await unhurt.growWords(50)) > 0);
  await unhurt.close();
  const before = await lists();
  await store.close();
  for (const lines of [2, 4, 3]) await killAfter(lines);
  store = await openStore(url, { now });
  const left = await store.readIndexWaiting();
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(before[0]?.length ?? 0);
  expect(await lists()).toEqual(before);
  while ((await store.takeOverIndexed(50)) + (await store.growWords(50)) > 0);
  expect(await lists()).toEqual(before);
  await store.close();
  expect(indexed(join(folder, "old.db"))).toEqual(indexed(whole));
  store = await openStore(url, { now });
});

test("entries without marked words in capitals are found by =WORD meanwhile, and get the marks, the newest first", async () => {
  while ((await store.takeOverIndexed(50)) > 0);
  const { items } = await store.readPage(pageOf({ collapse: "none", limit: 100 }));
  const word = items.map(({ lead }) => /\b[A-Z]{2,}\b/.exec(lead.title)?.[0]).find((one) => one !== undefined) ?? "";
  const found = await idsOf({ query: parseQuery(`=${word}`) });
  expect(found.length).toBeGreaterThan(0);
  // Some entries are not shown to readers.
  const marked = marksOf(word);
  expect(marked).toBeGreaterThanOrEqual(found.length);
  // As an earlier build indexed them.
  const db = new SqliteDatabase(join(folder, "old.db"));
  db.exec("UPDATE cased_rows SET from_row = (SELECT max(id) + 1 FROM search_docsize)");
  const unmarked = "(rowid, title, body, tags) VALUES (CAST(? AS INTEGER), ?, ?, 'u5')";
  for (const { id, title, text } of items.map(({ lead }) => lead)) {
    const row = db.prepare("SELECT id FROM search_docsize WHERE id % 1073741824 = ?").pluck().get(id);
    db.prepare(`INSERT OR REPLACE INTO search ${unmarked}`).run(row, unmarkedText(title), unmarkedText(text));
  }
  db.close();
  expect(marksOf(word)).toBe(marked - found.length);
  let left = await store.readIndexWaiting();
  expect(left).toBeGreaterThanOrEqual(items.length);
  while (left > 0) {
    expect(await idsOf({ query: parseQuery(`=${word}`) })).toEqual(found);
    left = await store.takeOverIndexed(7);
  }
  expect(marksOf(word)).toBe(marked);
  expect(await idsOf({ query: parseQuery(`=${word}`) })).toEqual(found);
});

function unmarkedText(text: string): string {
  const tokens = indexText(text, null).split(" ");
  return tokens.filter((token) => !token.startsWith("^")).join(" ");
}

/** How many entries have the mark of a word in capitals. */
function marksOf(word: string): number {
  const db = new SqliteDatabase(join(folder, "old.db"), { readonly: true });
  const mark = `{title body} : "^${[...word].map((letter) => `^${letter.toLowerCase()}`).join("")}"`;
  const count = db.prepare("SELECT count(*) FROM search WHERE search MATCH ?").pluck().get(mark);
  db.close();
  return Number(count);
}

test("what changes meanwhile stands in one index alone", async () => {
  const all = await idsOf({});
  await store.takeOverIndexed(3);
  const purged = await store.purge(now * 2, 4);
  expect(purged).toBeGreaterThan(0);
  const left = all.length - purged;
  expect((await idsOf({})).length).toBe(left);
  while ((await store.takeOverIndexed(7)) > 0);
  expect((await idsOf({ urgencyMax: 8 })).length).toBe(left);
});

test("the service takes it over in small steps, rests between them, says how far it is, and goes on after a stop", async () => {
  const told: string[] = [];
  const slept: number[] = [];
  let elapsed = 0;
  const clock = {
    now: () => now,
    elapsed: () => (elapsed += 40),
    async sleep(ms: number) {
      slept.push(ms);
    },
  };
  const say = (fields: object, message: string) => told.push(`${message} ${JSON.stringify(fields)}`);
  const log = { debug: say, info: say, warn: say, error: say };
  const steps = [401, 201, 1, 0];
  const takeOverIndexed = async () => steps.shift() ?? 0;
  const left = [101, 0];
  const packOlder = async () => left.shift() ?? 0;
  const compact = async () => ({ kind: "done", bytes: 4096, freeBytes: 8192 }) as const;
  const unread = [200, 3, 0, 5, 0];
  const growWords = async () => unread.shift() ?? 0;
  const work = { takeOverIndexed, packOlder, compact, growWords };
  const stopped = createCatchUp({ store: work, clock, log });
  stopped.stop();
  await stopped.run();
  expect(steps).toHaveLength(4);
  const one = createCatchUp({ store: work, clock, log });
  await Promise.all([one.run(), one.run()]);
  await one.run();
  expect(steps).toEqual([]);
  expect(left).toEqual([]);
  // Each run reads the words that have come since the one before.
  expect(unread).toEqual([]);
  expect(slept.length).toBe(7);
  for (const ms of slept) expect(ms).toBeGreaterThan(40);
  expect(told).toEqual([
    'search index: entries of an earlier build are being analysed again {"left":401}',
    "search index: every entry has been analysed again {}",
    'store: long texts of an earlier build are being compressed {"left":101}',
    "store: the long texts of the earlier build have been compressed {}",
    'store: the file was rewritten without its free pages {"bytes":4096,"freed":8192}',
  ]);
});
