/// <reference lib="dom" />
import fc from "fast-check";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { indexText } from "../../src/domain/analyse/analyse.ts";
import { parseQuery } from "../../src/domain/query/parse-query.ts";
import type { SearchQuery } from "../../src/domain/query/search-query.ts";
import { tableTexts } from "../domain/query/query-table.ts";
import { useDesk } from "../support/use-desk.ts";

const use = useDesk();

test("the browser makes the tokens of the index of any text, and understands a query as the server does", async () => {
  const page = await use.open("/");
  const any = fc.oneof(fc.string({ unit: "binary", maxLength: 80 }), fc.string({ unit: "grapheme", maxLength: 80 }));
  const texts = [
    ...fc.sample(any, 2_000),
    ...tableTexts.map(({ title, text }) => `${title} ${text}`),
    ...Array.from({ length: 0x3_0000 / 64 }, (_, at) => charactersFrom(at * 64)),
  ];
  const made = await inPage<string[]>(page, "analyse/analyse.js", texts, "module.indexText(text, null)");
  const wrong = texts.filter((text, at) => made[at] !== indexText(text, null));
  // Characters that came into Unicode between the two engines' versions may differ; there are none among the assigned.
  expect(wrong).toEqual([]);
  const queries = tableTexts.flatMap(({ finds, none }) => [...finds, ...none]);
  const trees = await inPage<SearchQuery[]>(page, "query/read-query.js", queries, "module.readQuery(text).query");
  expect(trees).toEqual(queries.map((text) => parseQuery(text)));
  await page.context().close();
});

/** What a module makes of each text in the page. As a string, since the test's own compiler rewrites imports. */
async function inPage<Answer>(page: Page, path: string, texts: readonly string[], made: string): Promise<Answer> {
  const script = `import(${JSON.stringify(`/domain/${path}`)}).then((module) => ${JSON.stringify(texts)}.map((text) => ${made}))`;
  return (await page.evaluate(script)) as Answer;
}

/** Every assigned character of a stretch, one behind another with spaces between, but for surrogates. */
function charactersFrom(first: number): string {
  return Array.from({ length: 64 }, (_, offset) => first + offset)
    .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff)
    .map((codePoint) => String.fromCodePoint(codePoint))
    .filter((character) => !/\p{Cn}/u.test(character))
    .join(" ");
}

test("what a watch term means is said while it is typed", async () => {
  const page = await use.open("/");
  await page.locator("#alerts summary").click();
  await page.locator("#watches").fill("ferry -race\nbank~2\nport – strike");
  const lines = page.locator("#watches-understood li");
  await lines.nth(2).waitFor();
  expect(await lines.allInnerTexts()).toEqual([
    "ferry AND NOT race",
    'query, character 5: a "~" must follow a phrase: "bank crisis"~5',
    "port AND strike – character 6: left out, because it has no meaning in a query: –",
  ]);
  await page.context().close();
});
