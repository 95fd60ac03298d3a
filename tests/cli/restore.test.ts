import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import SqliteDatabase from "better-sqlite3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createWorkspace, runCli, type Workspace } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";

let workspace: Workspace;
const run = (...args: string[]) => runCli(workspace, args);

/** A store with two feeds. */
let made: Workspace;
beforeAll(async () => {
  made = createWorkspace();
  for (const [name, first] of [
    ["a", 1],
    ["b", 3],
  ] as const)
    writeFileSync(
      made.path(`${name}.xml`),
      rssDocument({ title: name, link: `https://${name}.example/` }, [
        testItem(first),
        testItem(first + 1),
        testItem(9),
      ]),
    );
  await runCli(made, ["ingest", made.path("a.xml"), made.path("b.xml")]);
});
afterAll(() => made.remove());
beforeEach(() => {
  workspace = createWorkspace();
  copyFileSync(made.path("wire.db"), workspace.path("wire.db"));
});
afterEach(() => workspace.remove());

const files = () => readdirSync(workspace.folder).filter((name) => name.startsWith("wire.db"));

describe("wiredesk restore", () => {
  test("gives byte for byte the export of the time of the backup, after the store was wiped", async () => {
    const before = (await run("export")).stdout;
    expect(before.split("\n").length).toBeGreaterThan(5);
    const copy = workspace.path("copy.db");
    expect((await run("backup", copy)).code).toBe(0);
    for (const name of files()) rmSync(workspace.path(name));
    const { code, stderr } = await run("restore", copy);
    expect([code, stderr]).toEqual([0, `restored ${workspace.path("wire.db")}: 6 entries of 2 feeds\n`]);
    expect((await run("export")).stdout).toBe(before);
  });

  test("keeps what was there before under another name, and the store goes on from the backup", async () => {
    const copy = workspace.path("copy.db");
    await run("backup", copy);
    writeFileSync(workspace.path("c.xml"), rssDocument({ title: "c", link: "https://c.example/" }, [testItem(20)]));
    await run("ingest", workspace.path("c.xml"));
    const later = (await run("export")).stdout;
    const { code, stderr } = await run("restore", copy);
    const kept = /kept as (.*)/.exec(stderr)?.[1] ?? "";
    expect([code, existsSync(kept)]).toEqual([0, true]);
    expect((await run("export")).stdout).not.toBe(later);
    // Nothing of the later state is lost: it can be restored as well.
    expect((await run("restore", kept)).code).toBe(0);
    expect((await run("export")).stdout).toBe(later);
    expect(files().filter((name) => name.includes("restoring"))).toEqual([]);
  });

  test("takes a backup that lies where nothing can be written, and leaves nothing beside it", async () => {
    const copy = workspace.path("copy.db");
    await run("backup", copy);
    chmodSync(copy, 0o400);
    expect((await run("restore", copy)).code).toBe(0);
    expect(readdirSync(workspace.folder).filter((name) => name.startsWith("copy.db"))).toEqual(["copy.db"]);
  });

  test.each([
    [
      "that is damaged",
      (copy: string) => writeFileSync(copy, damaged(readFileSync(copy))),
      /copy\.db.*(damaged|malformed)/,
    ],
    [
      "that is no store",
      (copy: string) => writeFileSync(copy, "not a database, but long enough to look at"),
      /copy\.db/,
    ],
    ["of another program", (copy: string) => makeOther(copy), /copy\.db.*not a wiredesk store/],
    ["of a newer wiredesk", (copy: string) => pragma(copy, "user_version = 999"), /copy\.db has schema 999/],
    ["that is missing", (copy: string) => rmSync(copy), /copy\.db: there is no such file/],
  ])("refuses a file %s, and changes nothing", async (_name, spoil, message) => {
    const copy = workspace.path("copy.db");
    await run("backup", copy);
    spoil(copy);
    const before = readFileSync(workspace.path("wire.db"));
    const { code, stderr } = await run("restore", copy);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("restoring");
    expect(readFileSync(workspace.path("wire.db")).equals(before)).toBe(true);
    expect(files().filter((name) => /restoring|before/.test(name))).toEqual([]);
  });

  test("refuses the store itself, and a store that somebody has open", async () => {
    expect((await run("restore", workspace.path("wire.db"))).stderr).toContain("is the store itself");
    const copy = workspace.path("copy.db");
    await run("backup", copy);
    const other = new SqliteDatabase(workspace.path("wire.db"));
    other.prepare("SELECT count(*) FROM entries").get();
    const { code, stderr } = await run("restore", copy);
    expect([code, stderr]).toEqual([1, expect.stringContaining("the store is in use; stop the service")]);
    other.close();
    expect((await run("restore", copy)).code).toBe(0);
  });
});

/** Overwrites every page but the first. */
function damaged(bytes: Buffer): Buffer {
  const broken = Buffer.from(bytes);
  broken.fill(0x5a, 8192, broken.length - 4096);
  return broken;
}

function makeOther(file: string): void {
  rmSync(file);
  const db = new SqliteDatabase(file);
  db.exec("CREATE TABLE films (id INTEGER)");
  db.close();
}

function pragma(file: string, text: string): void {
  const db = new SqliteDatabase(file);
  db.pragma(text);
  db.close();
}
