import { hourMs, type Instant, minuteMs } from "../domain/time.ts";

/**
 * Every threshold, weight and bound of the engine, with its origin. One setting serves every source and language.
 * "Measured" means with `wiredesk eval`. "Read" means that a person read what the setting merged in an unlabelled
 * stream of many outlets. The learned weights of the copy score are in copy-weights.ts, which `npm run train` makes.
 */
export const defaultSettings = {
  /** Entries further apart than this are never compared: after three days an outlet writes a new report. */
  windowMs: (72 * hourMs) as Instant,

  // Text. These bounds limit the cost of a hostile entry.
  /** How many words of a title are read. */
  titleTokensMax: 48,
  /** How many words of a body are read. A longer text is compared by its beginning. */
  bodyTokensMax: 2_000,
  /**
   * How many different terms of an entry are kept, in the order of the text. Measured: 80 was slightly worse, 200 no
   * better.
   */
  termsMax: 128,
  /** How many word shingles are kept, in order, from the beginning of the body. */
  leadShinglesMax: 100,
  /** A body with fewer words than this is no evidence. */
  bodyTokensMin: 7,
  /**
   * A body is boilerplate when its source has printed it under this many other headlines, or under one other headline
   * half a day earlier.
   */
  boilerplateTitlesMin: 2,

  // Statistics.
  /** How much more a word of the title counts than one of the body. Measured: 1.5 to 3 give equal results. */
  titleWeight: 2,
  /**
   * The weight of the prior in a language's frequencies, in documents. It matters while the language is new. Measured
   * on English texts labelled as a language that starts without known common words: B-cubed F .835 instead of .860
   * (ecbplus), .845 instead of .840 (allsides), .668 instead of .784 (uci). Stop-word lists helped only headlines.
   */
  priorDocuments: 200,
  /**
   * The prior share of documents that contain a word of 1-2, 3, 4, 5 or more letters. Short words are common in every
   * language.
   */
  priorShares: [0.2, 0.06, 0.02, 0.01],
  /** The weight of the common words in background-terms.ts, in documents, before a desk has seen any text. */
  backgroundDocuments: 20_000,
  /** After this many documents all frequencies are halved, so that they follow the news. */
  documentsPerHalving: 60_000,

  // Candidates.
  /**
   * How many terms of an entry are indexed: first those of the title, then those of the body with the lowest hashes,
   * because two copies of one text then choose the same terms.
   */
  indexedTermsMax: 28,
  /** How many of these are looked up: the ones with the greatest weight. */
  queryTermsMax: 14,
  /** How many of the newest postings are read for a term, and for a sketch key. */
  postingsPerTermMax: 64,
  postingsPerSketchMax: 24,
  /**
   * How many hashes of headline word pairs and shingles are kept as sketch keys: the lowest ones. They find a copy in a
   * window of any size.
   */
  sketchKeysMax: 5,
  /** The weight of a sketch hit in the choice of candidates, in units of squared term weight. */
  sketchWeight: 40,
  candidatesMax: 16,
  /** The index is kept in slices of arrival time. Old slices are dropped as a whole. */
  sliceMs: (24 * hourMs) as Instant,

  // Copy.
  /**
   * Two entries are one copy above this probability. Read on a stream of seven outlets: when entries had few phrases in
   * common, or came from one outlet, decisions between .6 and .9 were wrong too often; with most phrases in common they
   * were right.
   */
  copyThreshold: 0.9,
  /** The threshold for entries of different outlets that share `phrasesMin` of the shorter text's phrases. */
  phrasesThreshold: 0.6,
  phrasesMin: 0.6,
  /** Fewer shared phrases than this count as one shared sentence, unless they are nearly the whole text. Read. */
  phrasesCountMin: 12,
  /** The threshold for texts that also have a run of this many shingles and the same names. Read. */
  reportThreshold: 0.25,
  reportRunMin: 9,
  /**
   * The threshold between an agency and an outlet with nearly the same headline, because agencies write to be
   * reprinted. Set on the training half of the wire pool.
   */
  agencyThreshold: 0.5,
  /**
   * Two such headlines above texts that share little count as one headline when words that the other entry lacks have
   * at most this share of the weight, or when the headline has at least this weight (about ten words). Set on the wire
   * pool: no reprint is lost. Without this rule, two reporters' own short headlines were merged.
   */
  sameWordsMissingMax: 0.02,
  longHeadlineMass: 45,
  /**
   * Two texts of some length are one copy, whatever their headlines, if they share this much of the shorter text's
   * phrases and a run of this many shingles. Read.
   */
  wholeMin: 0.75,
  wholeRunMin: 10,
  /** The same within one outlet. More must be equal, because an outlet's columns repeat their words. */
  ownWholeMin: 0.95,
  ownThreshold: 0.5,
  /** An entry must also fit the first entry of the copy, but its score may be this much lower. */
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
   * Two tables of one outlet are different when each has at least `tableFiguresMin` figures that the other lacks, and
   * the number of these figures is more than `tableFiguresShare` of the number of figures that both have.
   */
  tableFiguresMin: 2,
  tableFiguresShare: 0.4,
  /**
   * Two entries on one page are one copy only when they share this much of the shorter headline or of the phrases,
   * because live pages list different posts under one address.
   */
  pageOrderMin: 0.5,
  pageShinglesMin: 0.25,
  /** Two bodies that share less than this part of their phrases are not one text, unless the headlines are equal. */
  shinglesMin: 0.15,
  /**
   * Two headlines count as nearly equal when they have at least this share of their words in the same order, and at
   * most this share of their weight in words that the other entry lacks. They prove one text only when they also have
   * at least this total weight (about seven words) and arrive at most this many hours apart.
   */
  headlineOrderMin: 0.8,
  headlineMissingMax: 0.16,
  headlineMassMin: 30,
  headlineHoursMax: 12,
  /**
   * Equal headlines may be further apart: up to the first number of hours when the bodies cannot be compared, and up to
   * the second when they can. Read on the first days of three streams: agency headlines stay on front pages for more
   * than a day.
   */
  headlineEqualHoursMax: 48,
  bodiesHoursMax: 24,
  /**
   * Nobody writes a headline of this many words twice by chance, so half the weight is enough. Read on the same days.
   */
  headlineWordsMin: 5,
  /**
   * When a body is missing, headlines of at least this many words with at least this share of them in the same order
   * need only `nearThreshold`. Read on the same days.
   */
  nearWordsMin: 8,
  nearOrderMin: 0.85,
  nearThreshold: 0.6,
  /** A headline that begins with the whole of another headline of at least this many words is the same headline. */
  cutWordsMin: 6,
  /** When two texts share this much of the shorter text's phrases, the headlines do not matter. Read. */
  phrasesSure: 0.6,
  /**
   * When headlines share less than this, the texts need more than a long paragraph in common; less is only a shared
   * lead or background. Measured on the training half of the wire pool: no reprint is lost.
   */
  backgroundOrderMax: 0.4,
  backgroundShinglesMin: 30,

  // Story. The weights of the pair score are in story-weights.ts. The settings below were chosen on the labelled sets
  // (ecbplus, allsides, uci) and on 400 pairs from the first days of three streams, and measured on the days that
  // follow.
  /** The number of nearest members with which an entry is compared. */
  nearestMembers: 5,
  storyThreshold: 0.46,
  /**
   * Long texts of the same kind share rare words by chance, and headlines of one event share few. The log odds are
   * lowered by this much for each doubling of the terms above `longFree`. Pairs of headlines get a bonus instead. The
   * bonus grows as the language's common words become known. It is 0 in a language that is new to the desk, because
   * every word looks rare there. Measured.
   */
  longPenalty: 0.7,
  longFree: 45,
  headlineBonus: 3,
  /**
   * Also subtracted when both entries are service pages, because pages about rates, benefits and offers resemble each
   * other. Service pages of one outlet never make a story. Read on the first days.
   */
  servicePenalty: 1,
  /**
   * The penalty for two headlines without bodies in a language that is new to the desk. It applies when they share less
   * than one rare word's weight, and less than half of the shorter headline in the same order. Set on the first days;
   * the result on the aggregator's English headlines did not get worse.
   */
  thinPenalty: 1.2,
  thinRare: 1,
  /**
   * Each penalty is subtracted from the log odds, multiplied by the part of the cosine, above its free part, that rests
   * on the heaviest word or on the two heaviest words. `broadBonus` is added for all pairs that may have these
   * penalties (see `narrowness` in score-story.ts). Set on pairs that were read from the first days of three streams,
   * together with the rules on headings and names: 12 of 46 wrong pairs stay together instead of 38, and 151 of 168
   * right ones instead of 160.
   */
  oneWordPenalty: 4,
  oneWordFree: 0.3,
  twoWordsPenalty: 2,
  twoWordsFree: 0.5,
  broadBonus: 0.4,
  /** Subtracted for each doubling of a story's size above `sizeFree`, because large stories attract entries. */
  sizePenalty: 0.01,
  sizeFree: 6,
  /**
   * Entries of one outlet more than 12 h apart that share this much of the headline are a column, not a story. If their
   * figures differ, a smaller share is enough. Read.
   */
  columnOrderMin: 0.8,
  columnFiguresOrderMin: 0.5,
  /** Two headlines of one outlet are two reports if this much of their likeness rests on one word. Read. */
  oneWordShare: 0.8,
  /**
   * Two stories merge when an entry fits both at least this well (`bridgeThreshold`), and their mean cross similarity
   * reaches the merge threshold.
   */
  bridgeThreshold: 0.58,
  mergeThreshold: 0.5,
  /** A revised entry leaves its story only when its fit is below this. */
  keepThreshold: 0.35,
  /** Two texts whose cosine is below this are two reports, whatever their headlines and phrases. */
  reportCosineMin: 0.2,
  /**
   * How many stories are considered for one entry, how many members of each are compared, and how many pairs of members
   * are compared before a merge.
   */
  storiesPerEntryMax: 6,
  membersComparedMax: 24,
  mergeMembersMax: 8,
} as const;

export type DedupeSettings = { readonly [K in keyof typeof defaultSettings]: Widened<(typeof defaultSettings)[K]> };

type Widened<T> = T extends number ? number : T extends readonly number[] ? readonly number[] : T;
