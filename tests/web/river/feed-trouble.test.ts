import { expect, test } from "vitest";
import type { WireErrorCode } from "../../../src/domain/errors.ts";
import type { FeedStatus } from "../../../src/domain/feed.ts";
import { feedTrouble } from "../../../src/web/sources/feed-trouble.ts";

const feeds = (...codes: (WireErrorCode | null)[]) =>
  codes.map((code) => {
    const failure = code === null ? null : { code, message: "HTTP 404", count: 5, firstAt: 0, lastAt: 0 };
    return { feed: { state: "active" }, poll: { failure } } as FeedStatus;
  });

test("one sentence says what is wrong when many feeds fail alike", () => {
  expect(feedTrouble(feeds("dns-failed", "dns-failed", "dns-failed", "timeout"))).toBe(
    "4 of 4 feeds fail: no name resolves. Is this machine offline?",
  );
  expect(feedTrouble(feeds("http-status", "http-status", "http-status", null))).toBe(
    "3 of 4 feeds fail: page not found (404).",
  );
  expect(feedTrouble(feeds("timeout", "reset", "gone", null))).toContain("for different reasons");
});

test("a few failing feeds are no trouble of the whole desk", () => {
  expect(feedTrouble(feeds("dns-failed", null, null, null))).toBeNull();
  expect(feedTrouble(feeds("dns-failed", "dns-failed"))).toBeNull();
  expect(feedTrouble([])).toBeNull();
});
