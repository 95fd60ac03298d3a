import type { PairFeatures } from "../copy/pair-features.ts";
import { logistic } from "../copy/score-copy.ts";
import type { DedupeSettings } from "../settings.ts";
import { pageKind } from "../text/page-kind.ts";
import { storyWeights } from "./story-weights.ts";

/**
 * The probability (0 to 1) that two entries report one event. It is a logistic regression with fixed signs:
 * similarities never lower it, and conflicts never raise it.
 */
export function scoreStory(features: PairFeatures, settings: DedupeSettings): number {
  const long = Math.max(0, Math.log2(Math.max(1, features.terms) / settings.longFree));
  const service = ((features.kindsShared | features.kindsDiffer) & pageKind.service) !== 0;
  const warm = features.headlinesOnly && !service ? features.warmth : 0;
  const pages = (features.kindsShared & pageKind.service) !== 0 ? settings.servicePenalty : 0;
  const thin = features.headlinesOnly && features.rareShared < settings.thinRare && features.titleOrderShort < 0.5;
  const cold = thin ? settings.thinPenalty * (1 - features.warmth) ** 4 : 0;
  const level =
    settings.headlineBonus * warm - settings.longPenalty * long - pages - cold - narrowness(features, settings);
  return logistic(storyInputs(features), storyWeights.weights, storyWeights.bias + level);
}

/**
 * The penalty when the likeness of two entries rests on one or two words. Such words prove little when one entry is a
 * bare headline, because a headline says little about its event. They also prove little in a language that is new to
 * the desk, because every word looks rare there. In both cases the penalty is slightly negative for entries that share
 * many words.
 */
function narrowness(features: PairFeatures, settings: DedupeSettings): number {
  const { topShare, topTwoShare, headlinesOnly, bodies, warmth } = features;
  const isMixed = !headlinesOnly && !bodies;
  const one = settings.oneWordPenalty * Math.max(0, topShare - settings.oneWordFree);
  const two = settings.twoWordsPenalty * Math.max(0, topTwoShare - settings.twoWordsFree);
  return (one + two - settings.broadBonus) * (isMixed ? 1 : (1 - warmth) ** 4);
}

/** When the heaviest word makes up more of the cosine than this, the cosine depends too much on that word. */
const breadthFree = 0.4;
/**
 * Long texts of one kind share words by chance, and headlines of one event share few. So the cosine is lowered by
 * `lengthPenalty` for each doubling of the terms above `lengthFree`, and raised for each halving below. Measured.
 */
const lengthPenalty = 0.03;
const lengthFree = 30;

/** The inputs, in the order of story-weights.ts, which names them. */
function storyInputs(features: PairFeatures): readonly number[] {
  const { cosine, hoursApart, titleNames } = features;
  const own = features.sameSource ? 1 : 0;
  const days = Math.min(1, hoursApart / 24);
  const bothService = (features.kindsShared & pageKind.service) === 0 ? 0 : 1;
  const oneService = (features.kindsDiffer & pageKind.service) === 0 ? 0 : 1;
  const level = Math.max(1, features.terms);
  const levelled = cosine - lengthPenalty * Math.log2(level / lengthFree);
  const rareLevel = Math.sqrt(level / 10);
  return [
    levelled,
    Math.max(0, levelled) ** 2,
    Math.max(0, features.topShare - breadthFree),
    Math.min(3, features.rareShared / rareLevel) / 3,
    Math.min(2, features.rareNames / rareLevel) / 2,
    features.headlinesOnly ? Math.min(3, features.rareTitles) / 3 : 0,
    features.figuresOnlyA > 0 && features.figuresOnlyB > 0 ? 1 : 0,
    Math.min(2, features.namesOnlyA, features.namesOnlyB) / 2,
    features.titleMissing,
    own,
    own * days,
    Math.min(72, hoursApart) / 72,
    own === 1 && features.titleFiguresDiffer > 0 ? features.titleOrderShort : 0,
    features.containMin,
    bothService,
    oneService,
    (bothService + oneService) * days,
    titleNames === 0 ? 0.5 : features.titleNamesShared / titleNames,
    Math.min(6, features.titleWords * features.titleOrderShort) / 6,
  ];
}
