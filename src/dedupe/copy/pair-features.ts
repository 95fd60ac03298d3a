/** What one comparison found out. Shares are 0 to 1. Everything that scores, vetoes and explains is here. */
export interface PairFeatures {
  /** Story score: cosine of the weighted terms. */
  cosine: number;
  /** How many different terms the two have, the geometric mean. */
  terms: number;
  /** How well the language's common words are known: 0 not at all, 1 from many documents. */
  warmth: number;
  /** Share of the one weightiest word in the cosine: 1 where the two share nothing else. */
  topShare: number;
  /** Shared weight over the lighter and the heavier text. */
  containMin: number;
  containMax: number;
  /** Shared word shingles over the fewer, and over the more; 0 where one has no body. */
  shinglesMin: number;
  shinglesMax: number;
  shinglesShared: number;
  /** Longest run of shingles in the same order, in shingles. */
  longestRun: number;
  /** Longest common subsequence of the titles over the longer, and over the shorter. */
  titleOrder: number;
  titleOrderShort: number;
  /** Equal but for kickers and English articles. */
  titleEqual: boolean;
  /** Equal titles after two kickers that differ. */
  kickersDiffer: boolean;
  /** Equal titles but for a kicker that one has more. */
  oneKicker: boolean;
  /** Words of the shorter title, without a kicker that is passed over. */
  titleWords: number;
  /** Words of the shorter title where the longer one begins with all of it; else 0. */
  titleCutWords: number;
  /**
   * Weight of title words that the other entry has nowhere, over both titles' weight; and of each alone over its own.
   */
  titleMissing: number;
  titleMissingA: number;
  titleMissingB: number;
  /** The lighter title's weight: what equal headlines are worth. */
  titleMass: number;
  /** Figures in a title that the other entry has nowhere. */
  figuresOnlyA: number;
  figuresOnlyB: number;
  figuresShared: number;
  /** Figures anywhere in the one that the other lacks; `figuresShared` counts those that both have. */
  allFiguresOnlyA: number;
  allFiguresOnlyB: number;
  /** Figures that both titles have. */
  titleFiguresShared: number;
  /** Figures of one title that the other title lacks, both ways added. */
  titleFiguresDiffer: number;
  /** Proper names in a title that the other entry has nowhere. */
  namesOnlyA: number;
  namesOnlyB: number;
  namesShared: number;
  /** Names in the two titles, and how many of them the other entry has anywhere; both titles added. */
  titleNames: number;
  titleNamesShared: number;
  /** Shared rare words: each counts as much as it is rare, 1 for a word never seen; and those that are names. */
  rareShared: number;
  rareNames: number;
  /** The same of words that stand in both titles. */
  rareTitles: number;
  /** Kinds of page (page-kind.ts) that only one of the two is. */
  kindsDiffer: number;
  /** Kinds of page that both are. */
  kindsShared: number;
  bodies: boolean;
  /** Neither has a body. */
  headlinesOnly: boolean;
  sameByline: boolean;
  sameSource: boolean;
  /** Published in the same minute by different sources: agencies' times survive reprinting. */
  sameMinute: boolean;
  /** Different sources, one agency's text by credit, dateline or the source's name; or texts of two agencies. */
  sameCredit: boolean;
  otherCredit: boolean;
  /** One of the two is the agency itself, and the other does not say that its text is another's. */
  fromAgency: boolean;
  hoursApart: number;
}

export function createFeatures(): PairFeatures {
  return {
    cosine: 0,
    terms: 0,
    warmth: 0,
    topShare: 0,
    containMin: 0,
    containMax: 0,
    shinglesMin: 0,
    shinglesMax: 0,
    shinglesShared: 0,
    longestRun: 0,
    titleOrder: 0,
    titleOrderShort: 0,
    titleEqual: false,
    kickersDiffer: false,
    titleCutWords: 0,
    oneKicker: false,
    titleWords: 0,
    titleMissing: 0,
    titleMissingA: 0,
    titleMissingB: 0,
    titleMass: 0,
    figuresOnlyA: 0,
    figuresOnlyB: 0,
    figuresShared: 0,
    allFiguresOnlyA: 0,
    allFiguresOnlyB: 0,
    titleFiguresDiffer: 0,
    titleFiguresShared: 0,
    namesOnlyA: 0,
    namesOnlyB: 0,
    namesShared: 0,
    titleNames: 0,
    titleNamesShared: 0,
    rareShared: 0,
    rareNames: 0,
    rareTitles: 0,
    kindsDiffer: 0,
    kindsShared: 0,
    bodies: false,
    headlinesOnly: false,
    sameByline: false,
    sameSource: false,
    sameMinute: false,
    sameCredit: false,
    otherCredit: false,
    fromAgency: false,
    hoursApart: 0,
  };
}

/** A share; 0 of nothing. */
export function ratio(part: number, whole: number): number {
  return whole <= 0 ? 0 : part / whole;
}
