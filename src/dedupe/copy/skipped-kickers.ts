import { head, type PackedText, packFlag } from "../text/pack-item.ts";

/** Which kickers do not count in the comparison of two titles, and whether the titles are equal without them. */
export interface SkippedKickers {
  readonly a: boolean;
  readonly b: boolean;
  readonly equal: boolean;
}

const none: SkippedKickers = { a: false, b: false, equal: false };
const equal: SkippedKickers = { a: false, b: false, equal: true };
const equalAfterA: SkippedKickers = { a: true, b: false, equal: true };
const equalAfterB: SkippedKickers = { a: false, b: true, equal: true };
const equalAfterBoth: SkippedKickers = { a: true, b: true, equal: true };
const onlyA: SkippedKickers = { a: true, b: false, equal: false };
const onlyB: SkippedKickers = { a: false, b: true, equal: false };

/**
 * Chooses the kickers to skip. A kicker ("Parties: Greens elect new leaders") is skipped when the other title has none,
 * or when the titles are equal without kickers. Two titles with kickers whose rest differs are compared in full.
 */
export function skippedKickers(a: PackedText, b: PackedText): SkippedKickers {
  if (a[head.title] === 0 || b[head.title] === 0) return none;
  if (a[head.title] === b[head.title]) return equal;
  if (a[head.core] === b[head.title]) return equalAfterA;
  if (a[head.title] === b[head.core]) return equalAfterB;
  if (a[head.core] === b[head.core]) return equalAfterBoth;
  if (kickerWordsOf(a) === 0 && kickerWordsOf(b) > 0) return onlyB;
  return kickerWordsOf(b) === 0 && kickerWordsOf(a) > 0 ? onlyA : none;
}

/** The number of words in the kicker of a title; 0 when it has none. */
export function kickerWordsOf(pack: PackedText): number {
  return (pack[head.flags] as number) & packFlag.kickerWords;
}
