import { describe, expect, test } from "vitest";
import { parseQuery } from "../../src/domain/query/parse-query.ts";
import type { Sort } from "../../src/domain/section.ts";
import { type OpenStore, useStore } from "./use-store.ts";

/** The other forms of the words of a query. */
export function describeForms(open: OpenStore): void {
  describe("forms of words", () => {
    const use = useStore(open);

    async function growAll(): Promise<number> {
      let read = 0;
      for (let more = await use.store.growWords(2); more > 0; more = await use.store.growWords(2)) read += more;
      return read;
    }

    test("a plain word finds its other forms, once they have passed, in texts of its language", async () => {
      const feedId = await use.addFeed();
      const text = "It is told at the port.";
      const ids = await use.addDecided(feedId, [
        { title: "A strike begins", text },
        { title: "Strikes go on", text },
        { title: "Striking dockers rest", text },
        { title: "Ein Strikes der Woche", text: "Es wird erzählt.", language: "de" },
        { title: "Nothing at all", text },
        { title: "Striker scores", text },
      ]);
      const finds = async (query: string, sort: Sort = "arrival") => {
        const found = await use.listed({ query: parseQuery(query) }, { collapse: "none", sort });
        return found.map((id) => ids.indexOf(id)).sort();
      };
      expect(await finds("strike")).toEqual([0]);
      const mark = await use.store.readChangeMark();
      expect(await growAll()).toBe(6);
      // Lists may have changed, so that documents are made again.
      const grown = await use.store.readChangeMark();
      expect(grown).toBeGreaterThan(mark);
      expect(await growAll()).toBe(0);
      expect(await use.store.readChangeMark()).toBe(grown);
      const expected: readonly (readonly [string, readonly number[]])[] = [
        ["strike", [0, 1, 2]],
        // As it is written, a word counts in every language.
        ["strikes", [0, 1, 2, 3]],
        ["STRIKING", [0, 1, 2]],
        ['"strike"', [0]],
        ["=strike", [0]],
        ["strike*", [0, 1, 3, 5]],
        ["title:strike", [0, 1, 2]],
        ["text:strike", []],
        ["nothing OR strike", [0, 1, 2, 4]],
        ["told -strike", [4, 5]],
        ["strike NEAR/1 docker", [2]],
        ["dockers PRE/1 strike", []],
        ["strike PRE/1 dockers", [2]],
        ["(strike OR nothing) NEAR/3 go", [1]],
        ["strike lang:en", [0, 1, 2]],
        ["in:history strike", [0, 1, 2]],
        ["any(strike)", [0, 1, 2]],
      ];
      for (const [query, found] of expected)
        for (const sort of ["arrival", "matched", "relevance", "published"] as const)
          expect([query, sort, await finds(query, sort)]).toEqual([query, sort, found]);
      expect(await use.store.readForms(["strike", "nowhere"])).toEqual([
        { of: "strike", form: "strikes", language: "en" },
        { of: "strike", form: "striking", language: "en" },
      ]);
    });

    test("words that come later become forms, and licensed copy gives none", async () => {
      const feedId = await use.addFeed();
      const licensed = await use.addFeed("https://licensed.example/rss", { name: "Licensed", isPrivate: true });
      await use.addDecided(feedId, [{ title: "Ferry sails" }]);
      await growAll();
      await use.addDecided(licensed, [{ title: "Ferries sink" }]);
      await growAll();
      expect(await use.store.readForms(["ferry"])).toEqual([]);
      await use.addDecided(await use.addFeed("https://third.example/rss"), [{ title: "Two ferries meet" }]);
      await growAll();
      expect(await use.store.readForms(["ferry"])).toEqual([{ of: "ferry", form: "ferries", language: "en" }]);
    });
  });
}
