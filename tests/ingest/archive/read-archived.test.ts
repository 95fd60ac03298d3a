import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readArchived } from "../../../src/ingest/archive/read-archived.ts";
import { parseFeed } from "../../../src/parse/parse-feed.ts";
import { makeFolder, removeFolder } from "../../support/folders.ts";

const folder = makeFolder();
afterAll(() => removeFolder(folder));

const parser = { parse: parseFeed, close: async () => undefined };
const feedUrl = "https://pier.example/feeds/wire.xml";

function rss(head: string): string {
  return `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Pier</title>${head}
    <item><title>A</title><link>/news/1</link><description>&lt;img src="i/a.jpg"&gt;</description></item>
    <item><title>B</title><link>//pier.example/news/2</link><enclosure url="../s/2.mp3" type="audio/mpeg"/></item>
    <item xml:base="2026/"><title>C</title><link>3.html</link></item></channel></rss>`;
}

async function read(text: string, address: string | null) {
  const path = join(folder, "document.xml");
  writeFileSync(path, text);
  return readArchived(parser, { path, at: 0 }, address);
}

const live = (text: string, url: string) => parseFeed({ bytes: Buffer.from(text), url, contentType: null });

describe("readArchived() reads relative addresses as a poll does:", () => {
  test("against the address from --feed", async () => {
    const text = rss("<link>https://pier.example/</link>");
    expect((await read(text, feedUrl)).items).toEqual((await live(text, feedUrl)).items);
  });

  test("against the document's self link", async () => {
    const text = rss(`<link>https://other.example/</link><atom:link rel="self" href="${feedUrl}"/>`);
    const { items } = await read(text, null);
    expect(items).toEqual((await live(text, feedUrl)).items);
    expect(items.map(({ url }) => url)).toEqual([
      "https://pier.example/news/1",
      "https://pier.example/news/2",
      "https://pier.example/feeds/2026/3.html",
    ]);
  });

  test("against the channel's link when nothing else is known", async () => {
    const { items } = await read(rss("<link>https://pier.example/home/</link>"), null);
    expect(items[0]).toMatchObject({ url: "https://pier.example/news/1", baseUrl: "https://pier.example/home/" });
  });

  test("against the self link, also inside texts", async () => {
    const text = `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Pier</title>
      <atom:link rel="self" href="${feedUrl}"/><item><title>A</title><link>https://pier.example/1</link>
      <description>&lt;img src="a.jpg"&gt;</description></item></channel></rss>`;
    expect((await read(text, null)).items).toEqual((await live(text, feedUrl)).items);
  });
});
