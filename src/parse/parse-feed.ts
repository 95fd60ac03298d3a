import type { RawDocument } from "../domain/document.ts";
import type { ParsedFeed } from "../domain/parsed-feed.ts";
import { draftDocument, readDrafted } from "./draft-document.ts";
import { type ParseLimits, parseLimitsDefault } from "./parse-limits.ts";

/**
 * The map of this stage: bytes -> text -> draft of the dialect -> canonical RSS 2.0 -> rss-parser -> ParsedFeed. Throws
 * only WireError "not-a-feed".
 */
export async function parseFeed(document: RawDocument, limits: ParseLimits = parseLimitsDefault): Promise<ParsedFeed> {
  return readDrafted(draftDocument(document, limits));
}
