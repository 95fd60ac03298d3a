import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import SqliteDatabase from "better-sqlite3";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Store } from "../../src/domain/store.ts";
import { copyStore } from "../../src/store/copying/copy-store.ts";
import { sqliteSource, sqliteTarget } from "../../src/store/copying/sqlite-end.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { makeEntry } from "../support/make-entry.ts";
import { randomOf } from "../support/random-of.ts";
import { fetchedOf, noon, specOf } from "../support/store-fixtures.ts";

const folder = makeFolder();
afterAll(() => removeFolder(folder));

const entriesMade = 24;
const statesOfLive = 9;

let files = 0;
let file: string;
let store: Store;
beforeEach(async () => {
  files += 1;
  file = join(folder, `${files}.db`);
  store = await openStore(`sqlite:${file}`, { now: noon });
  await fill();
});
afterEach(() => store.close());

/** Long texts with pictures, short ones, some that say nothing twice; every sixth is a live page of many states. */
async function fill(): Promise<void> {
  const feed = await store.addFeed(specOf("https://live.example/rss"), "added", noon);
  for (let n = 0; n < entriesMade; n += 1) {
    const random = randomOf(n + 1);
    const paragraphs = Array.from({ length: n % 3 === 0 ? 1 : 8 }, () => sentence(random));
    const { newIds } = await store.saveFetched(
      fetchedOf(feed.id, [{ kind: "new", entry: entryOf(n, "0", paragraphs) }]),
    );
    const id = newIds[0] ?? 0;
    for (let state = 1; n % 6 === 1 && state < statesOfLive; state += 1) {
      paragraphs.unshift(sentence(random));
      const change = { kind: "revised", id, entry: entryOf(n, `${state}`, paragraphs), significant: true } as const;
      await store.saveFetched(fetchedOf(feed.id, [change]));
    }
  }
}

function entryOf(n: number, state: string, paragraphs: readonly string[]) {
  const html = paragraphs.map((text) => `<p>${text} <a href="https://live.example/${n}">More</a></p>`).join("\n");
  return makeEntry({ guid: `g${n}`, title: `Quay ${n}`, text: paragraphs.join("\n\n"), html, contentHash: state });
}

function sentence(random: () => number): string {
  const words = "the harbour council of Åland says that ferries & cranes <rest> until evening 港 for repairs".split(
    " ",
  );
  return Array.from({ length: 30 }, () => words[Math.floor(random() * words.length)]).join(" ");
}

async function said() {
  const ids = Array.from({ length: entriesMade }, (_, at) => at + 1);
  return {
    entries: await Promise.all(ids.map((id) => store.readEntry(id))),
    states: await Promise.all(ids.map((id) => store.readRevisions(id))),
  };
}

/** As the build before this one would have left it. */
async function unpack(): Promise<void> {
  const { entries, states } = await said();
  await store.close();
  const db = new SqliteDatabase(file);
  const entry = db.prepare("UPDATE entries SET headline = ?, summary = ?, html = ?, packed = NULL WHERE id = ?");
  const state = db.prepare("UPDATE revisions SET text = ?, html = ?, packed = NULL WHERE entry_id = ? AND number = ?");
  for (const one of entries) entry.run(one?.headline, one?.summary, one?.html, one?.id);
  for (const one of states.flat()) state.run(one.text, one.html, one.entryId, one.number);
  db.exec("INSERT INTO packing VALUES (1)");
  db.close();
  store = await openStore(`sqlite:${file}`, { now: noon });
}

/** How many bytes of text and of packed text the rows hold. */
function bytesOf(table: "entries" | "revisions"): number {
  const db = new SqliteDatabase(file, { readonly: true });
  const sum = `SELECT sum(octet_length(text) + octet_length(html) + coalesce(octet_length(packed), 0)) FROM ${table}`;
  const bytes = db.prepare(sum).pluck().get();
  db.close();
  return Number(bytes);
}

/**
 * Runs the packer, and kills it within the step after `steps` ones. Returns whether it had finished before: there was
 * less to do.
 */
function killAfter(steps: number): Promise<boolean> {
  const script = fileURLToPath(new URL("../support/store-packer.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, `sqlite:${file}`], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.on("error", () => undefined).write("x".repeat(steps + 1));
  let told = "";
  child.stdout.on("data", (chunk: Buffer) => {
    told += chunk.toString();
    if (told.split("\n").length > steps) child.kill("SIGKILL");
  });
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code, signal) => {
      if (code === 0 || signal === "SIGKILL") done(told.trimEnd().endsWith("\n0"));
      else failed(new Error(`the packer ended by itself with ${code}: is dist/ built?`));
    });
  });
}

describe("long texts", () => {
  test("take little room, and are read as they were written", async () => {
    const before = await said();
    const [entries, revisions] = [bytesOf("entries"), bytesOf("revisions")];
    await unpack();
    expect(await said()).toEqual(before);
    expect(entries).toBeLessThan(0.75 * bytesOf("entries"));
    expect(revisions).toBeLessThan(0.3 * bytesOf("revisions"));
  });

  test("of an earlier build are packed in steps; a kill at any step loses nothing and the next start goes on", async () => {
    const before = await said();
    const [entries, revisions] = [bytesOf("entries"), bytesOf("revisions")];
    await unpack();
    for (const steps of [2, 5, 7, 100]) {
      await store.close();
      const isDone = await killAfter(steps);
      store = await openStore(`sqlite:${file}`, { now: noon });
      expect(await said()).toEqual(before);
      expect(isDone).toBe(steps === 100);
    }
    expect([bytesOf("entries"), bytesOf("revisions")]).toEqual([entries, revisions]);
    expect(await store.packOlder(10)).toBe(0);
  });

  test("that a copied store had not packed are packed in the copy", async () => {
    const before = await said();
    const [entries, revisions] = [bytesOf("entries"), bytesOf("revisions")];
    await unpack();
    await store.close();
    const ends = [sqliteSource(file), sqliteTarget(join(folder, `${files}-copy.db`), noon)] as const;
    await copyStore(...ends, noon, () => undefined);
    for (const end of ends) await end.close();
    file = join(folder, `${files}-copy.db`);
    store = await openStore(`sqlite:${file}`, { now: noon });
    while ((await store.packOlder(10)) > 0);
    expect(await said()).toEqual(before);
    expect([bytesOf("entries"), bytesOf("revisions")]).toEqual([entries, revisions]);
  });

  test("are the same after the file was written anew, which takes the free pages out of it", async () => {
    const before = await said();
    expect(await store.compact(false)).toMatchObject({ kind: "needless" });
    const db = new SqliteDatabase(file);
    db.exec("CREATE TABLE filler (bytes BLOB); INSERT INTO filler VALUES (zeroblob(20000000)); DROP TABLE filler");
    db.close();
    const large = statSync(file).size;
    const other = await openStore(`sqlite:${file}`, { now: noon });
    const counts = await other.readCounts();
    expect(await store.readCounts()).toEqual(counts);
    const { kind, bytes } = await store.compact(false);
    expect(kind).toBe("done");
    expect(statSync(file).size).toBe(bytes);
    expect(bytes).toBeLessThan(large - 19_000_000);
    expect(await said()).toEqual(before);
    // Another process that has the store open.
    expect(await other.readCounts()).toEqual(counts);
    await other.close();
  });
});
