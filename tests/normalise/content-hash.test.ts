import { describe, expect, test } from "vitest";
import { contentHash, textKey } from "../../src/normalise/content-hash.ts";
import { entryOf } from "./parsed-item.ts";

const item = {
  guid: "1",
  url: "https://wire.example/news/ferry",
  title: "Ferry runs again after storm",
  contentHtml:
    "<p>The island ferry sailed on Sunday.</p><p>The harbour master said so. <a href='https://a.example/x'>More</a></p>",
  authors: [{ name: "Ada Lind", email: null, url: null }],
  categories: ["Sea", "Travel"],
  attachments: [
    {
      url: "https://cdn1.example/ferry.jpg?w=640&sig=a",
      type: "image/jpeg",
      lengthBytes: 10,
      medium: "image",
      title: null,
      credit: null,
      width: null,
      height: null,
      durationSeconds: null,
      thumbnailUrl: null,
    },
  ],
};
const hash = (given: Partial<typeof item> = {}): string => entryOf({ ...item, ...given }).contentHash;
const body = item.contentHtml;

describe("contentHash()", () => {
  test("is 32 hex digits", () => {
    expect(hash()).toMatch(/^[0-9a-f]{32}$/);
  });

  test.each([
    ["white space", { contentHtml: `\n  ${body.replaceAll(" ", "  ")} ` }],
    ["tracking parameters of a link in the body", { contentHtml: body.replace("/x", "/x?utm_source=rss") }],
    ["tracking parameters of the permalink", { url: `${item.url}?utm_medium=feed` }],
    ["a tracking pixel", { contentHtml: `${body}<img width=1 height=1 src="https://t.example/p.gif">` }],
    ["an advertisement mark", { contentHtml: `${body}<p>Advertisement</p><p>LEAVE A REPLY</p>` }],
    [
      "another server and signature of a picture",
      { attachments: item.attachments.map((one) => ({ ...one, url: "https://cdn2.example/ferry.jpg?sig=b" })) },
    ],
    ["the order of categories", { categories: ["Travel", "Sea"] }],
    ["a script", { contentHtml: `${body}<script>ads(42)</script>` }],
  ])("does not change with %s", (_, given) => {
    expect(hash(given)).toBe(hash());
  });

  test.each([
    ["the title", { title: "Ferry runs again after the storm" }],
    ["a comma", { contentHtml: body.replace("Sunday", "Sunday,") }],
    ["a word", { contentHtml: body.replace("Sunday", "Monday") }],
    ["the permalink", { url: `${item.url}-2` }],
    ["an author", { authors: [{ name: "Bo Lind", email: null, url: null }] }],
    ["a category", { categories: ["Sea"] }],
    ["an attachment", { attachments: [] }],
  ])("changes with %s", (_, given) => {
    expect(hash(given)).not.toBe(hash());
  });

  test("differs for fields that are equal when joined", () => {
    const content = { title: "ab", text: "c", urlKey: null, authors: [], categories: [], attachments: [] };
    expect(contentHash(content)).not.toBe(contentHash({ ...content, title: "a", text: "bc" }));
  });
});

describe("textKey()", () => {
  const headline = "Ferry runs again after storm";
  const text =
    "The island ferry sailed on Sunday for the first time in nine days, the harbour master said. Pilots cheered.";

  test.each([
    ["case, accents and punctuation", "FERRY RUNS AGAIN - AFTER STORM", text.replace(",", " –")],
    ["what follows the first 400 characters", headline, text],
    ["a headline that the text repeats", headline, `${headline}. ${text}`],
    ["advertisement marks", headline, text.replace(". Pilots", ".\n\nADVERTISEMENT\n\nPilots")],
  ])("is the same whatever %s", (_, otherHeadline, otherText) => {
    const long = "x".repeat(400);
    expect(textKey(otherHeadline, `${otherText} ${long}`)).toBe(textKey(headline, `${text} ${long} and more`));
  });

  test.each([
    ["another figure", headline, text.replace("nine", "ten")],
    ["another headline", "Ferry stays in port after storm", text],
  ])("differs with %s", (_, otherHeadline, otherText) => {
    expect(textKey(otherHeadline, otherText)).not.toBe(textKey(headline, text));
  });

  test.each([
    ["a short headline", "Weather", text],
    ["hardly any text", headline, "Read on."],
    ["a text that only repeats the headline", headline, headline],
    [
      "a text of page furniture",
      headline,
      "Advertisement\n\nRead more\n\nLeave a reply\n\nShare this article\n\nRelated stories\n\nContinue reading",
    ],
    ["no text", headline, ""],
  ])("is null for %s", (_, someHeadline, someText) => {
    expect(textKey(someHeadline, someText)).toBeNull();
  });
});
