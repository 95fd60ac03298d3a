import type { Parser } from "../../src/domain/ports.ts";
import { parseFeed } from "../../src/parse/parse-feed.ts";
import type { ParseLimits } from "../../src/parse/parse-limits.ts";

/** Parses on the calling thread, without a deadline. For tests, and for documents that are trusted. */
export function createInlineParser(limits: ParseLimits): Parser {
  return { parse: (document) => parseFeed(document, limits), close: () => Promise.resolve() };
}
