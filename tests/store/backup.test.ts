import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openReadStore } from "../../src/store/open-store.ts";
import { openSqlite } from "../contract/open-sqlite.ts";
import { daily, useStore } from "../contract/use-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { pageOf } from "../support/store-fixtures.ts";

describe("a backup of SQLite's file", () => {
  const use = useStore(openSqlite);
  const { addFeed, addDecided } = use;
  let folder: string;
  beforeEach(() => {
    folder = makeFolder();
  });
  afterEach(() => removeFolder(folder));
  const file = () => join(folder, "backup.db");

  test("a backup has the same base for ids", async () => {
    const base = await use.store.readIdBase();
    await use.store.backup(file());
    const copy = await openReadStore(`sqlite:${file()}`);
    expect(await copy.readIdBase()).toBe(base);
    await copy.close();
  });

  test("a backup is a complete store and overwrites nothing", async () => {
    const ids = await addDecided(await addFeed(), [{}, {}]);
    await use.store.backup(file());
    await addDecided(await addFeed(daily), [{}]);
    const copy = await openReadStore(`sqlite:${file()}`);
    expect((await copy.readPage(pageOf({ filter: { languages: ["en"] } }))).items.map((item) => item.id)).toEqual(
      [...ids].reverse(),
    );
    expect(await copy.readCounts()).toMatchObject({ entries: 2, feeds: 1 });
    await copy.close();
    await expect(use.store.backup(file())).rejects.toMatchObject({ code: "conflict" });
  });
});
