import { describe, expect, test } from "vitest";
import { parseFeed } from "../../src/parse/parse-feed.ts";

const read = (text: string, contentType: string | null = null) =>
  parseFeed({ bytes: new TextEncoder().encode(text), url: "http://news.example/dir/feed.xml", contentType });

describe("parseFeed() reads each dialect", () => {
  test("RSS 2.0 with modules", async () => {
    const feed =
      await read(`<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
      xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
      <title>Harbour &amp; Sea</title><link>/</link><ttl>15</ttl><skipHours><hour>3</hour></skipHours>
      <item><title>Ferry &amp;amp; tug collide</title><link>/a?b=1&amp;c=2</link><guid isPermaLink="false">h-1</guid>
      <pubDate>Sat, 21 Nov 2026 08:30:00 +0100</pubDate><dc:creator>Ada Quay</dc:creator><category>Ports</category>
      <description>Nobody was &lt;b&gt;hurt&lt;/b&gt;.</description>
      <content:encoded><![CDATA[<p>The whole story.</p>]]></content:encoded>
      <media:content url="/tug.jpg" type="image/jpeg" width="800"><media:credit>Ben Dock</media:credit></media:content>
      </item></channel></rss>`);
    expect(feed).toMatchObject({
      format: "rss2.0",
      title: "Harbour & Sea",
      siteUrl: "http://news.example/",
      ttlMinutes: 15,
      skipHours: [3],
      problems: [],
      stoppedBy: null,
    });
    expect(feed.items).toMatchObject([
      {
        title: "Ferry & tug collide",
        url: "http://news.example/a?b=1&c=2",
        guid: "h-1",
        guidIsPermalink: false,
        published: { at: Date.parse("2026-11-21T07:30:00Z"), midnight: false, zoneAssumed: false },
        authors: [{ name: "Ada Quay" }],
        categories: ["Ports"],
        summaryHtml: "Nobody was <b>hurt</b>.",
        contentHtml: "<p>The whole story.</p>",
        attachments: [{ url: "http://news.example/tug.jpg", medium: "image", width: 800, credit: "Ben Dock" }],
      },
    ]);
  });

  test("Atom 1.0 with xhtml content, xml:base and several links", async () => {
    const feed = await read(`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nb"><title>Kysten</title>
      <link rel="self" href="feed.atom"/><link rel="hub" href="https://hub.example/"/><author><name>Redaksjonen</name></author>
      <entry xml:base="/2026/"><id>tag:kysten.example,2026:1</id><title type="html">A &amp;lt; B</title>
      <link rel="enclosure" href="lyd.mp3" type="audio/mpeg" length="9"/><link href="ferje"/>
      <updated>2026-11-21T08:30:00Z</updated>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>1 &lt; 2</p></div></content></entry></feed>`);
    expect(feed).toMatchObject({ format: "atom1.0", language: "nb", hubUrls: ["https://hub.example/"] });
    expect(feed.items).toMatchObject([
      {
        guid: "tag:kysten.example,2026:1",
        title: "A < B",
        url: "http://news.example/2026/ferje",
        contentHtml: "<div><p>1 &lt; 2</p></div>",
        authors: [{ name: "Redaksjonen" }],
        attachments: [{ url: "http://news.example/2026/lyd.mp3", lengthBytes: 9, medium: "audio" }],
        baseUrl: "http://news.example/2026/",
        language: "nb",
      },
    ]);
  });

  test("RSS 1.0 with items beside the channel", async () => {
    const feed =
      await read(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
      <channel rdf:about="http://a.example/"><title>T</title><items><rdf:Seq><rdf:li resource="x"/></rdf:Seq></items></channel>
      <item rdf:about="http://a.example/1"><title>One</title></item></rdf:RDF>`);
    expect(feed.format).toBe("rss1.0");
    expect(feed.items).toMatchObject([{ guid: "http://a.example/1", url: "http://a.example/1", title: "One" }]);
  });

  test("JSON Feed 1.1", async () => {
    const feed = await read(
      JSON.stringify({
        version: "https://jsonfeed.org/version/1.1",
        title: "J",
        items: [{ id: 7, content_text: "1 < 2", date_published: "2026-11-21T08:30:00+02:00", __proto__x: 1 }],
      }),
    );
    expect(feed.format).toBe("json1.1");
    expect(feed.items).toMatchObject([{ guid: "7", contentHtml: "1 &lt; 2" }]);
  });
});

test("parseFeed() reads Media RSS groups, and passes over a preview without an address", async () => {
  const feed =
    await read(`<rss version="2.0" xmlns:m="http://search.yahoo.com/mrss"><channel><item><m:group><m:credit>Ada</m:credit>
    <m:content url="/v.mp4" type="video/mp4" duration="61"><m:thumbnail/></m:content><m:content url="/v.webm" medium="video"/>
    <m:thumbnail url="/v.jpg"/><m:title>Ferry film</m:title></m:group></item></channel></rss>`);
  expect(feed.items[0]).toMatchObject({
    title: "Ferry film",
    imageUrl: "http://news.example/v.jpg",
    attachments: [
      { url: "http://news.example/v.mp4", credit: "Ada", durationSeconds: 61, medium: "video", thumbnailUrl: null },
      { url: "http://news.example/v.webm", credit: "Ada", thumbnailUrl: "http://news.example/v.jpg" },
    ],
  });
});

test("parseFeed() refuses what is no feed with a WireError", async () => {
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

test("parseFeed() reads the entries that a feed says were deleted, under any prefix", async () => {
  const { deleted, items } =
    await read(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:d="http://purl.org/atompub/tombstones/1.0">
    <title>Pier</title><d:deleted-entry ref="urn:pier:1" when="2026-11-21T08:30:00Z"><d:by><name>Ada</name></d:by>
    <d:comment>Told too &lt;early&gt;</d:comment></d:deleted-entry><d:deleted-entry ref=" urn:pier:2 " when="soon"/>
    <d:deleted-entry ref="urn:pier:1" when="2026-11-22T08:30:00Z"/><d:deleted-entry when="2026-11-21T08:30:00Z"/>
    <entry><id>urn:pier:3</id><title>Stays</title><updated>2026-11-21T08:30:00Z</updated></entry></feed>`);
  expect(deleted).toMatchObject([
    { ref: "urn:pier:1", when: { at: Date.UTC(2026, 10, 21, 8, 30) }, comment: "Told too <early>" },
    { ref: "urn:pier:2", when: null, comment: null },
  ]);
  expect(items).toHaveLength(1);
});
