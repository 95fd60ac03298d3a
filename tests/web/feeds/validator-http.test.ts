import { expect, test } from "vitest";
import { pageOf } from "../../support/wire-items.ts";
import { baseUrl, serveFeeds } from "./feed-world.ts";

/** The rules of the W3C feed validation service about how a document is sent. */
const addresses = [
  "/feeds/all.FORMAT",
  "/feeds/all.FORMAT?limit=2",
  "/feeds/world.FORMAT?q=%22ferry+service%22+OR+b%C3%BCcher*&collapse=story",
  "/feeds/world.FORMAT?q=%22a~b%21%27%22",
  "/feeds/all.FORMAT?archive=0-0",
];
const formats = ["rss", "atom"] as const;

test.each(
  formats.flatMap((format) => addresses.map((address) => [format, address.replace("FORMAT", format)] as const)),
)(
  "%s at %s: UnexpectedContentType, NonSpecificMediaType, EncodingMismatch, MissingEncoding, HttpProtocolError, SelfDoesntMatchLocation",
  async (format, address) => {
    const { ask } = await serveFeeds(pageOf(3).items);
    const { status, headers, text } = await ask(address, { headers: { "Accept-Encoding": "identity" } });
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe(`application/${format}+xml; charset=utf-8`);
    expect(text.startsWith('<?xml version="1.0" encoding="utf-8"?>\n')).toBe(true);
    expect(Object.keys(headers).filter((name) => name.includes(" "))).toEqual([]);
    const self =
      /<(?:atom:)?link(?=[^>]* rel="self")[^>]* href="([^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    // The service takes a Content-Location as the document's address. It must therefore be the same for the same
    // parameters in any order.
    expect(headers["content-location"]).toBe(self);
    expect(self.startsWith(`${baseUrl}/feeds/`)).toBe(true);
    // The address in the document's self link must serve the same document.
    const again = await ask(self.replace(baseUrl, ""));
    expect([again.status, again.text]).toEqual([200, text]);
    expect(String(headers.link)).toContain(`<${self}>; rel="self"`);
  },
);

test("NonCanonicalURI: an address is written in the normal form of RFC 3986", async () => {
  const { ask } = await serveFeeds(pageOf(3).items);
  const { text } = await ask("/feeds/all.atom?q=a%7Eb%2dc");
  expect(text).toContain(`<id>${baseUrl}/feeds/all.atom?q=a~b-c</id>`);
});
