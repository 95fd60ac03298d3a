/**
 * The result of comparing entry A with entry B. Shares run from 0 to 1. Scores, vetoes and explanations use nothing
 * else of the two texts.
 */
export interface PairFeatures {
  /** For the story score: the cosine of the weighted terms. */
  cosine: number;
  /** The geometric mean of the two texts' numbers of different terms. */
  terms: number;
  /** How well the language's common words are known: 0 is not at all, 1 is from very many documents. */
  warmth: number;
  /**
   * The part of the cosine that the heaviest shared word makes up (1 when the texts share nothing else), and the part
   * that the two heaviest words make up.
   */
  topShare: number;
  topTwoShare: number;
  /** The weight of the shared terms, divided by the weight of the lighter and of the heavier text. */
  containMin: number;
  containMax: number;
  /** The shared shingles, divided by the smaller and by the larger number of shingles; 0 when one text has no body. */
  shinglesMin: number;
  shinglesMax: number;
  shinglesShared: number;
  /** The longest run of shingles in the same order, in shingles. */
  longestRun: number;
  /** The longest common subsequence of the titles, divided by the length of the longer and of the shorter title. */
  titleOrder: number;
  titleOrderShort: number;
  /** Titles are equal apart from kickers and English articles. */
  titleEqual: boolean;
  /** Titles have two different kickers, and are otherwise equal. */
  kickersDiffer: boolean;
  /** Titles are equal apart from a kicker that only one title has. */
  oneKicker: boolean;
  /** The number of words of the shorter title, without a skipped kicker. */
  titleWords: number;
  /** The number of words of the shorter title if the longer one begins with all of it, otherwise 0. */
  titleCutWords: number;
  /**
   * The weight of title words that the other entry does not contain, divided by the weight of both titles; and the same
   * for each title alone.
   */
  titleMissing: number;
  titleMissingA: number;
  titleMissingB: number;
  /** The weight of the lighter title. It measures how much equal headlines prove. */
  titleMass: number;
  /** The number of figures in the title of A that B does not contain, and the reverse. */
  figuresOnlyA: number;
  figuresOnlyB: number;
  /** The number of figures that both entries have, anywhere. */
  figuresShared: number;
  /** The number of figures anywhere in A that B does not contain, and the reverse. */
  allFiguresOnlyA: number;
  allFiguresOnlyB: number;
  /** The number of figures that both titles have. */
  titleFiguresShared: number;
  /** The number of figures that only one of the two titles has. */
  titleFiguresDiffer: number;
  /** The number of names in the title of A that B does not contain, and the reverse. */
  namesOnlyA: number;
  namesOnlyB: number;
  /** The number of names that both entries have, anywhere. */
  namesShared: number;
  /** The number of names in the two titles together, and how many of these names the other entry contains. */
  titleNames: number;
  titleNamesShared: number;
  /**
   * The sum of the rarities of the shared words, and the part of that sum that comes from names. A word that was never
   * seen before has the rarity 1.
   */
  rareShared: number;
  rareNames: number;
  /** The sum of the rarities of the words that occur in both titles. */
  rareTitles: number;
  /** Kinds of page (page-kind.ts) that only one of the two has. */
  kindsDiffer: number;
  /** Kinds of page that both have. */
  kindsShared: number;
  /** Both entries have bodies that are long enough to be compared. */
  bodies: boolean;
  /** Neither entry has a body that is long enough. */
  headlinesOnly: boolean;
  sameByline: boolean;
  sameSource: boolean;
  /**
   * Two sources state the same minute of publication, which is not a whole hour. Reprints often keep an agency's time.
   */
  sameMinute: boolean;
  /** Two sources carry texts of the same agency, by credit, dateline or source name. */
  sameCredit: boolean;
  /** Two sources carry texts of two different agencies. */
  otherCredit: boolean;
  /** One of the two sources is the agency itself, and the other does not credit another agency. */
  fromAgency: boolean;
  hoursApart: number;
  /** The entries arrived on different days (UTC). */
  otherDay: boolean;
}

/** An object for the result of a comparison. `comparePair` sets every field. */
export function createFeatures(): PairFeatures {
  return {
    cosine: 0,
    terms: 0,
    warmth: 0,
    topShare: 0,
    topTwoShare: 0,
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
    otherDay: false,
  };
}

/** A share; 0 when `whole` is 0. */
export function ratio(part: number, whole: number): number {
  return whole <= 0 ? 0 : part / whole;
}
