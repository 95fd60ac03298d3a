import { afterAll, beforeAll, expect, test } from "vitest";
import { parseQuery } from "../../../src/domain/query/parse-query.ts";
import { emptyFilter, type PageQuery, type SectionFilter } from "../../../src/domain/section.ts";
import { type Connection, makeConnection } from "../../../src/store/postgres/connection.ts";
import { listMethods } from "../../../src/store/postgres/lists/list-methods.ts";
import { databaseAddress, openPool } from "../../../src/store/postgres/open-database.ts";
import type { Transaction } from "../../../src/store/postgres/transaction.ts";
import { makeDatabase } from "../../support/postgres-server.ts";

/**
 * 150,000 entries, one each 30 seconds, of 200 feeds. Every third joins the copy of the one before. Of the words,
 * `word1` is in every second text and `word50` in a fiftieth; `rare` is in one of 30,000.
 */
const fill = `
  INSERT INTO sources (id, name, name_key, rank, kind)
    SELECT n, 'Outlet ' || n, 'outlet ' || n, 50, CASE WHEN n % 50 = 0 THEN 'agency' ELSE 'outlet' END FROM generate_series(1, 100) n;
  INSERT INTO feeds (id, url, spec_url, source_id, origin, state)
    SELECT n, 'https://f' || n || '.example/', 'https://f' || n || '.example/', (n + 1) / 2, 'added', 'active' FROM generate_series(1, 200) n;
  CREATE TEMPORARY TABLE made AS
    SELECT n AS id, 1767225600000 + n * 30000::bigint AS at, 1 + (n * 7919) % 200 AS feed_id,
      CASE WHEN n % 3 = 2 THEN n - 1 ELSE n END AS group_id, CASE WHEN n % 500 = 0 THEN 1 ELSE 3 + n % 6 END AS urgency,
      (ARRAY['en', 'fr', 'de', 'es'])[1 + n % 4] AS language, CASE WHEN n % 700 = 0 THEN 'correction' END AS cue,
      CASE WHEN n % 31 = 0 THEN 2 ELSE 1 END AS revision,
      'text ' || (SELECT coalesce(string_agg('word' || k, ' '), '') FROM generate_series(1, 60) k WHERE (n * 31 + k * 17) % (k + 1) = 0)
        || CASE WHEN n % 30000 = 7 THEN ' rare' ELSE '' END AS text
    FROM generate_series(1, 150000) n;
  INSERT INTO entries (id, feed_id, revision, first_seen_at, published_at, revised_at, stored_at, significant_at, significant,
      date_class, urgency, cue_kind, language, title, guid_origin, guid, guid_key, content_hash, headline, summary, details, text, html)
    SELECT id, feed_id, revision, at, at - (id * 37) % 600000, at + (revision - 1) * 3600000, at, at, 1, 'stated', urgency, cue,
      language, 'Title ' || id, 'guid', 'g' || id, 'g' || id, 'h' || id, '', '', '{"categories":[]}', text, '' FROM made;
  INSERT INTO stories (id, lead_entry_id, arrived_at, published_at)
    SELECT id, id, at, at - (id * 37) % 600000 FROM made WHERE id = group_id;
  INSERT INTO copies (id, story_id, lead_entry_id, arrived_at, published_at, significant_at)
    SELECT id, id, id, at, at - (id * 37) % 600000, at FROM made WHERE id = group_id;
  INSERT INTO memberships (entry_id, feed_id, copy_id, story_id, first_seen_at, published_at, decided_at)
    SELECT id, feed_id, group_id, group_id, at, at - (id * 37) % 600000, at FROM made;
  INSERT INTO search (entry_id, at, tokens, is_rough, words)
    SELECT id, at, 60, 0, to_tsvector('simple', text) || array_to_tsvector(ARRAY[
      chr(3) || 'f' || feed_id, chr(3) || 'u' || urgency, chr(3) || 'l' || language, chr(4) || language,
      chr(5) || at / 3600000, chr(6) || at / 86400000]) FROM made;
  ANALYZE`;

interface Plan {
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Join Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly Plans?: readonly Plan[];
}

let connection: Connection;
let removed = 0;

beforeAll(async () => {
  const url = await makeDatabase();
  const pool = openPool(databaseAddress(url));
  await pool.query(fill);
  await pool.query("VACUUM");
  connection = explained(makeConnection(pool, url, { schema: "public" }));
}, 300_000);
afterAll(() => connection.close());

/** The same connection. For each statement, the rows that its plan read in vain are added to `removed`. */
function explained(own: Connection): Connection {
  const wrapped = (tx: Transaction): Transaction => {
    const all: Transaction["all"] = async (text, values, options) => {
      const plans = await tx.all<{ "QUERY PLAN": readonly [{ Plan: Plan }] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
        values,
        { prepare: false },
      );
      for (const plan of plans) removed += removedBy(plan["QUERY PLAN"][0].Plan);
      return await tx.all(text, values, options);
    };
    return { ...tx, all, get: async (text, values, options) => (await all<never>(text, values, options))[0] };
  };
  return { ...own, read: (work) => own.read((tx) => work(wrapped(tx))) };
}

function removedBy(plan: Plan): number {
  const own =
    (plan["Rows Removed by Filter"] ?? 0) +
    (plan["Rows Removed by Join Filter"] ?? 0) +
    (plan["Rows Removed by Index Recheck"] ?? 0);
  return own * plan["Actual Loops"] + (plan.Plans ?? []).reduce((sum, part) => sum + removedBy(part), 0);
}

const filters: Readonly<Record<string, Partial<SectionFilter>>> = {
  everything: {},
  "one source": { sources: ["Outlet 8"] },
  "most sources": { kinds: ["outlet"] },
  "one feed": { feedId: 150 },
  "a language": { languages: ["en"] },
  "the urgent": { urgencyMax: 2 },
  "a common word": { query: parseQuery("word1") },
  "a word": { query: parseQuery("word50") },
  "a rare word": { query: parseQuery("rare") },
  "two words": { query: parseQuery("word40 word50") },
  "the beginning of words": { query: parseQuery("word5*") },
  "a phrase": { query: parseQuery('"word1 word3"') },
  "near words": { query: parseQuery("word1 NEAR/5 word3") },
  "without a word": { query: parseQuery("-word1") },
  "without a tag": { query: parseQuery("-lang:en word50") },
  corrected: { query: parseQuery("state:corrected") },
  "a word or corrected": { query: parseQuery("rare OR state:corrected") },
  "one of a story": { query: parseQuery("any(rare)") },
  "long ago": { query: parseQuery("word50 before:2026-01-03") },
  "now and then": { query: parseQuery("in:history word50") },
};

const limit = 50;
/** Rows that are read in vain for a page of 50: a small multiple of it, far from 150,000. */
const removedMax = 60 * limit;

test.each(["arrival", "published", "matched"] as const)(
  "no list sorted by %s reads many rows in vain",
  async (sort) => {
    const lists = listMethods(connection);
    const wasteful: unknown[] = [];
    for (const [name, filter] of Object.entries(filters)) {
      const page: PageQuery = { filter: { ...emptyFilter, ...filter }, collapse: "copy", sort, limit, after: null };
      removed = 0;
      const { items } = await lists.readPage(page, true);
      if (removed > removedMax) wasteful.push([name, removed, items.length]);
    }
    expect(wasteful).toEqual([]);
  },
  120_000,
);

test("no walk through places reads many rows in vain", async () => {
  const lists = listMethods(connection);
  const wasteful: unknown[] = [];
  for (const [name, filter] of Object.entries(filters)) {
    const from = { at: 1767225600000 + 75_000 * 30_000, id: 75_000 };
    for (const direction of ["older", "newer"] as const) {
      removed = 0;
      await lists.readPlaces({ filter: { ...emptyFilter, ...filter }, collapse: "story", from, direction, limit });
      if (removed > removedMax) wasteful.push([name, direction, removed]);
    }
  }
  expect(wasteful).toEqual([]);
}, 120_000);
