import type { AlertSetup } from "../../../domain/alerts/alert-setup.ts";
import type { RuleMatcher } from "../../../domain/alerts/rule-matcher.ts";
import { type Instant, minuteMs } from "../../../domain/time.ts";

/** How many entries of a story are tested for the conditions of rules on stories. */
export const storyEntriesMax = 200;

/** The store learns new forms of words all the time, so a new matcher is made after this time. */
const matcherMsMax = 10 * minuteMs;

/** Keeps the matcher of the last rules for ten minutes. */
export interface MatcherCache {
  /** null when the rules have changed or the matcher is old. Make another one then, and call `keep`. */
  find(setup: AlertSetup, now: Instant): RuleMatcher | null;
  keep(setup: AlertSetup, now: Instant, made: RuleMatcher): RuleMatcher;
}

/** Makes an empty cache. */
export function createMatcherCache(): MatcherCache {
  let kept: { readonly setup: AlertSetup; readonly madeAt: Instant; readonly made: RuleMatcher } | null = null;
  return {
    find(setup, now) {
      const isPresent = kept?.setup === setup && Math.abs(now - kept.madeAt) <= matcherMsMax;
      return isPresent && kept !== null ? kept.made : null;
    },
    keep(setup, madeAt, made) {
      kept = { setup, madeAt, made };
      return made;
    },
  };
}
