import { expect, test } from "vitest";
import { everyDocument } from "./any-feed.ts";
import { isFullUrl, isMediaType, isRfc3339 } from "./value-rules.ts";
import { isUnique } from "./xml-tree.ts";

test("JSON Feed 1.1: required members are present and have the correct type", () => {
  everyDocument("json", (text, merged) => {
    const feed = JSON.parse(text);
    expect(feed).toMatchObject({
      version: "https://jsonfeed.org/version/1.1",
      title: merged.title,
      feed_url: merged.selfUrls.json,
    });
    expect(feed.hubs ?? []).toEqual(merged.hubUrl === null ? [] : [{ type: "WebSub", url: merged.hubUrl }]);
    expect(feed.next_url).toBe((merged.nextUrls ?? merged.archive.prevUrls)?.json);
    expect(isUnique(feed.items.map((item: { id: string }) => item.id))).toBe(true);
    for (const item of feed.items) {
      expect(item.content_html).not.toBe("");
      expect(isFullUrl(item.url)).toBe(true);
      expect([item.date_published, item.date_modified].every(isRfc3339)).toBe(true);
      expect(item.authors.length).toBeGreaterThan(0);
      expect(item.author).toBeUndefined();
      for (const attachment of item.attachments ?? []) expect(isMediaType(attachment.mime_type)).toBe(true);
    }
  });
});
