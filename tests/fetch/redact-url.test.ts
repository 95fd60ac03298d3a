import { expect, test } from "vitest";
import { redactUrl } from "../../src/fetch/redact-url.ts";

test.each([
  ["https://example.org/feed?page=2", "https://example.org/feed?page=2"],
  ["https://wire:word@example.org/feed", "https://example.org/feed"],
  ["https://example.org/feed?api_key=abc&page=2", "https://example.org/feed?api_key=***&page=2"],
  ["https://example.org/feed?AccessToken=abc&sig=def", "https://example.org/feed?AccessToken=***&sig=***"],
  ["no address, maybe a password", "(no URL)"],
])("redactUrl() shows %s as %s", (address, shown) => {
  expect(redactUrl(address)).toBe(shown);
});
