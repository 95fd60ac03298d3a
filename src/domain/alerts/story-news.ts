import type { CarrierStanding } from "../copies/carrier-standing.ts";
import type { CueKind, DateClass } from "../entry.ts";
import type { Searched } from "../query/searched.ts";
import type { Instant } from "../time.ts";

/** An entry with everything that rules test and messages show. */
export interface NewsEntry {
  readonly entryId: number;
  readonly copyId: number;
  readonly storyId: number;
  readonly feedId: number;
  readonly sourceId: number;
  /** The house of its source (`houseOf`). */
  readonly house: string;
  readonly isPrivate: boolean;
  readonly headline: string;
  /** null: the summary is the beginning of the text. */
  readonly summary: string | null;
  readonly cueKind: CueKind | null;
  /** The number of the cue ("UPDATE 2" has 2); null when it has none. */
  readonly cueNumber: number | null;
  /** Equal for entries with the same text; null when the text is too short to be compared. */
  readonly textKey: string | null;
  readonly contentHash: string;
  readonly publishedAt: Instant;
  readonly dateClass: DateClass;
  readonly revisedAt: Instant;
  /** When its last significant state was stored. */
  readonly storedAt: Instant;
  readonly standing: CarrierStanding | null;
  /** The entry whose notice withdrew the copy's text; 0: an editor did; null: nobody did. */
  readonly withdrawnBy: number | null;
  readonly searched: Searched;
}

/** An entry on which the desk has just decided. */
export interface DecidedNews {
  readonly entry: NewsEntry;
  /**
   * new: its first decision. changed: a significant revision. withdrawn: an editor withdrew the text. none: nothing
   * that should be reported.
   */
  readonly kind: "new" | "changed" | "withdrawn" | "none";
}

/** The facts about an entry of a story that alerts use. */
export interface StoryMember {
  readonly entryId: number;
  readonly copyId: number;
  readonly sourceId: number;
  readonly sourceName: string;
  /** The house of its source (`houseOf`). Sources of one house are one outlet. */
  readonly house: string;
  readonly isPrivate: boolean;
  readonly firstSeenAt: Instant;
  readonly standing: CarrierStanding | null;
  /** The id of the entry that leads its copy, and of the entry that leads the story. */
  readonly leadEntryId: number;
  readonly storyLeadId: number;
}

/** The events of a story that a rule has reported. */
export interface AlertThread {
  readonly rule: string;
  readonly storyId: number;
  /** The source of the text that was reported first. */
  readonly sourceId: number;
  readonly beganAt: Instant;
  /** The keys (`changeKeys`) of the changes that were reported. */
  readonly told: readonly string[];
  /** How many messages the thread has had. */
  readonly messages: number;
  /** The first message; null while it is held back. */
  readonly first: ThreadStart | null;
}

/** The beginning of a thread. Its message has another id in each channel: see `addressTo`. */
export interface ThreadStart {
  readonly serial: string;
  readonly title: string;
  readonly deskUrl: string;
}

/** Decided entries by arrival, with the entries of their stories. */
export interface NewsPage {
  readonly news: readonly NewsEntry[];
  readonly members: ReadonlyMap<number, readonly StoryMember[]>;
}

/** The place of an entry in the order of arrival. The next page begins after it. */
export interface NewsPlace {
  readonly at: Instant;
  readonly id: number;
}
