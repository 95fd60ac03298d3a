import { hourMs, type Instant, minuteMs } from "../domain/time.ts";

/**
 * Every threshold, weight and bound of the engine, with where it came from. One setting serves every source and
 * language. "Measured" means `wiredesk eval`; "read" means that what it merged on an unlabelled stream of many outlets
 * was read by a person. The learned weights of the copy score are in copy-weights.ts, made by `npm run train`.
 */
export const defaultSettings = {
  /** Entries further apart than this are never compared (news older than three days is told anew). */
  windowMs: (72 * hourMs) as Instant,

  // Text. Bounds: what a hostile entry can cost.
  /** Words of a title that are looked at. */
  titleTokensMax: 48,
  /** Words of a body that are looked at; a longer text is compared by its beginning. */
  bodyTokensMax: 2_000,
  /** Different terms kept of an entry, in the order of the text. Measured: 80 a little worse, 200 no better. */
  termsMax: 128,
  /** Word shingles kept in order from the beginning of the body. */
  leadShinglesMax: 100,
  /** A body shorter than this many words is no evidence. */
  bodyTokensMin: 7,
  /**
   * A body that its source has printed under so many other headlines, or under one half a day before, is boilerplate.
   */
  boilerplateTitlesMin: 2,

  // Statistics.
  /** A title's words count this much more than the body's. Measured: 1.5 to 3 are equal. */
  titleWeight: 2,
  /**
   * Documents' worth of prior in a language's frequencies; matters while the language is new. Measured on English told
   * to be a language without background: B-cubed F .835 for .860 (ecbplus), .845 for .840 (allsides), .668 for .784
   * (uci); stop-word lists helped headlines alone.
   */
  priorDocuments: 200,
  /**
   * Prior share of documents that hold a word of 1-2, 3, 4, 5 and more letters: short words are common in every
   * language.
   */
  priorShares: [0.2, 0.06, 0.02, 0.01],
  /** How many documents the common words of background-terms.ts count for before a desk has seen any. */
  backgroundDocuments: 20_000,
  /** After so many documents all frequencies are halved, so that they follow the news. */
  documentsPerHalving: 60_000,

  // Candidates.
  /**
   * Terms of an entry that are indexed: the title's, then those of the body with the lowest hashes, so that two texts
   * choose alike.
   */
  indexedTermsMax: 28,
  /** The heaviest of them that are looked up. */
  queryTermsMax: 14,
  /** Newest postings read for a term, and for a sketch key. */
  postingsPerTermMax: 64,
  postingsPerSketchMax: 24,
  /** Lowest headline-bigram and shingle hashes kept as sketch keys: they find a copy however large the window is. */
  sketchKeysMax: 5,
  /** What a sketch hit weighs in the choice of candidates, in units of squared term weight. */
  sketchWeight: 40,
  candidatesMax: 16,
  /** The index is kept in slices of arrival time; a slice is dropped whole. */
  sliceMs: (24 * hourMs) as Instant,

  // Copy.
  /**
   * Probability over which two entries are one copy. Read on a stream of seven outlets: with few phrases in common, or
   * between entries of one outlet, what lies between .6 and .9 was wrong too often; with most of the phrases in common
   * it was right.
   */
  copyThreshold: 0.9,
  /** With `phrasesMin` of the shorter text's phrases in common, from different outlets. */
  phrasesThreshold: 0.6,
  phrasesMin: 0.5,
  /**
   * Between an agency and an outlet, with nearly the same headline: agencies write to be reprinted. Trained half of the
   * wire pool.
   */
  agencyThreshold: 0.5,
  /**
   * With nearly all of a text of some length in common, in runs of this many shingles: whatever the headlines are.
   * Read.
   */
  wholeMin: 0.75,
  wholeRunMin: 10,
  /** The same of one outlet, whose columns repeat themselves: more must be the same. */
  ownWholeMin: 0.95,
  ownThreshold: 0.5,
  /** An entry must also fit the first entry of the copy; this much less will do. */
  firstItemSlack: 0.25,
  /**
   * Recurring columns: same outlet and heading further apart than this are different texts unless their figures agree.
   */
  recurringMs: (12 * hourMs) as Instant,
  longTextShingles: 45,
  /**
   * Texts of one outlet on two pages: so much of the longer one's phrases in common is word for word; and so soon it
   * may have got a new address.
   */
  identicalMin: 0.9,
  movedMs: (120 * minuteMs) as Instant,

  /**
   * Two tables of one outlet: so many figures in each that the other lacks, and more than this share of those in both.
   */
  tableFiguresMin: 2,
  tableFiguresShare: 0.4,
  /**
   * Two entries on one page are one copy when so much of the shorter headline, or of the phrases, is the same: live
   * pages list unlike posts.
   */
  pageOrderMin: 0.5,
  pageShinglesMin: 0.25,
  /** Two bodies that share less of their phrases are not one text, unless the headline is the same. */
  shinglesMin: 0.15,
  /**
   * When is a headline the same: share of its words in order, weight of unmatched words, its whole weight (about seven
   * words), hours apart.
   */
  headlineOrderMin: 0.8,
  headlineMissingMax: 0.16,
  headlineMassMin: 30,
  headlineHoursMax: 12,
  /**
   * Equal headlines may be further apart: where a headline is all there is, and over bodies that share no phrase. Read
   * on the first days of three streams: agency headlines stand on front pages for a day and more.
   */
  headlineEqualHoursMax: 48,
  bodiesHoursMax: 24,
  /** So many words are not written twice by chance, and half the weight will do. Read on the same days. */
  headlineWordsMin: 5,
  /** Long headlines this near, one of them without a body, need less than `copyThreshold`. Read on the same days. */
  nearWordsMin: 8,
  nearOrderMin: 0.85,
  nearThreshold: 0.6,
  /** A headline that begins with all of another one of so many words is that one. */
  cutWordsMin: 6,
  /** With so much of the shorter text's phrases in common nothing is asked of the headlines. Read. */
  phrasesSure: 0.6,
  /**
   * Fewer phrases than a long paragraph's are one shared lead or background where the headlines share less than this.
   * Trained half of the wire pool: no reprint is lost.
   */
  backgroundOrderMax: 0.4,
  backgroundShinglesMin: 30,

  // Story. The weights of the pair score are in story-weights.ts. What stands here was set on the labelled sets
  // (ecbplus, allsides, uci) and on 400 pairs of the first days of three streams, and measured on the days that follow.
  /** Nearest members that an entry is held against. */
  nearestMembers: 5,
  storyThreshold: 0.46,
  /**
   * Long texts share rare words by their kind alone, headlines of one event few: taken off the score's logarithm of
   * odds per doubling of the terms over `longFree`, and added to headlines alone as far as the language's common words
   * are known. In a language that is new to the desk every word looks rare, so that nothing is added there. Measured.
   */
  longPenalty: 0.7,
  longFree: 45,
  headlineBonus: 3,
  /**
   * Taken off as well where both are service pages: one rate, benefit or offer reads like the next. One outlet's never
   * make a story. Read on the first days.
   */
  servicePenalty: 1,
  /**
   * Taken off, in a language that is new to the desk, where headlines alone share less than one rare word's weight and
   * less than half of the shorter one's order. Set on the first days, at no cost to the aggregator's English headlines.
   */
  thinPenalty: 1.2,
  thinRare: 1,
  /** Taken off per doubling of the size above `sizeFree`: large stories attract. */
  sizePenalty: 0.01,
  sizeFree: 6,
  /**
   * Entries of one outlet over 12 h apart with so much of the headline in common are a column, no story; less will do
   * where its figures differ. Read.
   */
  columnOrderMin: 0.8,
  columnFiguresOrderMin: 0.5,
  /**
   * Two stories are one when an entry fits both so well, and their mean cross similarity reaches the merge threshold.
   */
  bridgeThreshold: 0.58,
  mergeThreshold: 0.5,
  /** A revised entry leaves its story only when it fits worse than this. */
  keepThreshold: 0.35,
  /** Two texts with a smaller cosine are two reports, whatever their headlines and phrases. */
  reportCosineMin: 0.2,
  /** Stories looked at for one entry; members of each that are compared; pairs of members compared before a merge. */
  storiesPerEntryMax: 6,
  membersComparedMax: 24,
  mergeMembersMax: 8,
} as const;

export type DedupeSettings = { readonly [K in keyof typeof defaultSettings]: Widened<(typeof defaultSettings)[K]> };

type Widened<T> = T extends number ? number : T extends readonly number[] ? readonly number[] : T;
