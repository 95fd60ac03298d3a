import { readFileSync } from "node:fs";
import SqliteDatabase from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { applicationId, migrate, readSchemaVersion } from "../../src/store/migrate.ts";
import { migrations } from "../../src/store/migrations/sqlite/migrations.ts";
import { readSchema } from "../support/read-schema.ts";

describe("migrate()", () => {
  test("makes the schema of the golden file, tests/golden/schema.sql", () => {
    const db = new SqliteDatabase(":memory:");
    expect(migrate(db, 0)).toBe(migrations.length);
    const golden = readFileSync(new URL("../golden/schema.sql", import.meta.url), "utf8");
    expect(readSchema(db)).toBe(golden);
    expect(migrate(db, 0)).toBe(0);
    expect(readSchemaVersion(db)).toBe(migrations.length);
  });

  test("runs only missing steps; when a step fails, the earlier ones are complete", () => {
    const db = new SqliteDatabase(":memory:");
    migrate(db, 5);
    const steps = [
      ...migrations,
      "CREATE TABLE added (id INTEGER)",
      "CREATE TABLE half (id INTEGER); CREATE TABLE added (id INTEGER)",
    ];
    expect(() => migrate(db, 6, steps)).toThrow("already exists");
    expect(db.prepare("SELECT version, ran_at FROM migrations ORDER BY version").raw().all()).toEqual([
      ...migrations.map((_, at) => [at + 1, 5]),
      [migrations.length + 1, 6],
    ]);
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE name IN ('added', 'half')").pluck().all();
    expect(tables).toEqual(["added"]);
  });

  test("keeps the published time of a story's last change (migration 4)", () => {
    const db = new SqliteDatabase(":memory:");
    migrate(db, 0, migrations.slice(0, 3));
    db.exec(`INSERT INTO stories (id, lead_entry_id, arrived_at, published_at) VALUES (1, 1, 10, 10), (2, 2, 30, 30);
      INSERT INTO copies (id, story_id, lead_entry_id, arrived_at, published_at, significant_at, merged_into)
      VALUES (1, 1, 1, 10, 10, 20, NULL), (2, 1, 2, 15, 15, 25, NULL), (3, 1, 3, 16, 16, 99, 2)`);
    migrate(db, 0);
    expect(db.prepare("SELECT id, significant_at FROM stories ORDER BY id").raw().all()).toEqual([
      [1, 25],
      [2, 30],
    ]);
  });

  test("counts revisions by feed with the same total as before (migration 6)", () => {
    const db = new SqliteDatabase(":memory:");
    migrate(db, 0, migrations.slice(0, 5));
    db.exec(`INSERT INTO sources (id, name, name_key, kind, rank) VALUES (1, 'A', 'a', 'outlet', 1);
      INSERT INTO feeds (id, url, spec_url, source_id, origin, state, entry_count)
      VALUES (1, 'a', 'a', 1, 'added', 'active', 2), (2, 'b', 'b', 1, 'added', 'active', 0)`);
    const entry = db.prepare(
      `INSERT INTO entries VALUES (?, 1, 1, 1, 1, NULL, 1, 1, 1, 1, 'stated', 5, NULL, NULL, NULL, NULL, NULL, 't', NULL, 'guid',
       ?, 'k', NULL, NULL, 'c', 'h', 's', '{}', 'x', 'x')`,
    );
    for (const id of [1, 2]) entry.run(id, `g${id}`);
    db.exec(`INSERT INTO revisions (entry_id, number, seen_at, significant, content_hash, title, text, html)
      VALUES (1, 1, 1, 1, 'a', 't', 'x', 'x'), (1, 2, 2, 1, 'b', 't', 'x', 'x')`);
    migrate(db, 0);
    expect(db.prepare("SELECT id, revision_count FROM feeds ORDER BY id").raw().all()).toEqual([
      [1, 4],
      [2, 0],
    ]);
  });

  test("keeps the sentences of reasons for editors, with the entries that they are known to name (migration 7)", () => {
    const db = new SqliteDatabase(":memory:");
    migrate(db, 0, migrations.slice(0, 6));
    db.pragma("foreign_keys = OFF");
    const old = (code: string, other: number | null) => ({ code, text: `Why ${code}.`, score: 0.5, with: other });
    const list = JSON.stringify([old("copy-merge", 4), old("story", 3), old("odd", null)]);
    db.prepare("INSERT INTO reasons (entry_id, list) VALUES (1, ?), (2, '[]')").run(list);
    migrate(db, 0);
    const lists = db.prepare<[], string>("SELECT list FROM reasons ORDER BY entry_id").pluck().all();
    expect(lists.map((kept) => JSON.parse(kept))).toEqual([
      [
        { code: "copy-merge", score: 0.5, entries: [4, 0], text: "Why copy-merge." },
        { code: "story", score: 0.5, entries: [3], text: "Why story." },
        { code: "odd", score: 0.5, entries: [], text: "Why odd." },
      ],
      [],
    ]);
  });

  test("rulings that waited for the desk become waiting commands (migration 8)", () => {
    const db = new SqliteDatabase(":memory:");
    migrate(db, 0, migrations.slice(0, 7));
    const insert = db.prepare("INSERT INTO editor_words (word, said_by, said_at, carried_out) VALUES (?, 'ana', ?, ?)");
    insert.run('{"kind":"pin","storyId":1,"pinned":true}', 5, 1);
    insert.run('{"kind":"apart","level":"story","entryA":1,"entryB":2}', 6, 0);
    migrate(db, 0);
    expect(db.prepare("SELECT said_at FROM editor_words").pluck().all()).toEqual([5]);
    const [waiting] = db.prepare("SELECT owner, payload, asked_at FROM commands").raw().all() as [
      string,
      string,
      number,
    ][];
    const rulings = [{ kind: "apart", level: "story", entryA: 1, entryB: 2 }];
    expect([waiting?.[0], JSON.parse(waiting?.[1] ?? ""), waiting?.[2]]).toEqual([
      "desk",
      { kind: "recordRulings", rulings, by: "ana" },
      6,
    ]);
  });

  test("refuses a newer schema and other programs' databases", () => {
    const newer = new SqliteDatabase(":memory:");
    migrate(newer, 0, [...migrations, "SELECT 1"]);
    expect(() => migrate(newer, 0)).toThrow(expect.objectContaining({ code: "store-newer" }));
    const foreign = new SqliteDatabase(":memory:");
    foreign.exec("CREATE TABLE mail (id INTEGER)");
    expect(() => migrate(foreign, 0)).toThrow(expect.objectContaining({ code: "store-corrupt" }));
    foreign.pragma("user_version = 1");
    expect(() => migrate(foreign, 0)).toThrow(expect.objectContaining({ code: "store-corrupt" }));
    expect(newer.pragma("application_id", { simple: true })).toBe(applicationId);
  });
});
