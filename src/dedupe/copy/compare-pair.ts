import { hourMs } from "../../domain/time.ts";
import type { LiveItem } from "../live-item.ts";
import { termFact } from "../text/collect-terms.ts";
import { dayOf } from "../text/heading-frames.ts";
import { head, headWords, type PackedText } from "../text/pack-item.ts";
import { kindsOn } from "../text/page-kinds-on.ts";
import { pairSum } from "../text/pair-sums.ts";
import type { Prepared } from "../text/prepare-item.ts";
import { idfOf, isName, type TermStatistics } from "../text/term-statistics.ts";
import { termWeight } from "../text/term-weight.ts";
import { compareShingles, compareTitles } from "./compare-order.ts";
import { type PairFeatures, ratio } from "./pair-features.ts";
import { type SkippedKickers, skippedKickers } from "./skipped-kickers.ts";

const minuteMs = 60_000;

/**
 * Compares a prepared entry (`a`) with another entry (`b`), in one merge of the sorted terms and one pass over the
 * shingles. Writes the result to `into` and returns it.
 */
export function comparePair(a: Prepared, b: LiveItem, statistics: TermStatistics, into: PairFeatures): PairFeatures {
  const packA = a.item.pack;
  const skipped = skippedKickers(packA, b.pack);
  mergeTerms(a, b.pack, skipped, statistics, into);
  compareShingles(a, b.pack, into);
  compareTitles(a, b.pack, skipped, into);
  const [kindsA, kindsB] = [kindsOn(statistics, a.item), kindsOn(statistics, b)];
  into.kindsDiffer = kindsA ^ kindsB;
  into.kindsShared = kindsA & kindsB;
  into.sameByline = packA[head.byline] !== 0 && packA[head.byline] === b.pack[head.byline];
  into.sameSource = a.item.sourceId === b.sourceId;
  into.sameMinute =
    !into.sameSource &&
    Math.floor(a.item.publishedAt / minuteMs) === Math.floor(b.publishedAt / minuteMs) &&
    a.item.publishedAt % (60 * minuteMs) !== 0;
  compareAgencies(a.item, b, into);
  into.otherDay = dayOf(a.item.arrivedAt) !== dayOf(b.arrivedAt);
  into.hoursApart = Math.abs(a.item.arrivedAt - b.arrivedAt) / hourMs;
  return into;
}

function compareAgencies(a: LiveItem, b: LiveItem, into: PairFeatures): void {
  const both = a.agency !== null && b.agency !== null && !into.sameSource;
  into.sameCredit = both && a.agency === b.agency;
  into.otherCredit = both && a.agency !== b.agency;
  into.fromAgency = !into.sameSource && !into.otherCredit && a.ownAgency !== b.ownAgency;
}

function mergeTerms(
  a: Prepared,
  packB: PackedText,
  skipped: SkippedKickers,
  statistics: TermStatistics,
  into: PairFeatures,
): void {
  const { sums } = a;
  sums.fill(0);
  // Words that stand only in a skipped kicker have this flag. They count neither as missing from the other title nor as
  // names. Figures among them still count. 0: no kicker is skipped.
  const skippedA = skipped.a ? termFact.kicker : 0;
  const skippedB = skipped.b ? termFact.kicker : 0;
  resetCounts(into);
  const packA = a.item.pack;
  const countA = a.terms;
  const countB = (packB[head.sizes] as number) & 0xff;
  const factsB = headWords + countB;
  into.terms = Math.sqrt(countA * countB);
  into.warmth = a.warmth;
  let i = 0;
  for (let j = 0; j < countB; j += 1) {
    const hash = packB[headWords + j] as number;
    const facts = ((packB[factsB + (j >>> 1)] as number) >>> ((j & 1) << 4)) & 0xffff;
    while (i < countA && (packA[headWords + i] as number) < hash) onlyInA(a, i++, skippedA, into);
    const both = i < countA && packA[headWords + i] === hash;
    const idf = both
      ? (a.idf[i] as number)
      : idfOf(statistics, a.logged, a.language, hash, (facts >>> termFact.lengthShift) & 3);
    const weight = termWeight(facts, a.titleWeight) * idf;
    add(sums, pairSum.massB, idf);
    add(sums, pairSum.normB, weight * weight);
    if (facts & termFact.inTitle) add(sums, pairSum.titleB, idf);
    if (both) inBoth(a, i++, facts, idf, weight, into);
    else onlyInB(a, hash, facts, idf, statistics, skippedB, into);
  }
  while (i < countA) onlyInA(a, i++, skippedA, into);
  finishSums(a, into);
}

function resetCounts(into: PairFeatures): void {
  into.figuresOnlyA = 0;
  into.figuresOnlyB = 0;
  into.figuresShared = 0;
  into.titleFiguresDiffer = 0;
  into.titleFiguresShared = 0;
  into.allFiguresOnlyA = 0;
  into.allFiguresOnlyB = 0;
  into.namesOnlyA = 0;
  into.namesOnlyB = 0;
  into.namesShared = 0;
  into.titleNames = 0;
  into.titleNamesShared = 0;
  into.rareShared = 0;
  into.rareNames = 0;
  into.rareTitles = 0;
}

function onlyInA(a: Prepared, i: number, skipped: number, into: PairFeatures): void {
  const facts = a.facts[i] as number;
  if (facts & termFact.number) into.allFiguresOnlyA += 1;
  if (!(facts & termFact.inTitle)) return;
  if (facts & termFact.number) {
    into.figuresOnlyA += 1;
    into.titleFiguresDiffer += 1;
  }
  if (facts & skipped) return;
  add(a.sums, pairSum.missingA, a.idf[i] as number);
  if (a.names[i] !== 1) return;
  into.namesOnlyA += 1;
  into.titleNames += 1;
}

function onlyInB(
  a: Prepared,
  hash: number,
  facts: number,
  idf: number,
  statistics: TermStatistics,
  skipped: number,
  into: PairFeatures,
): void {
  if (facts & termFact.number) into.allFiguresOnlyB += 1;
  if (!(facts & termFact.inTitle)) return;
  if (facts & termFact.number) {
    into.figuresOnlyB += 1;
    into.titleFiguresDiffer += 1;
  }
  if (facts & skipped) return;
  add(a.sums, pairSum.missingB, idf);
  if (!(facts & termFact.capital) || !isName(statistics, a.language, hash)) return;
  into.namesOnlyB += 1;
  into.titleNames += 1;
}

function inBoth(a: Prepared, i: number, factsB: number, idf: number, weightB: number, into: PairFeatures): void {
  const factsA = a.facts[i] as number;
  const { sums } = a;
  const product = (a.weights[i] as number) * weightB;
  add(sums, pairSum.shared, idf);
  add(sums, pairSum.dot, product);
  const top = sums[pairSum.top] as number;
  if (product > top) {
    sums[pairSum.second] = top;
    sums[pairSum.top] = product;
  } else if (product > (sums[pairSum.second] as number)) sums[pairSum.second] = product;
  const rare = a.rarity[i] as number;
  into.rareShared += rare;
  if (factsA & factsB & termFact.inTitle) into.rareTitles += rare;
  if (a.names[i] === 1) into.rareNames += rare;
  if (factsA & termFact.number) {
    into.figuresShared += 1;
    if ((factsA & termFact.inTitle) !== (factsB & termFact.inTitle)) into.titleFiguresDiffer += 1;
    else if (factsA & termFact.inTitle) into.titleFiguresShared += 1;
  } else if (a.names[i] === 1) {
    into.namesShared += 1;
    const titles = ((factsA & termFact.inTitle) + (factsB & termFact.inTitle)) / termFact.inTitle;
    into.titleNames += titles;
    into.titleNamesShared += titles;
  }
}

function finishSums(a: Prepared, into: PairFeatures): void {
  const { sums, mass: massA, titleMass: titleA } = a;
  const of = (at: number) => sums[at] as number;
  const [dot, top, shared] = [of(pairSum.dot), of(pairSum.top), of(pairSum.shared)];
  const [massB, titleB] = [of(pairSum.massB), of(pairSum.titleB)];
  const [missingA, missingB] = [of(pairSum.missingA), of(pairSum.missingB)];
  const norms = a.norm * Math.sqrt(of(pairSum.normB));
  into.cosine = norms === 0 ? 0 : dot / norms;
  into.topShare = ratio(top, dot);
  into.topTwoShare = ratio(top + of(pairSum.second), dot);
  into.containMin = ratio(shared, Math.min(massA, massB));
  into.containMax = ratio(shared, Math.max(massA, massB));
  into.titleMissingA = ratio(missingA, titleA);
  into.titleMissingB = ratio(missingB, titleB);
  into.titleMass = Math.min(titleA, titleB);
  into.titleMissing = ratio(missingA + missingB, titleA + titleB);
}

function add(sums: Float64Array, at: number, value: number): void {
  sums[at] = (sums[at] as number) + value;
}
