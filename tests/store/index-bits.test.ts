import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { migrate } from "../../src/store/migrate.ts";
import { makeConnection } from "../../src/store/sqlite/connection.ts";
import type { AskedTokens, ColumnsAsked } from "../../src/store/sqlite/lists/postings/asked-tokens.ts";
import { hasBit } from "../../src/store/sqlite/lists/postings/bits.ts";
import { openIndexBits } from "../../src/store/sqlite/lists/postings/index-bits.ts";
import { openForWriting } from "../../src/store/sqlite/open-database.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { runsOf } from "../support/runs-of.ts";
import { noon } from "../support/store-fixtures.ts";

const folder = makeFolder();
afterAll(() => removeFolder(folder));

const idsMax = 400;
const span = { first: 1, last: idsMax };
const quarter = 2 ** 30;
const rowOf = (id: number) => 1_970_000 * quarter + Math.floor(id / 7) * quarter + id;
const vocabulary = ["ship", "ships", "shipment", "shop", "sh", "s", "harbour", "harbours", "停火", "停止", "^^u^s"];
const columns = ["title", "body", "author", "past", "tags"];

/** Some columns of a row; `times`: how often each of them repeats its words, so that some lists fill pages. */
const cells = fc.array(
  fc.tuple(fc.constantFrom(...columns), fc.subarray(vocabulary, { minLength: 1 }), fc.constantFrom(1, 1, 1, 2, 700)),
  { minLength: 1, maxLength: 3 },
);
const change = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("put" as const), id: fc.integer({ min: 1, max: idsMax }), cells }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("remove" as const), id: fc.integer({ min: 1, max: idsMax }) }),
  },
  // Many rows at once, of which each has the same words.
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("fill" as const), from: fc.integer({ min: 1, max: idsMax }), cells }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("merge" as const), pages: fc.integer({ min: -60, max: 60 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "optimize" as const }) },
);
const batches = fc.array(fc.array(change, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 10 });

test("the pages of the index have the entries that FTS5 finds, however they were written, merged and removed", () => {
  const { db } = openForWriting(join(folder, "bits.db"));
  migrate(db, noon);
  // Small pages, so that lists go on for many of them, and few segments, so that they are merged often.
  db.exec("INSERT INTO search (search, rank) VALUES ('pgsz', 64), ('automerge', 2), ('usermerge', 2)");
  const connection = makeConnection(db);
  const put = db.prepare(
    "INSERT OR REPLACE INTO search (rowid, title, body, author, past, tags) VALUES (CAST(? AS INTEGER), ?, ?, ?, ?, ?)",
  );
  const remove = db.prepare("DELETE FROM search WHERE rowid = CAST(? AS INTEGER)");
  const merge = db.prepare("INSERT INTO search (search, rank) VALUES ('merge', ?)");
  const write = (id: number, given: typeof cells extends fc.Arbitrary<infer One> ? One : never) =>
    put.run(rowOf(id), ...columns.map((name) => textOf(given, name)));
  const asked = fc.record({
    token: fc.constantFrom(...vocabulary, "shi", "harb", "停", "zebra", "a"),
    isPrefix: fc.boolean(),
    column: fc.constantFrom(null, "title", "body", "author"),
  });
  fc.assert(
    fc.property(batches, fc.array(asked, { minLength: 8, maxLength: 8 }), (changes, questions) => {
      db.exec("INSERT INTO search (search) VALUES ('delete-all')");
      for (const batch of changes)
        db.transaction(() => {
          for (const one of batch) {
            if (one.kind === "put") write(one.id, one.cells);
            if (one.kind === "remove") remove.run(rowOf(one.id));
            if (one.kind === "fill") for (let id = one.from; id < one.from + 60; id += 1) write(id, one.cells);
            if (one.kind === "merge") merge.run(one.pages);
            if (one.kind === "optimize") db.exec("INSERT INTO search (search) VALUES ('optimize')");
          }
        })();
      const bits = openIndexBits(connection, span, idsMax);
      for (const question of questions) {
        const found = found5(db, question);
        const { all, sure } = bits?.read(askedOf(question)) ?? { all: null, sure: null };
        if (all === null || sure === null || bits === null) throw new Error("the format of the index is not known");
        for (let id = 1; id <= idsMax; id += 1) {
          if (found.has(id)) expect(hasBit(all, id - span.first)).toBe(true);
          else expect(hasBit(sure, id - span.first)).toBe(false);
          // Only a later column can be unknown.
          if (question.column === null || question.column === "title")
            expect(hasBit(sure, id - span.first)).toBe(hasBit(all, id - span.first));
        }
      }
    }),
    { numRuns: runsOf(100) },
  );
  db.close();
}, 60_000);

interface Question {
  readonly token: string;
  readonly isPrefix: boolean;
  readonly column: string | null;
}

function textOf(given: readonly (readonly [string, readonly string[], number])[], name: string): string {
  return given
    .filter(([column]) => column === name)
    .flatMap(([, words, times]) => Array.from({ length: times }, () => words.join(" ")))
    .join(" ");
}

/** The ids that FTS5 finds. */
function found5(db: ReturnType<typeof openForWriting>["db"], { token, isPrefix, column }: Question): Set<number> {
  const match = `{${column ?? "title body"}} : "${token}"${isPrefix ? " *" : ""}`;
  const rows = db.prepare<[string], number>("SELECT rowid FROM search WHERE search MATCH ?").pluck().all(match);
  return new Set(rows.map((row) => row % quarter));
}

function askedOf({ token, isPrefix, column }: Question): AskedTokens {
  const at = columns.indexOf(column ?? "body");
  const answers: ColumnsAsked = columns.map((name, one) =>
    one === at || (column === null && name === "title") ? "yes" : one < at ? "maybe" : "no",
  );
  return { kind: "token", token, isPrefix, columns: answers, isSure: true };
}
