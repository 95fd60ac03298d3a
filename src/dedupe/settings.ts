import { hourMs, type Instant, minuteMs } from "../domain/time.ts";
import { storySettings } from "./story/story-settings.ts";

/**
 * The thresholds, weights and bounds of the engine, each with its origin. One setting applies to every source and
 * language. "Measured" means with `wiredesk eval`. "Read" means that a person read the merges that the setting made in
 * an unlabelled stream of many outlets. The learned weights are in copy-weights.ts, which `npm run train` makes, and in
 * story-weights.ts. Probabilities and shares run from 0 to 1. A shingle is three words in a row (or six pairs of
 * characters); "phrases" are shared shingles.
 */
export const defaultSettings = {
  /**
   * Entries further apart than this are compared only if they have the same permalink or the same text, because after
   * three days an outlet writes a new report.
   */
  windowMs: (72 * hourMs) as Instant,

  // Text. These bounds limit the cost of a hostile entry.
  /** At most this many words of a title are read. */
  titleTokensMax: 48,
  /** At most this many words of a body are read. A longer text is compared by its beginning. */
  bodyTokensMax: 2_000,
  /**
   * At most this many different terms of an entry are kept, in the order of the text. Measured: 80 was slightly worse,
   * 200 no better.
   */
  termsMax: 128,
  /** At most this many shingles are kept, in order, from the beginning of the body. */
  leadShinglesMax: 100,
  /** A body with fewer words than this is not compared. */
  bodyTokensMin: 7,
  /**
   * A body is boilerplate when its source has printed it under this many other headlines, or under one other headline
   * that arrived more than `recurringMs` earlier or later.
   */
  boilerplateTitlesMin: 2,

  // Statistics.
  /** How much more a word of the title counts than one of the body. Measured: 1.5 to 3 give equal results. */
  titleWeight: 2,
  /**
   * The weight of the prior in a language's frequencies, in documents. It matters while the language is new. Measured
   * on English texts that were labelled as a language without known common words. The B-cubed F was then .835
   * (ecbplus), .845 (allsides) and .668 (uci); with the known common words it is .860, .840 and .784. Lists of stop
   * words helped only headlines.
   */
  priorDocuments: 200,
  /**
   * The prior share of documents that contain a word of 1-2, 3, 4, 5 or more letters. Short words are common in every
   * language.
   */
  priorShares: [0.2, 0.06, 0.02, 0.01],
  /** The weight of the common words in background-terms.ts, in documents, when an engine starts without statistics. */
  backgroundDocuments: 20_000,
  /** After this many documents all frequencies are halved, so that they follow the news. */
  documentsPerHalving: 60_000,

  // Candidates.
  /**
   * At most this many terms of an entry are indexed: first those of the title, then those of the body with the lowest
   * hashes, so that two copies of one text choose the same terms.
   */
  indexedTermsMax: 28,
  /** At most this many of the indexed terms are looked up: those with the greatest weight. */
  queryTermsMax: 14,
  /** At most this many of the newest postings are read for a term, and for a sketch key. */
  postingsPerTermMax: 64,
  postingsPerSketchMax: 24,
  /**
   * The number of sketch keys of each kind: the lowest hashes of the headline's word pairs, and the lowest hashes of
   * the body's shingles. With sketch keys a copy is found in a window of any size.
   */
  sketchKeysMax: 5,
  /** The weight of a sketch hit in the choice of candidates, in units of squared term weight. */
  sketchWeight: 40,
  /** An entry is compared with at most this many candidates. */
  candidatesMax: 16,
  /** The index is kept in slices of arrival time. Old slices are dropped as a whole. */
  sliceMs: (24 * hourMs) as Instant,

  // Copy.
  /**
   * Two entries are one copy from this probability on, unless a lower threshold below applies. Read in a stream of
   * seven outlets: between .6 and .9, decisions were wrong too often when the entries had few phrases in common or came
   * from one outlet. With most phrases in common, decisions in that range were right.
   */
  copyThreshold: 0.9,
  /** The threshold for entries of different outlets that share `phrasesMin` of the shorter text's phrases. */
  phrasesThreshold: 0.6,
  phrasesMin: 0.6,
  /** Fewer shared phrases than this count as one shared sentence, unless they are nearly the whole text. Read. */
  phrasesCountMin: 12,
  /**
   * The threshold for texts that share `phrasesSure` of their phrases, a run of `reportRunMin` shingles and at least
   * half of the names in their headlines. Read.
   */
  reportThreshold: 0.25,
  reportRunMin: 9,
  /**
   * The threshold between an agency and an outlet with nearly the same headline, because agencies write to be
   * reprinted. Chosen on the training half of the wire pool.
   */
  agencyThreshold: 0.5,
  /**
   * When two texts share little, nearly equal headlines above them count as one headline in two cases: words that the
   * other entry lacks have at most the share `sameWordsMissingMax` of the weight, or the headline has at least the
   * weight `longHeadlineMass` (about ten words). Chosen on the wire pool: no reprint is lost. Without this rule, two
   * reporters' own short headlines were merged.
   */
  sameWordsMissingMax: 0.02,
  longHeadlineMass: 45,
  /**
   * Two texts of some length are one copy, whatever their headlines, if they share this much of the shorter text's
   * phrases and a run of this many shingles. Read.
   */
  wholeMin: 0.75,
  wholeRunMin: 10,
  /**
   * Two texts of one outlet need this share in place of `wholeMin`, because an outlet's columns repeat their words.
   * Their threshold is then `ownThreshold`.
   */
  ownWholeMin: 0.95,
  ownThreshold: 0.5,
  /** An entry must also fit the first entry of the copy, but the score needed for that is lower by this much. */
  firstItemSlack: 0.25,
  /**
   * Recurring columns: two entries of one outlet that arrive further apart than this are different texts, unless they
   * share a long text of at least `longTextShingles` shingles.
   */
  recurringMs: (12 * hourMs) as Instant,
  longTextShingles: 45,
  /**
   * Two pages of one outlet carry one text when they share this much of the longer one's phrases and appear within this
   * time: the page has probably moved to a new address.
   */
  identicalMin: 0.9,
  movedMs: (120 * minuteMs) as Instant,

  /**
   * Two tables of one outlet are different when each has at least `tableFiguresMin` figures that the other lacks. The
   * smaller number of such figures must also exceed `tableFiguresShare` times the number of figures that both have.
   */
  tableFiguresMin: 2,
  tableFiguresShare: 0.4,
  /**
   * Two entries with one permalink count as one copy only when they share `pageOrderMin` of the shorter headline or
   * `pageShinglesMin` of the phrases, because live pages list different posts under one address.
   */
  pageOrderMin: 0.5,
  pageShinglesMin: 0.25,
  /** Two bodies that share less than this part of their phrases are one text only if the headlines prove it. */
  shinglesMin: 0.15,
  /**
   * Two headlines count as nearly equal when at least the share `headlineOrderMin` of their words is in the same order,
   * and words that the other entry lacks have at most the share `headlineMissingMax` of their weight. They prove one
   * text only when they also have at least the weight `headlineMassMin` (about seven words) and the entries arrive at
   * most `headlineHoursMax` hours apart.
   */
  headlineOrderMin: 0.8,
  headlineMissingMax: 0.16,
  headlineMassMin: 30,
  headlineHoursMax: 12,
  /**
   * Equal headlines may be further apart: `headlineEqualHoursMax` hours when the bodies cannot be compared, and
   * `bodiesHoursMax` hours when they can. Read in the first days of three streams, where agency headlines stay on front
   * pages for more than a day.
   */
  headlineEqualHoursMax: 48,
  bodiesHoursMax: 24,
  /**
   * Nobody writes a headline of this many words twice by chance, so half of `headlineMassMin` is enough for it. Read in
   * the same days.
   */
  headlineWordsMin: 5,
  /**
   * When a body is missing, headlines of at least `nearWordsMin` words need only `nearThreshold`, if at least the share
   * `nearOrderMin` of their words is in the same order. Read in the same days.
   */
  nearWordsMin: 8,
  nearOrderMin: 0.85,
  nearThreshold: 0.6,
  /** A headline that begins with the whole of another headline of at least this many words is the same headline. */
  cutWordsMin: 6,
  /** When two texts share this much of the shorter text's phrases, the headlines need not be alike. Read. */
  phrasesSure: 0.6,
  /**
   * When headlines share less than `backgroundOrderMax` of the shorter one, the texts must share
   * `backgroundShinglesMin` shingles, which is more than a long paragraph. Fewer shared shingles may be only a shared
   * lead or shared background. Measured on the training half of the wire pool: no reprint is lost.
   */
  backgroundOrderMax: 0.4,
  backgroundShinglesMin: 30,
  /** Weak evidence from headlines or phrases makes two texts one report only when their cosine is at least this. */
  reportCosineMin: 0.2,

  ...storySettings,
} as const;

/** The engine's settings. Tests and evaluations may replace single values. */
export type DedupeSettings = { readonly [K in keyof typeof defaultSettings]: Widened<(typeof defaultSettings)[K]> };

type Widened<T> = T extends number ? number : T extends readonly number[] ? readonly number[] : T;
