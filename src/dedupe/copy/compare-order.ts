import { head, type PackedText, sizesOf } from "../text/pack-item.ts";
import type { Prepared } from "../text/prepare-item.ts";
import { type PairFeatures, ratio } from "./pair-features.ts";

/** Shared word shingles and the longest run of them in the same order: what only a copy has many of. */
export function compareShingles(a: Prepared, packB: PackedText, into: PairFeatures): void {
  const b = sizesOf(packB);
  const countA = a.shingles.size;
  into.bodies = countA > 0 && b.shingles > 0 && a.hasBody && b.bodyWords >= a.bodyTokensMin;
  into.shinglesShared = 0;
  into.longestRun = 0;
  let run = 0;
  let expected = -1;
  const from = packB.length - b.shingles;
  for (let i = from; i < packB.length; i += 1) {
    const place = a.shingles.get(packB[i] as number);
    if (place === undefined) {
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

/** Whether the titles are equal, and how much of them stands in the same order. */
export function compareTitles(a: Prepared, packB: PackedText, into: PairFeatures): void {
  const packA = a.item.pack;
  into.titleEqual = packA[head.title] === packB[head.title] && packA[head.title] !== 0;
  const sizeA = a.titleCount;
  const b = sizesOf(packB);
  const common = into.titleEqual ? sizeA : longestOrder(a, packB, b.title, packB.length - b.shingles - b.title);
  into.titleOrder = ratio(common, Math.max(sizeA, b.title));
  into.titleOrderShort = ratio(common, Math.min(sizeA, b.title));
}

/** Length of the longest common subsequence of two titles; at most 48 x 48 steps. */
function longestOrder(a: Prepared, packB: PackedText, countB: number, fromB: number): number {
  const row = a.row;
  row.fill(0, 0, countB + 1);
  for (let i = 0; i < a.titleCount; i += 1) {
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
