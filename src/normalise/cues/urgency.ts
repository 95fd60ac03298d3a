import type { CueKind } from "../../domain/entry.ts";

/** IPTC urgencies (NewsML-G2 guidelines, "urgency"): 1 is the most urgent, 5 is routine, 8 the least urgent. */
const urgencies: Readonly<Record<CueKind, number>> = {
  flash: 1,
  alert: 2,
  urgent: 3,
  breaking: 3,
  withdrawn: 3,
  correction: 4,
  update: 4,
  refile: 4,
  exclusive: 4,
  wrapup: 4,
  analysis: 6,
  advisory: 7,
};
const routine = 5;

/** The urgency of a headline by its cue, from 1 (a flash) to 7 (an advisory); 5 without a cue. */
export function urgency(cue: CueKind | null): number {
  return cue === null ? routine : urgencies[cue];
}
