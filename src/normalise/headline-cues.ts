import type { Cue } from "../domain/entry.ts";

export interface CuedHeadline {
  readonly cue: Cue | null;
  readonly headline: string;
}

/** The wire desk's word in front of a title, and the title without it. */
export function readCue(title: string): CuedHeadline {
  return { cue: null, headline: title };
}
