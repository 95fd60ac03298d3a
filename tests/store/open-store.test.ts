import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openReadStore, openStore, storeFile } from "../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { createRecordingLog } from "../support/logs.ts";
import { makeEntry } from "../support/make-entry.ts";
import { fetchedOf, noon, pageOf, specOf } from "../support/store-fixtures.ts";

let folder: string;
let file: string;
let url: string;
beforeEach(() => {
  folder = makeFolder();
  file = join(folder, "wiredesk.db");
  url = `sqlite:${file}`;
});
afterEach(() => {
  removeFolder(folder);
});

const now = noon;
const code = (expected: string) => ({ name: "WireError", code: expected });

describe("openStore()", () => {
  test.each(["mysql:x", "mariadb://db/x", "sqlite:", "data/x.db", "sqlite::memory:", ""])(
    "refuses %j as no store it knows",
    async (bad) => {
      await expect(openStore(bad, { now })).rejects.toMatchObject(code("config-invalid"));
    },
  );

  test("reads relative and absolute addresses", () => {
    expect(storeFile("sqlite:data/wiredesk.db")).toBe("data/wiredesk.db");
    expect(storeFile("sqlite:/var/lib/w.db")).toBe("/var/lib/w.db");
    expect(storeFile("sqlite:///var/lib/w.db")).toBe("/var/lib/w.db");
  });

  test("keeps saved data over a restart", async () => {
    const store = await openStore(url, { now });
    const feed = await store.addFeed(specOf("https://a.example/"), "added", now);
    await store.saveFetched(fetchedOf(feed.id, [{ kind: "new", entry: makeEntry() }]));
    await store.close();
    const again = await openStore(url, { now, migrate: false });
    expect(await again.readCounts()).toMatchObject({ feeds: 1, entries: 1, pending: 1 });
    await again.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  test("reports migrations to the given log", async () => {
    const { log, messages } = createRecordingLog();
    await (await openStore(url, { now, log })).close();
    await (await openStore(url, { now, log })).close();
    expect(messages).toEqual(["store migrated"]);
  });

  test("refuses a file that is not a database, a damaged one, a newer one and another program's", async () => {
    writeFileSync(file, "this is a text, and long enough to be looked at as a header of a database file".repeat(20));
    await expect(openStore(url, { now })).rejects.toMatchObject(code("store-corrupt"));
    await expect(openReadStore(url)).rejects.toMatchObject(code("store-corrupt"));
    rmSync(file);
    const foreign = new SqliteDatabase(file);
    foreign.exec("CREATE TABLE mail (id INTEGER)");
    foreign.close();
    await expect(openStore(url, { now })).rejects.toMatchObject(code("store-corrupt"));
    rmSync(file);
    await (await openStore(url, { now })).close();
    const newer = new SqliteDatabase(file);
    newer.pragma("user_version = 99");
    newer.close();
    await expect(openStore(url, { now })).rejects.toMatchObject(code("store-newer"));
    await expect(openReadStore(url)).rejects.toMatchObject(code("store-newer"));
  });

  test("finds damage inside the file before it writes anything", async () => {
    const store = await openStore(url, { now });
    const feed = await store.addFeed(specOf("https://a.example/"), "added", now);
    const entries = Array.from({ length: 50 }, (_, at) => makeEntry({ guid: `g${at}`, text: `${at}`.repeat(3000) }));
    await store.saveFetched(
      fetchedOf(
        feed.id,
        entries.map((entry) => ({ kind: "new", entry })),
      ),
    );
    await store.close();
    const bytes = readFileSync(file).byteLength;
    const handle = openSync(file, "r+");
    for (let at = 4096 * 4; at < bytes; at += 4096) writeSync(handle, Buffer.alloc(64, 0xa5), 0, 64, at);
    closeSync(handle);
    await expect(openStore(url, { now })).rejects.toMatchObject(code("store-corrupt"));
  });

  test("refuses to migrate an older schema when it may not", async () => {
    new SqliteDatabase(file).close();
    writeFileSync(file, "");
    await expect(openStore(url, { now, migrate: false })).rejects.toMatchObject(code("conflict"));
    await expect(openReadStore(url)).rejects.toMatchObject(code("conflict"));
  });

  test("throws io-failed when it cannot make or open the file", async () => {
    writeFileSync(join(folder, "flat"), "");
    await expect(openStore(`sqlite:${join(folder, "flat/deeper/w.db")}`, { now })).rejects.toMatchObject(
      code("io-failed"),
    );
    mkdirSync(join(folder, "taken.db"));
    await expect(openStore(`sqlite:${join(folder, "taken.db")}`, { now })).rejects.toMatchObject(code("io-failed"));
    await expect(openStore("sqlite:/proc/wiredesk.db", { now })).rejects.toMatchObject(code("io-failed"));
    await expect(openReadStore(`sqlite:${join(folder, "none.db")}`)).rejects.toMatchObject(code("not-found"));
  });
});

describe("two connections", () => {
  test("a write does not wait for ever: store-locked", async () => {
    const store = await openStore(url, { now, busyTimeoutMs: 20 });
    const other = new SqliteDatabase(file);
    other.exec("BEGIN IMMEDIATE");
    await expect(store.takeDesk("a", now, now + 1)).rejects.toMatchObject(code("store-locked"));
    expect(await store.readCounts()).toMatchObject({ feeds: 0 });
    other.exec("ROLLBACK");
    other.close();
    expect(await store.takeDesk("a", now, now + 1)).toBe(1);
    await store.close();
  });

  test("a store opened for reading reads, and fails to write with io-failed", async () => {
    const writer = await openStore(url, { now });
    const feed = await writer.addFeed(specOf("https://a.example/"), "added", now);
    const reader = await openStore(url, { now, readOnly: true });
    expect(await reader.readCounts()).toMatchObject({ feeds: 1 });
    await expect(reader.setFeedState(feed.id, "paused")).rejects.toMatchObject(code("io-failed"));
    expect((await reader.readPage(pageOf())).items).toEqual([]);
    await reader.close();
    await writer.close();
  });
});
