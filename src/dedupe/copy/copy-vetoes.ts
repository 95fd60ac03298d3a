import { hourMs } from "../../domain/time.ts";
import type { LiveItem } from "../live-item.ts";
import type { DedupeSettings } from "../settings.ts";
import { pageKind } from "../text/page-kind.ts";
import type { PairFeatures } from "./pair-features.ts";
import { isLongHeadline, isNearHeadline, isOtherSubject, isSameWording, isWhole, sharesNames } from "./score-copy.ts";
import type { Veto } from "./veto.ts";
import { vetoTemplate } from "./veto-template.ts";

const veto = (code: Veto["code"]): Veto => ({ code });

/**
 * The first veto that applies, or null. Each veto prevents a kind of wrong merge that the score alone made in streams
 * of many outlets.
 */
export function vetoCopy(a: LiveItem, b: LiveItem, features: PairFeatures, settings: DedupeSettings): Veto | null {
  return vetoConflict(a, b, features, settings) ?? vetoThinEvidence(features, settings);
}

/**
 * The first veto that shows that two entries cannot be one text, or null. It applies to any two carriers of a copy.
 * Entries pass when they only lack evidence of being one text.
 */
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
  if (features.shinglesMin < settings.phrasesSure && isOtherSubject(features, settings)) return veto("names-differ");
  return vetoKickers(features, settings) ?? vetoKind(features, settings) ?? vetoBackground(features, settings);
}

/**
 * Excludes equal headlines with different kickers if the kickers name the subject. They do so within one outlet ("Jobs:
 * teachers: how to apply", "Jobs: nurses: how to apply") and before headlines with figures ("Dollar: what it costs on
 * Monday 6", "Euro: what it costs on Monday 6").
 */
function vetoKickers(features: PairFeatures, settings: DedupeSettings): Veto | null {
  if (!features.kickersDiffer || (features.bodies && features.shinglesMin >= settings.phrasesSure)) return null;
  if (!features.sameSource && features.titleFiguresShared === 0) return null;
  return veto("kickers-differ");
}

/**
 * Excludes pages of different kinds. A live page quotes reports under their headlines, but is never a copy of them. A
 * briefing, a comment or a page of advice, prices or dates is a copy of a report only when it has the report's
 * headline.
 */
function vetoKind(features: PairFeatures, settings: DedupeSettings): Veto | null {
  if (features.kindsDiffer & pageKind.live) return veto("live-page");
  if (features.kindsDiffer === 0 || features.titleEqual || isNearHeadline(features, settings)) return null;
  if (features.kindsDiffer & pageKind.briefing) return veto("briefing");
  return veto(features.kindsDiffer & pageKind.comment ? "comment" : "service-page");
}

function vetoSameSource(features: PairFeatures, settings: DedupeSettings): Veto | null {
  if (features.titleFiguresDiffer > 0) return veto("own-figures-differ");
  if (isOtherTable(features, settings)) return veto("own-table");
  const long = features.shinglesShared >= settings.longTextShingles && features.shinglesMax >= 0.9;
  if (features.hoursApart > settings.recurringMs / hourMs && !long) return veto("recurring");
  if (features.bodies && features.shinglesMin < settings.phrasesMin) return veto("bodies-differ");
  return null;
}

/**
 * Whether two texts are different tables of prices, rates or results. The words of such tables recur; only the figures
 * are news.
 */
function isOtherTable(features: PairFeatures, settings: DedupeSettings): boolean {
  const only = Math.min(features.allFiguresOnlyA, features.allFiguresOnlyB);
  return only >= settings.tableFiguresMin && only > features.figuresShared * settings.tableFiguresShare;
}

/**
 * Excludes texts with different headlines that share only a lead or a background sentence, because agencies use such
 * sentences in several articles. Headlines that share half of their names pass, because an outlet may give an agency's
 * text its own headline.
 */
function vetoBackground(features: PairFeatures, settings: DedupeSettings): Veto | null {
  if (!features.bodies || features.sameSource || features.titleOrderShort >= settings.backgroundOrderMax) return null;
  if (features.shinglesShared >= settings.backgroundShinglesMin) return null;
  if (features.shinglesMin >= 0.9 && features.shinglesMax >= settings.wholeMin) return null;
  return sharesNames(features) ? null : veto("background");
}

/** Excludes texts that share few phrases, unless their headlines or their bylines prove that they are one text. */
function vetoThinEvidence(features: PairFeatures, settings: DedupeSettings): Veto | null {
  if (features.sameByline) return null;
  if (features.bodies && features.shinglesMin >= settings.phrasesSure) return null;
  const headline = vetoHeadline(features, settings);
  if (headline === null) return null;
  if (!features.bodies) return headline;
  const short = features.titleEqual && headline.code === "headline-short";
  if (features.shinglesMin >= (short ? settings.phrasesMin : settings.shinglesMin)) return null;
  if (headline.code !== "headline-only") return headline;
  return veto("bodies-differ");
}

/** Why the headlines alone do not prove one text; null when they prove it. */
function vetoHeadline(features: PairFeatures, settings: DedupeSettings): Veto | null {
  if (features.sameSource)
    return features.titleEqual && !features.bodies && features.titleMass >= settings.headlineMassMin / 2
      ? null
      : veto("own-heading");
  const equal = features.titleEqual || features.titleCutWords >= settings.cutWordsMin;
  // Nearly equal headlines prove a reprint only between an agency and an outlet, between entries that credit one
  // agency, or when one body is missing. Two outlets may print two reports under almost the same headline.
  const reprint = !features.bodies || features.fromAgency || features.sameCredit;
  const near = equal || isSameWording(features, settings) || (reprint && isNearHeadline(features, settings));
  if (!near) return veto("headline-only");
  const long = isLongHeadline(features, settings);
  const trusted = features.titleEqual && (features.sameMinute || features.sameCredit || long);
  const massMin = trusted ? settings.headlineMassMin / 2 : settings.headlineMassMin;
  if (features.titleMass < massMin) return veto("headline-short");
  const hoursMax = !equal
    ? settings.headlineHoursMax
    : features.bodies
      ? settings.bodiesHoursMax
      : settings.headlineEqualHoursMax;
  if (features.hoursApart > hoursMax) return veto("headline-late");
  return null;
}
