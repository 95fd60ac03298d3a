import { expect, test } from "vitest";
import { parseFeed } from "../../src/parse/parse-feed.ts";

const read = (text: string) =>
  parseFeed({ bytes: new TextEncoder().encode(text), url: "https://agency.example/wire/", contentType: null });

test("parseFeed() reads a NewsML-G2 message under any prefix", async () => {
  const feed =
    await read(`<?xml version="1.0"?><n:newsMessage xmlns:n="http://iptc.org/std/nar/2006-10-01/" xmlns:h="http://www.w3.org/1999/xhtml">
<n:header><n:sent>2026-11-21T09:00:00Z</n:sent><n:sender>agency.example</n:sender><n:channel>TXT</n:channel></n:header><n:itemSet>
<n:newsItem guid="urn:newsml:agency.example:1" version="3" xml:lang="en"><n:rightsInfo><n:copyrightNotice>(c) Agency</n:copyrightNotice></n:rightsInfo>
<n:itemMeta><n:versionCreated>2026-11-21T09:00:00Z</n:versionCreated><n:firstCreated>2026-11-21T08:30:00Z</n:firstCreated></n:itemMeta>
<n:contentMeta><n:by>By Ada Quay</n:by><n:subject qcode="x:1"><n:name>Ports</n:name></n:subject><n:headline>UPDATE 2-Ferry &amp; tug collide</n:headline><n:description>Nobody hurt</n:description></n:contentMeta>
<n:contentSet><n:inlineXML contenttype="application/xhtml+xml"><h:html><h:head><h:title/></h:head><h:body><h:p>A ferry &amp; a tug.</h:p></h:body></h:html></n:inlineXML></n:contentSet></n:newsItem>
<n:newsItem guid="urn:newsml:agency.example:2" version="1"><n:contentMeta><n:headline>Picture</n:headline></n:contentMeta><n:contentSet>
<n:remoteContent href="pics/2.jpg" contenttype="image/jpeg" size="1200" width="800" height="600"/></n:contentSet></n:newsItem></n:itemSet></n:newsMessage>`);
  expect(feed).toMatchObject({ format: "newsml-g2", title: "agency.example" });
  expect(feed.items).toMatchObject([
    {
      guid: "urn:newsml:agency.example:1",
      title: "UPDATE 2-Ferry & tug collide",
      summaryHtml: "Nobody hurt",
      contentHtml: "<p>A ferry &amp; a tug.</p>",
      published: { at: Date.parse("2026-11-21T08:30:00Z") },
      updated: { at: Date.parse("2026-11-21T09:00:00Z") },
      authors: [{ name: "Ada Quay" }],
      categories: ["Ports"],
      language: "en",
      rights: "(c) Agency",
    },
    {
      title: "Picture",
      attachments: [{ url: "https://agency.example/wire/pics/2.jpg", medium: "image", lengthBytes: 1200, width: 800 }],
    },
  ]);
});

test("parseFeed() reads NITF", async () => {
  const feed =
    await read(`<nitf><head><title>slug</title><docdata><doc-id id-string="agency-77"/><date.issue norm="20261121T083000+0100"/>
<key-list><keyword key="Ferries"/></key-list><doc.copyright holder="Agency" year="2026"/></docdata></head><body><body.head><hedline><hl1>Ferry runs again</hl1></hedline>
<byline>By <person>Ben Dock</person></byline><abstract><p>In short.</p></abstract></body.head><body.content><p>It runs.</p>
<media media-type="image"><media-reference source="/f.jpg" mime-type="image/jpeg"/><media-caption>The ferry</media-caption></media></body.content></body></nitf>`);
  expect(feed.format).toBe("nitf");
  expect(feed.items).toMatchObject([
    {
      guid: "agency-77",
      title: "Ferry runs again",
      published: { at: Date.parse("2026-11-21T07:30:00Z") },
      authors: [{ name: "Ben Dock" }],
      categories: ["Ferries"],
      rights: "Agency 2026",
      attachments: [{ url: "https://agency.example/f.jpg", title: "The ferry" }],
    },
  ]);
  expect(feed.items[0]?.contentHtml).toContain("<p>It runs.</p>");
});

test("parseFeed() reads NewsML 1: a new revision keeps its guid, each language is a story", async () => {
  const story = (
    language: string,
    headline: string,
  ) => `<NewsComponent Duid="${language}" xml:lang="${language}"><NewsLines><HeadLine>${headline}</HeadLine><ByLine>By Ada</ByLine></NewsLines>
<NewsComponent><Role FormalName="Lead"/><ContentItem><DataContent>a lead that is longer than the body itself</DataContent></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Body"/><ContentItem><DataContent><nitf><body><body.content><p>${headline}!</p></body.content></body></nitf></DataContent></ContentItem></NewsComponent></NewsComponent>`;
  const message = (
    revision: number,
  ) => `<NewsML Version="1.2"><NewsEnvelope><SentFrom><Party FormalName="Agency"/></SentFrom></NewsEnvelope><NewsItem>
<Identification><NewsIdentifier><ProviderId>agency.example</ProviderId><DateId>20261121</DateId><NewsItemId>N5</NewsItemId><RevisionId>${revision}</RevisionId>
<PublicIdentifier>urn:newsml:agency.example:20261121:N5:${revision}</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20261121T083000Z</FirstCreated></NewsManagement><NewsComponent>${story("nl", "Veer vaart")}${story("fr", "Le bac part")}</NewsComponent></NewsItem></NewsML>`;
  const feed = await read(message(2));
  expect(feed.items).toMatchObject([
    {
      guid: "urn:newsml:agency.example:20261121:N5#nl",
      title: "Veer vaart",
      contentHtml: "<p>Veer vaart!</p>",
      language: "nl",
    },
    {
      guid: "urn:newsml:agency.example:20261121:N5#fr",
      title: "Le bac part",
      contentHtml: "<p>Le bac part!</p>",
      language: "fr",
    },
  ]);
  expect((await read(message(3))).items.map(({ guid }) => guid)).toEqual(feed.items.map(({ guid }) => guid));
});

test("parseFeed() reads ninjs, alone and in lists", async () => {
  const story = {
    uri: "https://agency.example/n/1",
    headline: "Storm & sea",
    body_html: "<p>Storm.</p>",
    description_text: "a < b",
    byline: "By Ada Quay",
    firstcreated: "2026-11-21T08:30:00+0000",
    versioncreated: "2026-11-21T09:00:00+0000",
    subject: [{ code: "1", name: "Weather" }],
    associations: {
      featuremedia: {
        headline: "Waves",
        renditions: { original: { href: "w.jpg", mimetype: "image/jpeg", width: 9 } },
      },
    },
  };
  const expected = {
    guid: "https://agency.example/n/1",
    url: "https://agency.example/n/1",
    title: "Storm & sea",
    summaryHtml: "a &lt; b",
    contentHtml: "<p>Storm.</p>",
    published: { at: Date.parse("2026-11-21T08:30:00Z") },
    authors: [{ name: "Ada Quay" }],
    categories: ["Weather"],
    attachments: [{ url: "https://agency.example/wire/w.jpg", medium: "image", title: "Waves", width: 9 }],
  };
  for (const document of [story, [story], { _items: [story] }, { items: [story] }]) {
    const feed = await read(JSON.stringify(document));
    expect(feed.items).toMatchObject([expected]);
  }
});
