import type { ToldReason } from "../../domain/reason.ts";
import type { DedupeItem } from "../../domain/verdict.ts";

/** A line of a labelled data set. `story` is the label: items of one event share it; null when unlabelled. */
export interface EvalItem {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly url: string;
  /** ISO 8601, or null. */
  readonly published: string | null;
  readonly lang: string | null;
  readonly story: string | null;
}

/**
 * A labelled pair: "duplicate" (one text), "derived" (an update or expansion; reported, not scored), "not_duplicate".
 */
export interface EvalPair {
  readonly a: string;
  readonly b: string;
  readonly label: string;
  /** Whether the titles are exactly equal, if the set states it. */
  readonly title_equal?: boolean;
}

/** Two items with a person's judgement: they are rightly together, wrongly together, or wrongly apart. */
export interface JudgedPair {
  readonly a: string;
  readonly b: string;
  readonly kind: "copy" | "story";
  readonly label: "right" | "wrong" | "missed" | "doubtful";
  readonly lang?: string | null;
}

/** A count of pairs, and the 95 % interval of its share; null when there are no pairs. */
export interface ShareOf {
  readonly count: number;
  readonly of: number;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * The result on judged pairs. `kept`: right pairs that are together. `found`: missed pairs that are together. `parted`:
 * wrong pairs that are apart.
 */
export interface JudgedScore {
  /** "copy en", "story all" … */
  readonly what: string;
  readonly kept: ShareOf;
  readonly found: ShareOf;
  readonly parted: ShareOf;
  readonly doubtfulTogether: ShareOf;
}

/**
 * Turns a line into the engine item that a live entry would become. The evaluation sets `id`, `sourceId` and
 * `arrivedAt`.
 */
export type ToItem = (
  raw: EvalItem,
  place: { readonly id: number; readonly sourceId: number; readonly arrivedAt: number },
) => DedupeItem;

/** Right and wrong answers on labelled pairs, for one group of pairs. */
export interface PairScore {
  /** "all", "titles equal", "titles differ", "en, titles differ" … */
  readonly what: string;
  readonly duplicates: number;
  readonly found: number;
  readonly notDuplicates: number;
  readonly wrong: number;
  readonly derived: number;
  readonly derivedJoined: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f: number | null;
}

/** B-cubed scores from 0 to 1. `labelled`: the number of items that count. */
export interface StoryScore {
  readonly labelled: number;
  readonly precision: number;
  readonly recall: number;
  readonly f: number;
}

/** A wrong answer of the engine on labelled items. */
export interface Mistake {
  readonly kind: "wrong-copy" | "missed-copy" | "wrong-story" | "missed-story";
  readonly a: EvalItem;
  readonly b: EvalItem;
  readonly reasons: readonly ToldReason[];
}

/** The report of `wiredesk eval`. Scores are null when nothing is labelled. */
export interface EvalReport {
  readonly dataset: string;
  readonly items: number;
  readonly copies: number;
  readonly stories: number;
  /** The number of entries that joined a copy, by reason code, and the number of merged stories. */
  readonly joins: Readonly<Record<string, number>>;
  readonly largestCopy: number;
  readonly largestStory: number;
  readonly pairs: readonly PairScore[];
  /** Empty when no judged pairs were given. */
  readonly judged: readonly JudgedScore[];
  /** B-cubed precision, recall and F over the items that have a story label. */
  readonly bCubed: StoryScore | null;
  readonly documentsPerSecond: number;
  readonly bytesPerItem: number;
  readonly liveItems: number;
  readonly mistakes: readonly Mistake[];
}
