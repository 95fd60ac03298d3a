/**
 * The settings of stories: part of `defaultSettings`. The weights of the pair score are in story-weights.ts. These
 * settings were chosen on the labelled sets (ecbplus, allsides, uci) and on 400 pairs from the first days of three
 * streams. They were measured on the days that follow.
 */
export const storySettings = {
  /** How well an entry fits a story is the mean of its scores with this many of the nearest members. */
  nearestMembers: 5,
  /** An entry joins a story that it fits at least this well. */
  storyThreshold: 0.46,
  /**
   * Long texts of the same kind share rare words by chance, and headlines of one event share few. So the log odds are
   * lowered by `longPenalty` for each doubling of the terms above `longFree`. Pairs of headlines get a bonus of up to
   * `headlineBonus`. The bonus grows as the language's common words become known. It is 0 in a language that is new to
   * the desk, because every word looks rare there. Measured.
   */
  longPenalty: 0.7,
  longFree: 45,
  headlineBonus: 3,
  /**
   * Subtracted from the log odds when both entries are service pages, because pages about rates, benefits and offers
   * resemble each other. Service pages of one outlet make a story only if their headlines are equal. Read in the first
   * days of three streams.
   */
  servicePenalty: 1,
  /**
   * The penalty for two headlines without bodies in a language that is new to the desk. It applies when they share less
   * than the rarity of one rare word (`thinRare`), and less than half of the shorter headline in the same order. Chosen
   * on the first days of three streams. The result on English headlines (uci) did not get worse.
   */
  thinPenalty: 1.2,
  thinRare: 1,
  /**
   * Penalties for a cosine that rests on one or two words. The part of the cosine that the heaviest word makes up, as
   * far as it exceeds `oneWordFree`, is multiplied by `oneWordPenalty` and subtracted from the log odds; likewise for
   * the two heaviest words. All pairs that may have these penalties get `broadBonus` (see `narrowness` in
   * score-story.ts). Chosen on pairs that were read in the first days of three streams, together with the rules on
   * headings and names. Of 46 wrong pairs, 38 were together before and 12 are now; of 168 right pairs, 160 were and 151
   * are.
   */
  oneWordPenalty: 4,
  oneWordFree: 0.3,
  twoWordsPenalty: 2,
  twoWordsFree: 0.5,
  broadBonus: 0.4,
  /** Subtracted from the fit for each doubling of a story's copies above `sizeFree`: large stories attract entries. */
  sizePenalty: 0.01,
  sizeFree: 6,
  /**
   * Entries of one outlet more than 12 hours apart that share `columnOrderMin` of the headline are a column, not a
   * story. If figures in their headlines differ, `columnFiguresOrderMin` is enough. Read.
   */
  columnOrderMin: 0.8,
  columnFiguresOrderMin: 0.5,
  /** Two bare headlines of one outlet are two reports if this share of their cosine rests on one word. Read. */
  oneWordShare: 0.8,
  /**
   * Two stories merge when an entry of the one fits the other at least as well as `bridgeThreshold`, and the mean
   * similarity of their newest texts is at least `mergeThreshold`.
   */
  bridgeThreshold: 0.58,
  mergeThreshold: 0.5,
  /** A revised entry leaves its story only when it fits less well than this. */
  keepThreshold: 0.35,
  /**
   * Three bounds: how many stories are considered for one entry, how many copies of each story are compared with the
   * entry, and how many members of each of two groups are compared before a merge.
   */
  storiesPerEntryMax: 6,
  membersComparedMax: 24,
  mergeMembersMax: 8,
} as const;
