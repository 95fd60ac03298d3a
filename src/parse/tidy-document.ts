import type { RawDocument } from "../domain/document.ts";
import { type ParseLimits, parseLimitsDefault } from "./parse-limits.ts";
import { decodeBody } from "./text/decode-body.ts";
import { type TidiedFeed, tidyFeed } from "./tidy-feed.ts";

/** A document as it came, as clean RSS 2.0: what `wiredesk tidy` prints. Throws WireError "not-a-feed". */
export function tidyDocument(document: RawDocument, limits: ParseLimits = parseLimitsDefault): TidiedFeed {
  const { text } = decodeBody(document.bytes.subarray(0, limits.documentBytesMax), document.contentType);
  return tidyFeed(text, document.url, limits);
}
