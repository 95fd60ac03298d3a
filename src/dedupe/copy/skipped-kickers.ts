import { head, type PackedText, packFlag } from "../text/pack-item.ts";

/** Whose kicker is no part of what two titles tell, and whether the titles are equal without it. */
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
 * A kicker ("Parties: Greens elect new leaders") is passed over where the other title has none, and where the titles
 * are equal without it. Two titles with kickers of their own that differ in the rest are compared whole.
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

export function kickerWordsOf(pack: PackedText): number {
  return (pack[head.flags] as number) & packFlag.kickerWords;
}
