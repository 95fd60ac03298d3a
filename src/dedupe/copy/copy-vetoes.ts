import { hourMs } from "../../domain/time.ts";
import type { LiveItem } from "../live-item.ts";
import type { DedupeSettings } from "../settings.ts";
import type { PairFeatures } from "./pair-features.ts";
import { isNearHeadline, isWhole } from "./score-copy.ts";
import type { Veto } from "./veto.ts";
import { vetoTemplate } from "./veto-template.ts";

const veto = (code: Veto["code"]): Veto => ({ code });

/**
 * The first veto that applies, or null. Each was found by reading what the score alone merged on streams of many
 * outlets.
 */
export function vetoCopy(a: LiveItem, b: LiveItem, features: PairFeatures, settings: DedupeSettings): Veto | null {
  return vetoConflict(a, b, features, settings) ?? vetoThinEvidence(features, settings);
}

/** What speaks against one text, whoever carries both; too little that speaks for it is no conflict. */
export function vetoConflict(a: LiveItem, b: LiveItem, features: PairFeatures, settings: DedupeSettings): Veto | null {
  if (Math.abs(a.arrivedAt - b.arrivedAt) > settings.windowMs) return veto("too-far-apart");
  if (features.sameSource) {
    const own = vetoSameSource(features, settings) ?? vetoTemplate(a, b, features, settings);
    if (own !== null) return own;
  }
  if (features.otherCredit && !isWhole(features, settings)) return veto("credits-differ");
  const same = features.shinglesMin >= 0.9 && features.longestRun >= 12;
  if (!same && features.figuresOnlyA > 0 && features.figuresOnlyB > 0) return veto("figures-differ");
  if (!same && features.namesOnlyA > 0 && features.namesOnlyB > 0 && features.shinglesMin < 0.6) {
    return veto("names-differ");
  }
  return null;
}

function vetoSameSource(features: PairFeatures, settings: DedupeSettings): Veto | null {
  if (features.titleFiguresDiffer > 0) return veto("own-figures-differ");
  if (isOtherTable(features, settings)) return veto("own-table");
  const long = features.shinglesShared >= settings.longTextShingles && features.shinglesMax >= 0.9;
  if (features.hoursApart > settings.recurringMs / hourMs && !long) return veto("recurring");
  if (features.bodies && features.shinglesMin < settings.phrasesMin) return veto("bodies-differ");
  return null;
}

/** Prices, rates, results: the words recur, the figures are the news. */
function isOtherTable(features: PairFeatures, settings: DedupeSettings): boolean {
  const only = Math.min(features.allFiguresOnlyA, features.allFiguresOnlyB);
  return only >= settings.tableFiguresMin && only > features.figuresShared * settings.tableFiguresShare;
}

/** Without a shared run of words only nearly the same headline, or the same reporters, can stand for the text. */
function vetoThinEvidence(features: PairFeatures, settings: DedupeSettings): Veto | null {
  if (features.sameByline || isSameHeadline(features, settings)) return null;
  if (!features.bodies) return veto("headline-only");
  return features.shinglesMin < settings.shinglesMin ? veto("bodies-differ") : null;
}

/** A headline long enough that two outlets do not write it by chance on one day, and nearly the same in both. */
function isSameHeadline(features: PairFeatures, settings: DedupeSettings): boolean {
  if (features.sameSource)
    return features.titleEqual && !features.bodies && features.titleMass >= settings.headlineMassMin;
  const near = isNearHeadline(features, settings);
  const massMin =
    features.titleEqual && (features.sameMinute || features.sameCredit)
      ? settings.headlineMassMin / 2
      : settings.headlineMassMin;
  return near && features.titleMass >= massMin && features.hoursApart <= settings.headlineHoursMax;
}
