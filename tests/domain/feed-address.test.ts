import fc from "fast-check";
import { expect, test } from "vitest";
import { feedAddress } from "../../src/domain/feed-address.ts";

test.each([
  ["https://pier.example/feed", "https://pier.example/feed"],
  [" \n https://pier.example/feed ", "https://pier.example/feed"],
  ["<https://pier.example/feed>", "https://pier.example/feed"],
  ["“https://pier.example/feed”", "https://pier.example/feed"],
  ["\u200bhttps://pier.example/feed", "https://pier.example/feed"],
  ["feed://pier.example/feed", "http://pier.example/feed"],
  ["feed:https://pier.example/feed", "https://pier.example/feed"],
  ["feed://https://pier.example/feed", "https://pier.example/feed"],
  ["feeds://pier.example/feed", "https://pier.example/feed"],
  ["FEED:http://pier.example/feed", "http://pier.example/feed"],
  ["itpc://pier.example/pod", "http://pier.example/pod"],
  ["pcast:pier.example/pod", "http://pier.example/pod"],
  ["rss://pier.example/feed", "http://pier.example/feed"],
  ["view-source:https://pier.example/feed", "https://pier.example/feed"],
  ["http://https://pier.example/feed", "https://pier.example/feed"],
  ["https//pier.example/feed", "https://pier.example/feed"],
  ["https:/pier.example/feed", "https://pier.example/feed"],
  ["pier.example/feed.xml", "http://pier.example/feed.xml"],
  ["www.pier.example", "http://www.pier.example/"],
  ["//pier.example/feed", "http://pier.example/feed"],
  ["127.0.0.1:39471/ok", "http://127.0.0.1:39471/ok"],
  ["localhost:8080", "http://localhost:8080/"],
  ["[::1]:8080/feed", "http://[::1]:8080/feed"],
  ["user:word@pier.example/feed", "http://user:word@pier.example/feed"],
  ["https://user:word@pier.example/feed?a=1", "https://user:word@pier.example/feed?a=1"],
  ["http://pier.example/feed.xml#force_feed", "http://pier.example/feed.xml"],
  ["https://пирс.example/лента", "https://xn--h1anee.example/%D0%BB%D0%B5%D0%BD%D1%82%D0%B0"],
])("feedAddress() reads %j as %s", (text, wanted) => expect(feedAddress(text)).toBe(wanted));

test.each([
  "",
  "#",
  "feed.xml",
  "/feed.xml",
  "about:blank",
  "javascript:x",
  "mailto:desk@pier.example",
  "ftp://pier.example/x",
  "exec:~/bin/x.sh",
  "filter:~/f:https://pier.example/f",
  'query:unread:unread = "yes"',
  "two words",
  "https://",
])("feedAddress() finds no address in %j", (text) => expect(feedAddress(text)).toBeNull());

test("feedAddress() does not change an address that it made", () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string()), (text) => {
      const once = feedAddress(text);
      expect(once === null ? null : feedAddress(once)).toBe(once);
    }),
  );
});
