import { expect, test } from "vitest";
import { findSameFeed } from "../../src/domain/feeds/same-feed.ts";
import { exampleFeed, freshState, noon } from "../ingest/poll/poll-examples.ts";

const known = "https://www.harbour.example/feed/?lang=en";

test.each([
  [known, true],
  ["http://harbour.example/feed?lang=en", true],
  ["https://news.harbour.example/feed/?lang=en", false],
  ["https://harbour.example/feed?lang=fr", false],
  ["https://harbour.example:8443/feed?lang=en", false],
  ["https://new.example/rss", true],
  ["no address", false],
])("beside a feed that has moved to new.example, %s is a feed that is there: %s", (address, isThere) => {
  const poll = freshState({ memory: { moved: { to: "https://new.example/rss/", at: noon } } });
  const statuses = [{ feed: exampleFeed({ url: known }), poll, entryCount: 0 }];
  expect(findSameFeed(statuses, [null, address], noon)?.url ?? null).toBe(isThere ? known : null);
});

test("a feed that a person removed, or that came from an archive, can be subscribed to", () => {
  for (const feed of [exampleFeed({ url: known, state: "removed" }), exampleFeed({ url: known, origin: "ingested" })])
    expect(findSameFeed([{ feed, poll: freshState(), entryCount: 0 }], [known], noon)).toBeNull();
});
