import type { Cue, CueKind } from "../../domain/entry.ts";
import { type LedCue, leadingCue } from "./leading-cue.ts";
import { trailingCue } from "./trailing-cue.ts";

export interface CuedHeadline {
  readonly cue: Cue | null;
  readonly headline: string;
}

/** "REFILE-CORRECTED-UPDATE 2-": no desk stacks more. */
const stackedCuesMax = 4;

/** Of several cues the one that changes most for a reader speaks for them; among the others, the first. */
const weightiest: readonly CueKind[] = ["withdrawn", "correction", "flash", "alert", "urgent", "breaking"];

/**
 * The wire desk's word in front of a title (or in brackets behind it), and the title without it. Stacked cues are read
 * together: the weightiest names the kind, the first that has a number gives it. A title is never emptied: where
 * nothing would be left, there is no cue.
 */
export function readCue(title: string): CuedHeadline {
  const found: LedCue[] = [];
  let rest = title.trim();
  while (found.length < stackedCuesMax) {
    const led = leadingCue(rest);
    if (led === null || !hasWords(led.rest)) break;
    found.push(led);
    rest = led.rest;
  }
  const raw = title
    .trim()
    .slice(0, title.trim().length - rest.length)
    .trim();
  const trailed = trailingCue(rest);
  if (trailed !== null && hasWords(trailed.rest)) {
    found.push(trailed);
    rest = trailed.rest;
  }
  if (found.length === 0) return { cue: null, headline: title.trim() };
  return { cue: summarise(found, raw === "" ? (trailed?.raw ?? "") : raw), headline: rest };
}

function summarise(found: readonly LedCue[], raw: string): Cue {
  const kinds = found.map((led) => led.kind);
  const kind = weightiest.find((candidate) => kinds.includes(candidate)) ?? kinds[0] ?? "update";
  return { kind, number: found.find((led) => led.number !== null)?.number ?? null, raw };
}

/** Two letters or digits at least: a cue in front of nothing is the headline itself. */
function hasWords(text: string): boolean {
  return /[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(text.slice(0, 200));
}
