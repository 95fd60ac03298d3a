import type { RawDocument } from "../domain/document.ts";
import type { ParsedFeed } from "../domain/parsed-feed.ts";
import { canonicalRss } from "./canonical-rss.ts";
import { type ParseLimits, parseLimitsDefault } from "./parse-limits.ts";
import { createProblemLog } from "./problem-log.ts";
import { readDraft } from "./read-draft.ts";
import { readFeed } from "./read-feed.ts";
import { decodeBody } from "./text/decode-body.ts";

/**
 * The map of this stage: bytes -> text -> draft of the dialect -> canonical RSS 2.0 -> rss-parser -> ParsedFeed. Throws
 * only WireError "not-a-feed" and "parse-limit".
 */
export async function parseFeed(document: RawDocument, limits: ParseLimits = parseLimitsDefault): Promise<ParsedFeed> {
  const bytes = document.bytes.subarray(0, limits.documentBytesMax);
  const body = decodeBody(bytes, document.contentType);
  const problems = createProblemLog(body.text, limits.problemsMax);
  if (bytes.byteLength < document.bytes.byteLength) problems.stop(`documentBytesMax ${limits.documentBytesMax}`);
  for (const complaint of body.complaints) problems.note("encoding", complaint, null);
  const draft = readDraft(body.text, document.url, limits, problems);
  const read = await readFeed(canonicalRss(draft, "reader"));
  return {
    ...read,
    format: draft.format,
    encoding: body.encoding,
    problems: problems.list(),
    stoppedBy: problems.stoppedBy,
  };
}
