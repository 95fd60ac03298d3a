import { describe, expect, test } from "vitest";
import { parseQuery } from "../../src/domain/query/parse-query.ts";
import { makeEntry } from "../support/make-entry.ts";
import { termOf } from "../support/search-terms.ts";
import { fetchedOf } from "../support/store-fixtures.ts";
import { type OpenStore, useStore } from "./use-store.ts";

/** The full-text query in every script. */
export function describeSearch(open: OpenStore): void {
  describe("search", () => {
    const use = useStore(open);
    const { addFeed, addDecided, listed } = use;

    const texts = [
      "Cease-fire talks in Genève resume",
      "A cease of fire? No fire, they cease nothing",
      "以色列和哈马斯达成停火协议",
      "韩国总统访问日本 ソウルで首脳会談",
      "휴전협정에 서명했다",
      "รัฐบาลกรุงเทพประกาศ",
      "युद्धविराम की घोषणा",
      "محادثات وقف إطلاق النار",
    ];
    const expectations: [string, number[]][] = [
      ["cease-fire", [0]],
      ['"cease fire"', [0]],
      ["cease fire", [0, 1]],
      ["geneve", [0]],
      ["GENÈVE", [0]],
      ["gen*", [0]],
      ['"talks in gen"*', [0]],
      ["talks OR nothing", [0, 1]],
      ["cease -talks", [1]],
      ["cease NOT (talks OR nothing)", []],
      ["NOT cease", [2, 3, 4, 5, 6, 7]],
      ["NOT cease NOT 停火", [3, 4, 5, 6, 7]],
      ["(NOT cease) OR talks", [0, 2, 3, 4, 5, 6, 7]],
      ["NOT (cease OR NOT 停火)", [2]],
      ["停火", [2]],
      ["火", [2]],
      ["停火协议", [2]],
      ["停议", []],
      ["达成停*", [2]],
      ["日本", [3]],
      ["本 ソウル", [3]],
      ['"日本 ソウル"', [3]],
      ["首脳", [3]],
      ["휴전", [4]],
      ["협정", [4]],
      ["กรุงเทพ", [5]],
      ["युद्धविराम", [6]],
      ["युद्ध*", [6]],
      ["وقف إطلاق", [7]],
    ];

    test("finds words, phrases, prefixes and operators in every script", async () => {
      const ids = await addDecided(
        await addFeed(),
        texts.map((text, at) => ({
          title: at % 2 === 0 ? text : "x",
          text: at % 2 === 0 ? "x" : text,
          categories: ["tagged"],
        })),
      );
      for (const [query, found] of expectations) {
        const answered = await listed({ query: parseQuery(query) });
        expect([query, answered.map((id) => ids.indexOf(id)).sort()]).toEqual([query, found]);
      }
    });

    test("searches the present text of an entry, never its tags", async () => {
      const feedId = await addFeed();
      const [id = 0] = await addDecided(feedId, [{ title: "Volcano", text: "erupts" }]);
      expect(await listed({ query: parseQuery("len OR u5 OR f1") })).toEqual([]);
      const entry = makeEntry({
        guid: `https://news.example/${feedId}/0`,
        title: "Glacier",
        text: "melts",
        language: "is",
      });
      await use.store.saveFetched(fetchedOf(feedId, [{ kind: "revised", id, entry, significant: true }]));
      expect(await listed({ query: parseQuery("volcano OR erupts") })).toEqual([]);
      expect(await listed({ query: parseQuery("glacier melts"), languages: ["is"] })).toEqual([id]);
      expect(await listed({ languages: ["en"] })).toEqual([]);
    });

    test("finds what corrections replaced where that is asked for, and nothing of it elsewhere", async () => {
      const feedId = await addFeed();
      const guid = `https://news.example/${feedId}/0`;
      const [id = 0] = await addDecided(feedId, [
        { title: "Mayor Smith resigns", text: "She said so.\n\nThe budget stays." },
      ]);
      const entry = makeEntry({ guid, title: "Mayor Jones resigns", text: "She denied it.\n\nThe budget stays." });
      await use.store.saveFetched(fetchedOf(feedId, [{ kind: "revised", id, entry, significant: true }]));
      const finds = async (query: string) => (await listed({ query: parseQuery(query) })).length;
      for (const query of ["smith", '"mayor smith"', "said PRE/1 so", "title:smith"])
        expect([query, await finds(query)]).toEqual([query, 0]);
      for (const query of [
        "in:history smith",
        'in:history "mayor smith"',
        "in:history =Smith",
        "in:history said PRE/1 so",
        "in:history (smith OR x) jones",
        "in:history budget",
      ])
        expect([query, await finds(query)]).toEqual([query, 1]);
      for (const query of ["in:history smith -jones", "in:history =smith", "in:history so PRE/1 said"])
        expect([query, await finds(query)]).toEqual([query, 0]);
    });

    test("a query is never a way into the database", async () => {
      await addDecided(await addFeed(), [{}]);
      for (const word of [
        '" OR tags : f1',
        "title : x",
        "x) OR (tags:len",
        "NEAR(a b)",
        "^title : x",
        "a + b",
        "'; DROP TABLE entries; --",
      ]) {
        const query = termOf([word], false);
        expect([word, await listed({ query })]).toEqual([word, []]);
      }
      expect(await listed({ query: termOf(["report"], true) })).toHaveLength(1);
    });
  });
}
