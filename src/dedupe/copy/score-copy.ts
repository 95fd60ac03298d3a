import type { DedupeSettings } from "../settings.ts";
import { pageKind } from "../text/page-kind.ts";
import { copyWeights } from "./copy-weights.ts";
import type { PairFeatures } from "./pair-features.ts";

/**
 * The probability (0 to 1) that two entries carry one text. It is a logistic regression with fixed signs: similarities
 * never lower it, and conflicts never raise it.
 */
export function scoreCopy(features: PairFeatures): number {
  return logistic(copyInputs(features), copyWeights.weights, copyWeights.bias);
}

/** The probability that two entries must reach to be one copy. It depends on what the texts share. */
export function thresholdFor(features: PairFeatures, settings: DedupeSettings): number {
  const whole = isWhole(features, settings);
  if (features.sameSource)
    return whole && features.shinglesMin >= settings.ownWholeMin ? settings.ownThreshold : settings.copyThreshold;
  if (whole) return 0;
  if (features.fromAgency && isReprintedHeadline(features, settings)) return settings.agencyThreshold;
  if (!features.bodies && features.titleWords >= settings.nearWordsMin && features.titleOrder >= settings.nearOrderMin)
    return settings.nearThreshold;
  if (isOneReport(features, settings)) return settings.reportThreshold;
  if (isSameWording(features, settings)) return settings.nearThreshold;
  return sharesPhrases(features, settings) ? settings.phrasesThreshold : settings.copyThreshold;
}

/** Whether two long headlines have the same words in nearly the same order, so that they are one agency's headline. */
export function isSameWording(features: PairFeatures, settings: DedupeSettings): boolean {
  const { titleMissing, titleMass } = features;
  const same = titleMissing <= settings.sameWordsMissingMax && titleMass >= settings.longHeadlineMass;
  return same && isNearHeadline(features, settings);
}

/**
 * Whether two headlines are one agency's headline, printed by an outlet. Two reporters may write almost the same short
 * headline. So when the texts can be compared and share little, headlines with different words must be long.
 */
function isReprintedHeadline(features: PairFeatures, settings: DedupeSettings): boolean {
  if (!isNearHeadline(features, settings)) return false;
  const same = features.titleMissing <= settings.sameWordsMissingMax || features.titleMass >= settings.longHeadlineMass;
  return same || !features.bodies || features.shinglesMin >= settings.phrasesMin;
}

/**
 * Whether two texts share enough phrases. A few shared phrases may be a single sentence, and two outlets may write the
 * first sentence of a report alike.
 */
function sharesPhrases(features: PairFeatures, settings: DedupeSettings): boolean {
  const enough = features.shinglesShared >= settings.phrasesCountMin || features.shinglesMin >= settings.wholeMin;
  return enough && features.shinglesMin >= settings.phrasesMin;
}

/**
 * Whether two texts are one report to which an outlet gave its own headline: they share most phrases, a long run of
 * words, and at least half of the names in the headlines.
 */
function isOneReport(features: PairFeatures, settings: DedupeSettings): boolean {
  const { shinglesMin, shinglesShared, longestRun } = features;
  if (shinglesMin < settings.phrasesSure || longestRun < settings.reportRunMin) return false;
  return shinglesShared >= settings.phrasesCountMin && sharesNames(features);
}

/**
 * Whether at least half of the names in the headlines are shared. Headlines without names must share at least half of
 * their weight.
 */
export function sharesNames(features: PairFeatures): boolean {
  return features.titleNames === 0
    ? features.titleMissing <= 0.5
    : features.titleNamesShared * 2 >= features.titleNames;
}

/** Whether the headlines have nearly the same words in nearly the same order. */
export function isNearHeadline(features: PairFeatures, settings: DedupeSettings): boolean {
  return features.titleOrder >= settings.headlineOrderMin && features.titleMissing <= settings.headlineMissingMax;
}

/**
 * Whether two service pages, of one outlet or of two, have one heading about two subjects: "Price of the dollar in
 * Panama: opening rate" and "Price of the dollar in Guatemala: opening rate".
 */
export function isOtherSubject(features: PairFeatures, settings: DedupeSettings): boolean {
  if (!(features.kindsShared & pageKind.service) || features.titleOrder < settings.columnOrderMin) return false;
  return features.titleMissingA > 0 && features.titleMissingB > 0;
}

/**
 * Whether a headline is too long to be written twice by chance. If only one of two otherwise equal headlines has a
 * kicker, one word less is enough, because that points to an agency's text. Two different kickers require one word
 * more.
 */
export function isLongHeadline(features: PairFeatures, settings: DedupeSettings): boolean {
  const free = features.oneKicker ? 1 : features.kickersDiffer ? -1 : 0;
  return features.titleWords >= settings.headlineWordsMin - free;
}

/** Whether two bodies share nearly all phrases of the shorter one (`wholeMin`), among them a long run. */
export function isWhole(features: PairFeatures, settings: DedupeSettings): boolean {
  return features.bodies && features.shinglesMin >= settings.wholeMin && features.longestRun >= settings.wholeRunMin;
}

/** The names of the inputs in the order of the weights, each with the sign that training allows its weight. */
export const copyInputNames = [
  ["containMin", 1],
  ["containMax", 1],
  ["shinglesMin", 1],
  ["shinglesMax", 1],
  ["longestRun", 1],
  ["titleOrderSquared", 1],
  ["titleEqual", 1],
  ["titleMissing", -1],
  ["figures", -1],
  ["names", -1],
  ["hoursApart", -1],
  ["noBody", -1],
  ["sameMinute", 1],
  ["sameByline", 1],
  ["sameCredit", 1],
] as const;

/** A run longer than this counts as this long, because it proves no more. */
const runMax = 16;

/** The inputs of the copy score, from 0 to 1, in the order of `copyInputNames`. */
export function copyInputs(features: PairFeatures): readonly number[] {
  return [
    features.containMin,
    features.containMax,
    features.shinglesMin,
    features.shinglesMax,
    Math.min(features.longestRun, runMax) / runMax,
    features.titleOrder ** 2,
    features.titleEqual ? 1 : 0,
    features.titleMissing,
    Math.min(2, Math.min(features.figuresOnlyA, features.figuresOnlyB)) / 2,
    Math.min(2, Math.min(features.namesOnlyA, features.namesOnlyB)) / 2,
    Math.min(72, features.hoursApart) / 72,
    features.bodies ? 0 : 1,
    features.sameMinute ? 1 : 0,
    features.sameByline ? 1 : 0,
    features.sameCredit ? 1 : 0,
  ];
}

/** The probability (0 to 1) that a logistic regression gives for inputs. */
export function logistic(inputs: readonly number[], weights: readonly number[], bias: number): number {
  let sum = bias;
  for (let i = 0; i < inputs.length; i += 1) sum += (inputs[i] as number) * (weights[i] as number);
  return 1 / (1 + Math.exp(-sum));
}
