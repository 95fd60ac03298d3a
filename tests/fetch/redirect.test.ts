import { expect, test } from "vitest";
import { isSameParty } from "../../src/fetch/redirect.ts";

test.each([
  ["https://a.example/feed", "https://a.example/other", true],
  ["http://a.example/feed", "https://a.example/feed", true],
  ["https://a.example/feed", "http://a.example/feed", false],
  ["http://a.example/feed", "https://b.example/feed", false],
  ["https://a.example/feed", "https://sub.a.example/feed", false],
  ["https://a.example/feed", "https://a.example:8443/feed", false],
  ["http://a.example:8080/feed", "https://a.example/feed", false],
])("what is meant for %s goes on to %s: %s", (from, to, allowed) => {
  expect(isSameParty(new URL(from), new URL(to))).toBe(allowed);
});
