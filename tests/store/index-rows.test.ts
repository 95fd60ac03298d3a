import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { SearchQuery } from "../../src/domain/query/search-query.ts";
import { migrate } from "../../src/store/migrate.ts";
import { type Connection, makeConnection } from "../../src/store/sqlite/connection.ts";
import { type IndexQuery, joined, without } from "../../src/store/sqlite/lists/search/index-query.ts";
import { createIndexReader } from "../../src/store/sqlite/lists/search/index-rows.ts";
import type { IndexRows } from "../../src/store/sqlite/lists/search/row-list.ts";
import { openForWriting } from "../../src/store/sqlite/open-database.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { runsOf } from "../support/runs-of.ts";
import { termOf } from "../support/search-terms.ts";
import { noon } from "../support/store-fixtures.ts";

const folder = makeFolder();
const { db } = openForWriting(join(folder, "rows.db"));
migrate(db, noon);
afterAll(() => {
  db.close();
  removeFolder(folder);
});

/** Many times the size of the largest page of a list. */
const rowCount = 9_000;
const insert = db.prepare(
  "INSERT INTO search (rowid, title, body, author, past, tags) VALUES (CAST(? AS INTEGER), ?, '', '', '', 'u5')",
);
/** Row `n`, with gaps between the rows, holds the words for every number here that divides `n`. */
const words = { two: 2, three: 3, seven: 7, forty: 40, many: 4_000 };
// Entries with these titles, which arrived at time 0, so that their ids are their rows. No other value matters.
db.pragma("foreign_keys = OFF");
const insertEntry = db.prepare(
  `INSERT INTO entries (id, guid, title, text, feed_id, revision, first_seen_at, published_at, revised_at, stored_at,
     significant_at, significant, date_class, urgency, guid_origin, guid_key, content_hash, headline, summary, details, html)
   VALUES (CAST(:id AS INTEGER), :id, :title, '', 1, 1, 0, 0, 0, 0, 0, 0, '', 5, '', :id, '', '', '', '{}', '')`,
);
const decide = db.prepare(
  `INSERT INTO memberships (entry_id, feed_id, copy_id, story_id, first_seen_at, published_at)
   VALUES (CAST(:id AS INTEGER), 1, :id, :id, 0, 0)`,
);
db.transaction(() => {
  for (let n = 1; n <= rowCount; n += 1) {
    const told = Object.entries(words).filter(([, by]) => n % by === 0);
    const title = told.map(([name]) => name).join(" ");
    insert.run(n * 10, title);
    insertEntry.run({ id: n * 10, title });
    decide.run({ id: n * 10 });
  }
})();

let statements = 0;
const connection: Connection = makeConnection(db);
const counting: Connection = {
  ...connection,
  sql: (text) => connection.sql(text),
  limits: {
    ...connection.limits,
    hold: () => {
      statements += 1;
    },
  },
};

interface Case {
  readonly query: IndexQuery;
  readonly holds: (n: number) => boolean;
}

const leaf = fc.tuple(fc.constantFrom(...(Object.keys(words) as (keyof typeof words)[])), fc.boolean()).map(
  ([name, isPrefix]): Case => ({
    query: { kind: "match", match: isPrefix ? `"${name.slice(0, 3)}" *` : `"${name}"`, isPrefix },
    holds: (n) => n % words[name] === 0,
  }),
);
const { tree } = fc.letrec<{ tree: Case }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.tuple(fc.constantFrom("and" as const, "or" as const), tie("tree"), tie("tree")).map(
      ([kind, a, b]): Case => ({
        query: joined(kind, [a.query, b.query]),
        holds: (n) => (kind === "and" ? a.holds(n) && b.holds(n) : a.holds(n) || b.holds(n)),
      }),
    ),
    fc
      .tuple(tie("tree"), tie("tree"))
      .map(([a, b]): Case => ({ query: without(a.query, b.query), holds: (n) => a.holds(n) && !b.holds(n) })),
  ),
}));
const look = fc.record({ row: fc.integer({ min: 0, max: rowCount * 10 + 5 }), step: fc.constantFrom(-1, 1) });

test("lists are read correctly from any place and in any order, however they are combined", () => {
  fc.assert(
    fc.property(tree, fc.array(look, { minLength: 1, maxLength: 12 }), ({ query, holds }, looks) => {
      expectRows(createIndexReader(connection)(query), holds, looks);
    }),
    { numRuns: runsOf(200) },
  );
});

/** A condition on words, and whether row `n` fulfils it. */
interface TextCase {
  readonly query: SearchQuery;
  readonly holds: (n: number) => boolean;
}

const name = fc.constantFrom(...(Object.keys(words) as (keyof typeof words)[]));
const textLeaf: fc.Arbitrary<TextCase> = fc.oneof(
  fc.tuple(name, fc.boolean()).map(([one, isPrefix]) => ({
    query: termOf([isPrefix ? one.slice(0, 3) : one], isPrefix),
    holds: (n: number) => n % words[one] === 0,
  })),
  // The index alone does not decide this.
  fc.tuple(name, name).map(([one, other]) => ({
    query: { ...termOf([one, other], false), slop: 5 },
    holds: (n: number) => n % words[one] === 0 && n % words[other] === 0,
  })),
);
const condition: fc.Arbitrary<TextCase> = fc
  .tuple(fc.array(textLeaf, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([some, isRefused]) => {
    const either: SearchQuery = { kind: "or", parts: some.map(({ query }) => query) };
    return {
      query: isRefused ? { kind: "not", part: either } : either,
      holds: (n) => some.some(({ holds }) => holds(n)) !== isRefused,
    };
  });

test("rows whose texts are tested are the rows of the index, however soon the index is asked", () => {
  const parts = fc.array(condition, { minLength: 1, maxLength: 5 });
  const looks = fc.array(look, { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(parts, looks, fc.constantFrom(0, 60, 100_000), (all, asked, testsMax) => {
      const holds = (n: number) => all.every((one) => one.holds(n));
      const query: SearchQuery = { kind: "and", parts: all.map((one) => one.query) };
      const winnowed: IndexQuery = { kind: "winnowed", query, index: { kind: "nothing" } };
      expectRows(createIndexReader(connection)(winnowed), holds, asked);
      const scanned: IndexQuery = { kind: "scanned", query, index: winnowed, testsMax };
      expectRows(createIndexReader(connection)(scanned), holds, asked);
    }),
    { numRuns: runsOf(100) },
  );
});

function expectRows(read: IndexRows, holds: (n: number) => boolean, looks: readonly { row: number; step: number }[]) {
  const rows = Array.from({ length: rowCount }, (_, at) => at + 1)
    .filter(holds)
    .map((n) => n * 10);
  for (const { row, step } of looks) {
    const wanted = step === -1 ? rows.findLast((one) => one <= row) : rows.find((one) => one >= row);
    expect(read.next(row, step === -1 ? -1 : 1)).toBe(wanted ?? null);
    expect(read.has(row)).toBe(rows.includes(row));
  }
}

test("a walk over all rows reads each list a few times, not once for each row", () => {
  const term = (match: string, isPrefix: boolean): IndexQuery => ({ kind: "match", match, isPrefix });
  statements = 0;
  const rowsOf = createIndexReader(counting);
  const rows = rowsOf(joined("or", [term('"two" *', true), term('"thr" *', true), term('"seven"', false)]));
  const again = rowsOf(term('"two" *', true));
  let found = 0;
  for (let n = rowCount; n > 0; n -= 1) if (rows.has(n * 10) && !again.has(n * 10)) found += 1;
  expect(found).toBe(
    Array.from({ length: rowCount }, (_, at) => at + 1).filter((n) => n % 2 && (n % 3 === 0 || n % 7 === 0)).length,
  );
  expect(statements).toBeLessThan(12);
});
