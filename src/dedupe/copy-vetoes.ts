import type { LiveItem } from "./live-item.ts";
import type { PairFeatures } from "./pair-features.ts";
import type { DedupeSettings } from "./settings.ts";

/** Why two entries are not one copy however alike they look; the code is stored, the sentence is shown. */
export interface Veto {
  readonly code: string;
  readonly text: string;
}

const veto = (code: string, text: string): Veto => ({ code, text });

/** The first veto that applies, or null. Each was found by reading what the score alone merged on streams of many outlets. */
export function vetoCopy(a: LiveItem, b: LiveItem, features: PairFeatures, settings: DedupeSettings): Veto | null {
  if (Math.abs(a.arrivedAt - b.arrivedAt) > settings.windowMs)
    return veto("too-far-apart", "more than three days apart");
  if (features.sameSource) {
    const own = vetoSameSource(features, settings);
    if (own !== null) return own;
  }
  const same = features.shinglesMin >= 0.9 && features.longestRun >= 12;
  if (!same && features.figuresOnlyA > 0 && features.figuresOnlyB > 0)
    return veto("figures-differ", "figures in the headlines differ");
  if (!same && features.namesOnlyA > 0 && features.namesOnlyB > 0 && features.shinglesMin < 0.6) {
    return veto("names-differ", "each headline names something that the other text does not");
  }
  return vetoThinEvidence(features);
}

function vetoSameSource(features: PairFeatures, settings: DedupeSettings): Veto | null {
  if (features.titleFiguresDiffer > 0) return veto("own-figures-differ", "one outlet, other figures in the headline");
  const hours = settings.recurringMs / 3_600_000;
  if (features.hoursApart > hours && features.shinglesMax < 0.9)
    return veto("recurring", "a recurring heading of one outlet");
  return null;
}

function vetoThinEvidence(features: PairFeatures): Veto | null {
  if (features.bodies) {
    if (features.shinglesMin < 0.15) return veto("bodies-differ", "the texts share no run of words");
    return null;
  }
  if (features.titleOrder < 0.8) return veto("headline-only", "only the headlines can be compared, and they differ");
  return null;
}
