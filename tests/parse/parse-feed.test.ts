import { describe, expect, test } from "vitest";
import { parseFeed } from "../../src/parse/parse-feed.ts";

const read = (text: string, contentType: string | null = null) =>
  parseFeed({ bytes: new TextEncoder().encode(text), url: "http://news.example/dir/feed.xml", contentType });

test("parseFeed() refuses a document that is not a feed with a WireError", async () => {
  await expect(read("<!DOCTYPE html><html><body>404</body></html>")).rejects.toMatchObject({ code: "not-a-feed" });
  await expect(read("")).rejects.toMatchObject({ code: "not-a-feed" });
  await expect(read('{"version": ')).rejects.toMatchObject({ code: "not-a-feed" });
});

describe("parseFeed() repairs damage", () => {
  const item = (n: number) =>
    `<item><guid>${n}</guid><title>Story ${n}</title><description>Text ${n}</description></item>`;
  const around = (items: string) => `<rss version="2.0"><channel><title>T</title>${items}</channel></rss>`;

  test.each([
    ["a bare ampersand and an undeclared entity", (x: string) => x.replace("Text 2", "AT&T&nbsp;2 &unknown;")],
    ["a bare less-than", (x: string) => x.replace("Text 2", "x<5 and 3 < 4 <<")],
    ["a lost end tag of a field", (x: string) => x.replace("Story 2</title>", "Story 2")],
    ["a lost end tag of an item", (x: string) => x.replace("2</description></item>", "2</description>")],
    ["an unclosed CDATA section", (x: string) => x.replace("Text 2", "<![CDATA[Text 2")],
    ["an unclosed comment", (x: string) => x.replace("Text 2", "<!-- Text 2")],
    ["an unclosed quote", (x: string) => x.replace("Text 2", '<a href="x>Text</a> <b class="y">2</b>')],
    ["text before the prolog", (x: string) => `Warning: mysql_connect() in <b>/x.php</b> on line 1\n${x}`],
    [
      "UTF-8 that was saved as Latin-1",
      (x: string) => Buffer.from(x.replace("Text 2", "Té 2"), "utf8").toString("latin1"),
    ],
    ["C1 characters", (x: string) => x.replace("Text 2", "\u0093Text\u0094 2")],
    ["control characters", (x: string) => x.replace("Text 2", "Te\u0000\u0008xt 2")],
    ["two documents in one", (x: string) => x + around("")],
    ["unquoted and duplicated attributes", (x: string) => x.replace("<rss", "<rss version=2.0 version='2.0'")],
    ["unclosed HTML", (x: string) => x.replace("Text 2", "<p>Text<br><img src=x><b>2")],
    ["a tag that lost its >", (x: string) => x.replace("<title>Story 2", "<title Story 2")],
  ])("%s costs no item", async (_name, damage) => {
    const feed = await read(damage(around(item(1) + item(2) + item(3))));
    expect(feed.items.map((entry) => entry.guid)).toEqual(["1", "2", "3"]);
    expect([feed.items[0], feed.items[2]]).toMatchObject([
      { title: "Story 1", summaryHtml: "Text 1" },
      { title: "Story 3", summaryHtml: "Text 3" },
    ]);
    expect(feed.items[1]?.summaryHtml ?? "").toMatch(/2|x<5/);
  });

  test("a truncated document keeps the items that arrived", async () => {
    const whole = around(item(1) + item(2) + item(3));
    const feed = await read(whole.slice(0, whole.indexOf("Story 3")));
    expect(feed.items.slice(0, 2)).toMatchObject([{ summaryHtml: "Text 1" }, { summaryHtml: "Text 2" }]);
    expect(feed.problems.map((problem) => problem.code)).toContain("truncated");
  });
});
