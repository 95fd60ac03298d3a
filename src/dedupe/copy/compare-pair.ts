import { hourMs } from "../../domain/time.ts";
import type { LiveItem } from "../live-item.ts";
import { dayOf } from "../text/heading-frames.ts";
import { head, headWords, type PackedText, termFact } from "../text/pack-item.ts";
import { kindsOn } from "../text/page-kinds-on.ts";
import type { Prepared } from "../text/prepare-item.ts";
import { idfOf, isName, type TermStatistics } from "../text/term-statistics.ts";
import { termWeight } from "../text/term-weight.ts";
import { compareShingles, compareTitles } from "./compare-order.ts";
import { type PairFeatures, ratio } from "./pair-features.ts";
import { type SkippedKickers, skippedKickers } from "./skipped-kickers.ts";

const minuteMs = 60_000;

/**
 * Compares a prepared entry (`a`) with one from the window (`b`), in one merge of the sorted terms and one walk over
 * the shingles.
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

/**
 * Running sums of one merge. They live in an object, not in the module, so that a comparison allocates at most one
 * small object.
 */
interface Sums {
  massA: number;
  massB: number;
  shared: number;
  dot: number;
  top: number;
  second: number;
  normB: number;
  titleA: number;
  titleB: number;
  missingA: number;
  missingB: number;
  /**
   * The flag of kicker words (`termFact.kicker`) when words that occur only in the kicker do not count, otherwise 0.
   */
  skippedA: number;
  skippedB: number;
}

function mergeTerms(
  a: Prepared,
  packB: PackedText,
  skipped: SkippedKickers,
  statistics: TermStatistics,
  into: PairFeatures,
): void {
  const sums: Sums = {
    massA: a.mass,
    massB: 0,
    shared: 0,
    dot: 0,
    top: 0,
    second: 0,
    normB: 0,
    titleA: a.titleMass,
    titleB: 0,
    missingA: 0,
    missingB: 0,
    skippedA: skipped.a ? termFact.kicker : 0,
    skippedB: skipped.b ? termFact.kicker : 0,
  };
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
    while (i < countA && (packA[headWords + i] as number) < hash) onlyInA(a, i++, sums, into);
    const both = i < countA && packA[headWords + i] === hash;
    const idf = both
      ? (a.idf[i] as number)
      : idfOf(statistics, a.logged, a.language, hash, (facts >>> termFact.lengthShift) & 3);
    const weight = termWeight(facts, a.titleWeight) * idf;
    sums.massB += idf;
    sums.normB += weight * weight;
    if (facts & termFact.inTitle) sums.titleB += idf;
    if (both) inBoth(a, i++, facts, idf, weight, sums, into);
    else onlyInB(a, hash, facts, idf, statistics, sums, into);
  }
  while (i < countA) onlyInA(a, i++, sums, into);
  finishSums(sums, a, into);
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

function onlyInA(a: Prepared, i: number, sums: Sums, into: PairFeatures): void {
  const facts = a.facts[i] as number;
  if (facts & termFact.number) into.allFiguresOnlyA += 1;
  if (!(facts & termFact.inTitle)) return;
  if (facts & termFact.number) {
    into.figuresOnlyA += 1;
    into.titleFiguresDiffer += 1;
  }
  if (facts & sums.skippedA) return;
  sums.missingA += a.idf[i] as number;
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
  sums: Sums,
  into: PairFeatures,
): void {
  if (facts & termFact.number) into.allFiguresOnlyB += 1;
  if (!(facts & termFact.inTitle)) return;
  if (facts & termFact.number) {
    into.figuresOnlyB += 1;
    into.titleFiguresDiffer += 1;
  }
  if (facts & sums.skippedB) return;
  sums.missingB += idf;
  if (!(facts & termFact.capital) || !isName(statistics, a.language, hash)) return;
  into.namesOnlyB += 1;
  into.titleNames += 1;
}

function inBoth(
  a: Prepared,
  i: number,
  factsB: number,
  idf: number,
  weightB: number,
  sums: Sums,
  into: PairFeatures,
): void {
  const factsA = a.facts[i] as number;
  sums.shared += idf;
  const product = (a.weights[i] as number) * weightB;
  sums.dot += product;
  if (product > sums.top) {
    sums.second = sums.top;
    sums.top = product;
  } else if (product > sums.second) sums.second = product;
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

function finishSums(sums: Sums, a: Prepared, into: PairFeatures): void {
  const norms = a.norm * Math.sqrt(sums.normB);
  into.cosine = norms === 0 ? 0 : sums.dot / norms;
  into.topShare = ratio(sums.top, sums.dot);
  into.topTwoShare = ratio(sums.top + sums.second, sums.dot);
  into.containMin = ratio(sums.shared, Math.min(sums.massA, sums.massB));
  into.containMax = ratio(sums.shared, Math.max(sums.massA, sums.massB));
  into.titleMissingA = ratio(sums.missingA, sums.titleA);
  into.titleMissingB = ratio(sums.missingB, sums.titleB);
  into.titleMass = Math.min(sums.titleA, sums.titleB);
  into.titleMissing = ratio(sums.missingA + sums.missingB, sums.titleA + sums.titleB);
}
