import { type PackedText, sizesOf } from "../text/pack-item.ts";
import type { Prepared } from "../text/prepare-item.ts";
import { placeOfShingle } from "../text/shingle-places.ts";
import { type PairFeatures, ratio } from "./pair-features.ts";
import { kickerWordsOf, type SkippedKickers } from "./skipped-kickers.ts";

/**
 * Counts the shared shingles and the longest run of them in the same order. Only copies of one text share many
 * shingles.
 */
export function compareShingles(a: Prepared, packB: PackedText, into: PairFeatures): void {
  const b = sizesOf(packB);
  const countA = a.shingles.size;
  into.bodies = countA > 0 && b.shingles > 0 && a.hasBody && b.bodyWords >= a.bodyTokensMin;
  into.headlinesOnly = !a.hasBody && b.bodyWords < a.bodyTokensMin;
  into.shinglesShared = 0;
  into.longestRun = 0;
  let run = 0;
  let expected = -1;
  const from = packB.length - b.shingles;
  for (let i = from; i < packB.length; i += 1) {
    const place = placeOfShingle(a.shingles, packB[i] as number);
    if (place < 0) {
      run = 0;
      continue;
    }
    into.shinglesShared += 1;
    run = place === expected || run === 0 ? run + 1 : 1;
    expected = place + 1;
    if (run > into.longestRun) into.longestRun = run;
  }
  into.shinglesMin = into.bodies ? Math.min(1, ratio(into.shinglesShared, Math.min(countA, b.shingles))) : 0;
  into.shinglesMax = into.bodies ? Math.min(1, ratio(into.shinglesShared, Math.max(countA, b.shingles))) : 0;
}

/**
 * Compares titles: whether they are equal, and which share of their words is in the same order. A kicker that only one
 * title has is skipped. Two different kickers are skipped if the rest is equal.
 */
export function compareTitles(a: Prepared, packB: PackedText, skipped: SkippedKickers, into: PairFeatures): void {
  into.titleEqual = skipped.equal;
  into.kickersDiffer = skipped.equal && skipped.a && skipped.b;
  into.oneKicker = skipped.equal && skipped.a !== skipped.b;
  const b = sizesOf(packB);
  const from = packB.length - b.shingles - b.title;
  const skippedA = skipped.a ? kickerWordsOf(a.item.pack) : 0;
  const skippedB = skipped.b ? kickerWordsOf(packB) : 0;
  compareOrder(a, skippedA, packB, from + skippedB, from + b.title, into);
}

function compareOrder(
  a: Prepared,
  skippedA: number,
  packB: PackedText,
  fromB: number,
  endB: number,
  into: PairFeatures,
): void {
  const sizeA = a.titleCount - skippedA;
  const sizeB = endB - fromB;
  const short = Math.min(sizeA, sizeB);
  const common = into.titleEqual ? short : longestOrder(a, skippedA, packB, sizeB, fromB);
  into.titleOrder = into.titleEqual ? 1 : ratio(common, Math.max(sizeA, sizeB));
  into.titleOrderShort = ratio(common, short);
  into.titleWords = short;
  into.titleCutWords = 0;
  while (into.titleCutWords < short && isSameWord(a, skippedA, packB, fromB, into.titleCutWords))
    into.titleCutWords += 1;
  if (into.titleCutWords < short) into.titleCutWords = 0;
}

function isSameWord(a: Prepared, skippedA: number, packB: PackedText, fromB: number, i: number): boolean {
  return a.item.pack[a.titleFrom + skippedA + i] === packB[fromB + i];
}

/** The length of the longest common subsequence of two titles, in at most 48 x 48 steps (see `titleTokensMax`). */
function longestOrder(a: Prepared, skippedA: number, packB: PackedText, countB: number, fromB: number): number {
  const row = a.row;
  row.fill(0, 0, countB + 1);
  for (let i = skippedA; i < a.titleCount; i += 1) {
    const hash = a.item.pack[a.titleFrom + i];
    let diagonal = 0;
    for (let j = 1; j <= countB; j += 1) {
      const above = row[j] as number;
      row[j] = packB[fromB + j - 1] === hash ? diagonal + 1 : Math.max(above, row[j - 1] as number);
      diagonal = above;
    }
  }
  return row[countB] as number;
}
