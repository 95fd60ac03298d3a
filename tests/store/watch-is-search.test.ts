import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { formWordsOf, withForms } from "../../src/domain/forms/with-forms.ts";
import { statesOf } from "../../src/domain/query/entry-states.ts";
import { findTerms, matchesQuery } from "../../src/domain/query/match-query.ts";
import { parseQuery } from "../../src/domain/query/parse-query.ts";
import { printQuery } from "../../src/domain/query/print-query.ts";
import type { NearSide, SearchQuery, TermQuery } from "../../src/domain/query/search-query.ts";
import { authorLine } from "../../src/domain/query/searched.ts";
import { createTermFinder } from "../../src/domain/query/term-finder.ts";
import type { Store } from "../../src/domain/store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { makeEntry } from "../support/make-entry.ts";
import { runsOf } from "../support/runs-of.ts";
import { noon, pageOf, saveDecided, specOf } from "../support/store-fixtures.ts";

const folder = makeFolder();
afterAll(() => removeFolder(folder));
let store: Store;
let feedId: number;
let entries = 0;
beforeAll(async () => {
  store = await openStore(`sqlite:${join(folder, "watch.db")}`, { now: noon });
  feedId = (await store.addFeed(specOf("https://a.example/", { name: "North Wire", kind: "agency" }), "added", noon))
    .id;
});
afterAll(() => store.close());

const pieces =
  "cease-fire|ceasefire|Fire|US|us|U.S.|O'Brien|Müller|Mueller|118,970|118.970|118 970|3.5%|3,5|C++|c|9/11|#MeToo|metoo|停火協議|停火|火|パリ|バリ|휴전|협정|กรุงเทพ|ที่|мой|мои|ёлка|елка|أحمد|احمد|שָׁלוֹם|ΛΌΓΟΣ|λόγος|İstanbul|ısı|soft\u00adhyphen|é|①|strike|strikes|striking|Wahl|Wahlen".split(
    "|",
  );
const piece = fc.constantFrom(...pieces);
const sentence = fc
  .array(fc.tuple(piece, fc.constantFrom(" ", " ", " ", ", ", "", "-", " – ", ". ", " “")), { maxLength: 12 })
  .map((parts) => parts.map((part) => part.join("")).join(""));

const text = fc.oneof(
  piece,
  fc.tuple(piece, piece).map((two) => two.join(" ")),
  fc.tuple(piece, piece).map((two) => two.join("-")),
);
const term: fc.Arbitrary<TermQuery> = fc.record({
  kind: fc.constant("term" as const),
  text,
  form: fc.constantFrom("word" as const, "phrase" as const, "exact" as const),
  prefix: fc.boolean(),
  slop: fc.constantFrom(null, null, 0, 2),
  field: fc.constantFrom(null, null, "title" as const, "text" as const, "author" as const),
});
const fitting = term.map((one) => (one.form === "exact" ? { ...one, prefix: false, slop: null } : one));
const nearTerm = fitting.map(
  (one): TermQuery => ({ ...one, form: one.form === "exact" ? "phrase" : one.form, slop: null }),
);
const nearSide: fc.Arbitrary<NearSide> = fc.oneof(
  nearTerm,
  fc.array(nearTerm, { minLength: 2, maxLength: 3 }).map((parts) => ({ kind: "or" as const, parts })),
);
const near = fc.record({
  kind: fc.constant("near" as const),
  left: nearSide,
  right: nearSide,
  distance: fc.nat(4),
  isOrdered: fc.boolean(),
});
const fact = fc
  .constantFrom(
    "source:north",
    "source:wire",
    "source:nor",
    "kind:agency",
    "kind:outlet",
    "lang:en",
    "lang:de-at",
    "urgency:4",
    "urgency:5",
    "site:news.example",
    "site:example",
    "site:ws.example",
    "category:Sea",
    "state:flash",
    "state:corrected",
    "state:updated",
    "after:2026-11-22T12:00",
    "before:2026-11-22T12:00",
    "after:2026-11-22T12:15",
  )
  .map((one) => parseQuery(one));
const { query } = fc.letrec<{ query: SearchQuery }>((tie) => ({
  query: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fitting,
    near,
    fact,
    tie("query").map((part) => ({ kind: "not" as const, part })),
    fc.array(tie("query"), { minLength: 2, maxLength: 3 }).map((parts) => ({ kind: "and" as const, parts })),
    fc.array(tie("query"), { minLength: 2, maxLength: 3 }).map((parts) => ({ kind: "or" as const, parts })),
  ),
}));

test("a watch is fulfilled by just what a search finds, in every script, whatever is asked", async () => {
  const told = fc.record({
    title: sentence.filter((one) => one !== ""),
    text: sentence,
    author: fc.constantFrom("", "Ana Lima", "José O'Brien"),
    language: fc.constantFrom("en", "de", "de-AT", "tr", null),
    urgency: fc.constantFrom(3, 4, 5),
    categories: fc.constantFrom<readonly string[]>([], ["sea"]),
    minutes: fc.constantFrom(-1, 0, 14, 15),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(told, { minLength: 3, maxLength: 8 }),
      fc.array(query, { minLength: 6, maxLength: 10 }),
      async (given, queries) => {
        await store.purge(noon * 2, 1_000);
        const added = given.map(({ author, minutes, ...one }) => {
          entries += 1;
          const authors = author === "" ? [] : [{ name: author, email: null, url: null }];
          const firstSeenAt = noon + minutes * 60_000;
          return makeEntry({ ...one, authors, firstSeenAt, guid: `https://news.example/${entries}` });
        });
        await saveDecided(store, feedId, added);
        const all = (await store.readPage(pageOf({ collapse: "none", limit: 100 }))).items;
        expect(all).toHaveLength(given.length);
        while ((await store.growWords(100)) > 0);
        for (const written of queries) {
          const asked = withForms(written, await store.readForms(formWordsOf([written])));
          const found = (await store.readPage(pageOf({ filter: { query: written }, collapse: "none" }))).items;
          const finder = createTermFinder([asked]);
          const watched = all.filter(({ lead }) => {
            const { source, authors } = lead;
            const searched = {
              ...lead,
              author: authorLine(authors),
              past: "",
              sourceName: source.name,
              sourceKind: source.kind,
              states: statesOf(lead),
              ofStory: null,
            };
            const hits = findTerms(finder, searched, { left: 1_000_000 });
            return hits !== null && matchesQuery(asked, finder, hits);
          });
          expect([printQuery(asked), found.map(({ lead }) => lead.title).sort()]).toEqual([
            printQuery(asked),
            watched.map(({ lead }) => lead.title).sort(),
          ]);
        }
      },
    ),
    { numRuns: runsOf(60) },
  );
}, 120_000);

const word = fc.oneof(
  piece,
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 4 }).filter((one) => /^[\p{L}\p{N}]+$/u.test(one)),
);
const between = fc.constantFrom(
  ...' |, |: | – | - | & | (|) | “|” | "|" |’s |/|-|.|… | 😀 |% | #| @|; |! |? | «| »|·|\''.split("|"),
  " | ",
);
/**
 * As headlines are written: signs between words, no operator in capitals, no dash or sign of equality that clings to a
 * word.
 */
const headline = fc
  .array(fc.tuple(word, between), { minLength: 3, maxLength: 9 })
  .map((parts) =>
    parts
      .map((part) => part.join(""))
      .join("")
      .trim(),
  )
  .filter((one) => one.split(/\s+/u).filter((part) => /[\p{L}\p{N}]/u.test(part)).length > 3)
  .filter((one) => !/(?:^|[\s(])(?:AND|OR|NOT|NEAR\/\d+|[wW]\/\d+|PRE\/\d+|[-–!=$].*)(?=$|[\s)])/u.test(one));

test("every headline finds itself when it is pasted", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(headline, { minLength: 5, maxLength: 20 }), async (titles) => {
      await store.purge(noon * 2, 1_000);
      const added = titles.map((title) => {
        entries += 1;
        return makeEntry({ title, guid: `https://news.example/${entries}` });
      });
      const newIds = await saveDecided(store, feedId, added);
      for (const [at, title] of titles.entries()) {
        const filter = { query: parseQuery(title) };
        const { items } = await store.readPage(pageOf({ filter, collapse: "none", limit: 100 }));
        expect([title, items.map(({ id }) => id)]).toEqual([title, expect.arrayContaining([newIds[at]])]);
      }
    }),
    { numRuns: runsOf(40) },
  );
}, 120_000);
