import { expect, test } from "vitest";
import { redactUrl } from "../../src/fetch/redact-url.ts";

test.each([
  ["https://example.org/feed?page=2", "https://example.org/feed?page=2"],
  ["https://wire:word@example.org/feed", "https://example.org/feed"],
  ["https://example.org/feed?api_key=abc&page=2", "https://example.org/feed?api_key=***&page=2"],
  ["https://example.org/feed?AccessToken=abc&sig=def", "https://example.org/feed?AccessToken=***&sig=***"],
  ["https://example.org/feed?u=4711&lang=en", "https://example.org/feed?u=***&lang=en"],
  ["https://example.org/feed?list=9f86d081884c7d659a2f", "https://example.org/feed?list=***"],
  ["https://example.org/feed?tag=cease-fire-in-the-harbour", "https://example.org/feed?tag=cease-fire-in-the-harbour"],
  ["no address, maybe a password", "(not a URL)"],
])("redactUrl() shows %s as %s", (address, shown) => {
  expect(redactUrl(address)).toBe(shown);
});
