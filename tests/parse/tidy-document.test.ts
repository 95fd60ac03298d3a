import fc from "fast-check";
import { parseFeed as readWithFeedsmith } from "feedsmith";
import { describe, expect, test } from "vitest";
import { parseFeed } from "../../src/parse/parse-feed.ts";
import { tidyDocument } from "../../src/parse/tidy-feed.ts";
import { runsOf } from "../support/runs-of.ts";
import { feedExamples } from "./feed-examples.ts";

const document = (text: string) => ({
  bytes: new TextEncoder().encode(text),
  url: "https://quay.example/feed",
  contentType: "application/xml; charset=utf-8",
});
const tidy = (text: string) => tidyDocument(document(text)).xml;
const read = (text: string) => parseFeed(document(text));
const instants = ({ items }: Awaited<ReturnType<typeof read>>) =>
  items.map((item) => ({ ...item, published: item.published?.at, updated: item.updated?.at }));

describe.each(Object.entries(feedExamples))("tidyDocument() of %s", (_name, text) => {
  test("is a document that another parser reads", () => {
    const { format, feed } = readWithFeedsmith(tidy(text));
    expect(format).toBe("rss");
    expect("items" in feed && feed.items?.length).toBe(3);
  });

  test("changes nothing more when it is tidied again", () => {
    expect(tidy(tidy(text))).toBe(tidy(text));
  });

  test("reads as the document itself does", async () => {
    const [own, tidied] = [await read(text), await read(tidy(text))];
    expect(tidied.items).toHaveLength(3);
    expect(instants(tidied)).toEqual(instants(own));
  });
});

test("tidyDocument() of arbitrary texts is stable, and is read back as it was meant", async () => {
  const text = fc.string({ unit: "binary", maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(text, text, text, async (title, html, category) => {
      const written = JSON.stringify({
        version: "https://jsonfeed.org/version/1.1",
        items: [{ id: "1", title, content_html: html, tags: [category] }],
      });
      const once = tidy(written);
      expect(tidy(once)).toBe(once);
      expect(instants(await read(once))).toEqual(instants(await read(written)));
    }),
    // A label that was written in Windows-1252 and read as ISO 8859-1.
    { numRuns: runsOf(300), examples: [["", "", "\u0080"]] },
  );
});
