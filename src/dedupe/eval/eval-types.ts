import type { ToldReason } from "../../domain/reason.ts";
import type { DedupeItem } from "../../domain/verdict.ts";

/** A line of a labelled data set. `story` is the label: items of one event share it; null where nobody said. */
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

/** A labelled pair: "duplicate" (one text), "derived" (an update or expansion; told, not scored), "not_duplicate". */
export interface EvalPair {
  readonly a: string;
  readonly b: string;
  readonly label: string;
  /** Whether the titles are equal to the letter, where the set says so. */
  readonly title_equal?: boolean;
}

/** Makes of a line what the engine is told of a live entry; `id`, `sourceId` and `arrivedAt` are the evaluation's. */
export type ToItem = (
  raw: EvalItem,
  place: { readonly id: number; readonly sourceId: number; readonly arrivedAt: number },
) => DedupeItem;

/** Right and wrong answers on labelled pairs, split by what they have in common. */
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

export interface StoryScore {
  readonly labelled: number;
  readonly precision: number;
  readonly recall: number;
  readonly f: number;
}

export interface Mistake {
  readonly kind: "wrong-copy" | "missed-copy" | "wrong-story" | "missed-story";
  readonly a: EvalItem;
  readonly b: EvalItem;
  readonly reasons: readonly ToldReason[];
}

/** What `wiredesk eval` measures. Scores are null where nothing is labelled. */
export interface EvalReport {
  readonly dataset: string;
  readonly items: number;
  readonly copies: number;
  readonly stories: number;
  /** Entries that joined a copy, by the code of the reason; stories merged. */
  readonly joins: Readonly<Record<string, number>>;
  readonly largestCopy: number;
  readonly largestStory: number;
  readonly pairs: readonly PairScore[];
  /** B-cubed precision, recall and F over the items that carry a story label. */
  readonly bCubed: StoryScore | null;
  readonly documentsPerSecond: number;
  readonly bytesPerItem: number;
  readonly liveItems: number;
  readonly mistakes: readonly Mistake[];
}
