import { describe, expect, test } from "vitest";
import { discoverFeeds } from "../../src/fetch/discover-feeds.ts";
import { sniffDocument } from "../../src/fetch/sniff-document.ts";
import { expectLinear } from "../support/growth.ts";

async function sniff(body: string | Buffer): Promise<string | null> {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const refused = await sniffDocument({ bytes, url: "https://news.example/page/", contentType: null });
  expect(refused === null || refused.code === "not-a-feed").toBe(true);
  return refused?.message ?? null;
}

describe("sniffDocument()", () => {
  test.each([
    ["RSS", "<?xml version='1.0'?><rss version='2.0'><channel/></rss>"],
    ["Atom after a mark and white space", "\ufeff \n<feed xmlns='http://www.w3.org/2005/Atom'/>"],
    ["RDF", "<rdf:RDF><item/></rdf:RDF>"],
    ["JSON Feed", '{"version":"https://jsonfeed.org/version/1.1","items":[]}'],
    [
      "a feed behind a server's warning",
      "<br />\n<b>Warning</b>: mysql<br />\n<?xml version='1.0'?><rss><channel/></rss>",
    ],
    ["a feed wrapped into HTML", "<html><body><rss version='2.0'><channel><item/></channel></rss></body></html>"],
    [
      "a feed whose text speaks of HTML",
      "<rss><channel><description>&lt;!doctype html&gt;</description></channel></rss>",
    ],
    ["UTF-16", Buffer.from("\ufeff<rss/>", "utf16le")],
    ["UTF-16 without a mark", Buffer.from("<rss/>", "utf16le")],
    ["XML that nobody knows", "<newsItem/>"],
  ])("lets %s through", async (_name, body) => {
    expect(await sniff(body)).toBeNull();
  });

  test.each([
    ["an HTML page", "<!DOCTYPE html><html><head></head></html>", "HTML page that advertises no feed"],
    [
      "HTML after comments and a declaration",
      "<?xml version='1.0'?>\n<!-- hi --><!-- ho --><HTML lang=en>",
      "HTML page",
    ],
    ["a page without a doctype", "\n<head><title>x</title></head>", "HTML page"],
    ["text", "Error establishing a database connection", 'text without markup: "Error establishing'],
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), "a PNG picture"],
    ["a PDF", "%PDF-1.7 …", "a PDF document"],
    ["an archive", Buffer.from("PK\u0003\u0004zip"), "a ZIP archive"],
  ])("refuses %s", async (_name, body, message) => {
    expect(await sniff(body)).toContain(message);
  });

  test("names the feeds that a page advertises", async () => {
    const page = `<!doctype html><link rel="alternate" type="application/atom+xml" href="/atom"><a href="rss.xml">RSS</a>`;
    expect(await sniff(page)).toBe(
      "the answer is an HTML page that advertises https://news.example/atom , https://news.example/page/rss.xml",
    );
  });

  test.each(["<!--", "<!-- -->", "<link rel=alternate href="])(
    "an endless row of %s costs no more than its length",
    (piece) => {
      expectLinear((size) => {
        const html = `<!doctype html>${piece.repeat(size)}`;
        void sniff(html);
        discoverFeeds(html, "https://news.example/page/");
      }, 30_000);
    },
  );
});
