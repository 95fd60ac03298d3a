import type { RawDocument } from "../domain/document.ts";
import type { Dialect, Problem } from "../domain/parsed-feed.ts";
import { canonicalRss } from "./canonical-rss.ts";
import { type ParseLimits, parseLimitsDefault } from "./parse-limits.ts";
import { createProblemLog } from "./problem-log.ts";
import { readDraft } from "./read-draft.ts";
import { decodeBody } from "./text/decode-body.ts";

interface TidiedFeed {
  /** Canonical, well-formed RSS 2.0 that ends with a line feed. */
  readonly xml: string;
  readonly format: Dialect;
  readonly problems: readonly Problem[];
  readonly stoppedBy: string | null;
  readonly itemCount: number;
}

/**
 * Turns any feed text into clean RSS 2.0. Tidying the result again changes nothing. `url` is the base of relative
 * links. Throws WireError "not-a-feed".
 */
function tidyFeed(text: string, url: string, limits: ParseLimits): TidiedFeed {
  const problems = createProblemLog(text, limits.problemsMax);
  const draft = readDraft(text, url, limits, problems);
  return {
    xml: canonicalRss(draft, "public"),
    format: draft.format,
    problems: problems.list(),
    stoppedBy: problems.stoppedBy,
    itemCount: draft.items.length,
  };
}

/** Turns a received document into clean RSS 2.0, as `wiredesk tidy` prints it. Throws WireError "not-a-feed". */
export function tidyDocument(document: RawDocument, limits: ParseLimits = parseLimitsDefault): TidiedFeed {
  const { text } = decodeBody(document.bytes.subarray(0, limits.documentBytesMax), document.contentType);
  return tidyFeed(text, document.url, limits);
}
