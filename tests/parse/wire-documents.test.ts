import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseFeed } from "../../src/parse/parse-feed.ts";

const fixture = (name: string) => readFileSync(new URL(`../fixtures/parse/documents/${name}`, import.meta.url), "utf8");
const read = (text: string) =>
  parseFeed({ bytes: new TextEncoder().encode(text), url: "https://agency.example/wire/", contentType: null });

test("parseFeed() keeps the guids of a NewsML 1 item in its next revision", async () => {
  const message = fixture("newsml1.xml");
  const next = message.replace("<RevisionId>2<", "<RevisionId>3<").replace("N5:2<", "N5:3<");
  const guids = async (text: string) => (await read(text)).items.map(({ guid }) => guid);
  expect(next).not.toBe(message);
  expect(await guids(next)).toEqual(await guids(message));
});

test("parseFeed() reads a ninjs story in the same way, alone and in each kind of list", async () => {
  const story = JSON.parse(fixture("ninjs.json")) as object;
  const { items } = await read(JSON.stringify(story));
  for (const document of [[story], { _items: [story] }, { items: [story] }]) {
    expect((await read(JSON.stringify(document))).items).toEqual(items);
  }
});
