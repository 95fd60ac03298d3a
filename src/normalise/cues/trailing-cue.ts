import type { CueKind } from "../../domain/entry.ts";
import { readCuePhrase } from "./cue-phrase.ts";
import type { LedCue } from "./leading-cue.ts";

/** Only what says how often a report was sent stands behind it; "(exclusive)" may be part of the sentence. */
const trailingKinds: ReadonlySet<CueKind> = new Set(["update", "correction", "refile", "wrapup", "withdrawn"]);
const bracketed = /\s?[[(（【［〔]\s?([^[\]()（）【】［］〔〕\n]{1,30})[\])）】］〕]$/u;
const trailingCharsMax = 40;

/**
 * A cue in brackets at the end of a headline, as Korean and some English desks put it: "… (종합2보)", "… (UPDATED)"; null
 * when there is none.
 */
export function trailingCue(headline: string): LedCue | null {
  const tail = headline.slice(-trailingCharsMax);
  const match = bracketed.exec(tail);
  const phrase = match === null ? null : readCuePhrase(match[1] ?? "");
  if (match === null || phrase === null || !trailingKinds.has(phrase.kind)) return null;
  const rest = headline.slice(0, headline.length - match[0].length).trim();
  return { kind: phrase.kind, number: phrase.number, raw: match[0].trim(), rest };
}
