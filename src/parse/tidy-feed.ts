import type { Dialect, Problem } from "../domain/parsed-feed.ts";
import { canonicalRss } from "./canonical-rss.ts";
import type { ParseLimits } from "./parse-limits.ts";
import { createProblemLog } from "./problem-log.ts";
import { readDraft } from "./read-draft.ts";

export interface TidiedFeed {
  /** Canonical RSS 2.0, well-formed, ending with a line feed. */
  readonly xml: string;
  readonly format: Dialect;
  readonly problems: readonly Problem[];
  readonly stoppedBy: string | null;
  readonly itemCount: number;
}

/**
 * Any feed text as clean RSS 2.0; tidying twice changes nothing more. `url` is the base of relative links.
 * Throws WireError "not-a-feed".
 */
export function tidyFeed(text: string, url: string, limits: ParseLimits): TidiedFeed {
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
