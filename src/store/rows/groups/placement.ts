import type { CarrierStanding } from "../../../domain/copies/carrier-standing.ts";
import type { Reason } from "../../../domain/reason.ts";
import type { Instant } from "../../../domain/time.ts";
import { noteEntry, type Touched } from "./touched.ts";

/** The copy and the story in which to put an entry. */
export interface Placement {
  readonly entryId: number;
  readonly copyId: number;
  readonly storyId: number;
  readonly reasons: readonly Reason[];
  /**
   * The standing in the copy. If absent, an entry that stays in the copy keeps its present standing, and any other
   * entry carries the text.
   */
  readonly standing?: CarrierStanding | undefined;
  /** Stored only if the entry had no decision before. */
  readonly decidedAt: Instant | null;
}

/** The facts about an entry before it is placed. */
export type EntryFacts = Facts & {
  readonly feed_id: number;
  readonly significant_at: Instant;
  readonly revision: number;
  /** 1 when the entry was revised significantly since the desk last saw it. */
  readonly news: 0 | 1;
  readonly copy_id: number | null;
  readonly story_id: number | null;
  readonly standing: CarrierStanding | null;
  /** The stored reasons (JSON) for its place; null: the entry has no reasons, or no place. */
  readonly reasons: string | null;
};

interface Facts {
  readonly first_seen_at: Instant;
  readonly published_at: Instant;
}

/** The first values of a new story. */
export interface StoryStart extends Facts {
  readonly leadEntryId: number;
  /** The first `public_significant_at`. */
  readonly public: Instant | null;
}

/**
 * The first `public_significant_at` of a group that begins with an entry: 0 if the public does not see the entry, and
 * so has seen nothing of the group; null if the public sees the entry.
 */
export function unseen(touched: Touched, { feed_id }: Pick<EntryFacts, "feed_id">): 0 | null {
  return touched.privateFeeds.has(feed_id) ? 0 : null;
}

/**
 * Notes the placement of an entry for the log of changes. `reasons`: the reasons (JSON) that are stored with it from
 * now on; null: none.
 */
export function notePlaced(touched: Touched, entryId: number, facts: EntryFacts, reasons: string | null): void {
  const { feed_id, copy_id, story_id, standing } = facts;
  const before = copy_id === null || story_id === null ? null : { copyId: copy_id, storyId: story_id };
  const isExplainedAnew = before !== null && (facts.reasons ?? "[]") !== (reasons ?? "[]");
  noteEntry(touched, entryId, {
    ...{ feedId: feed_id, before },
    kind: isExplainedAnew ? "placed" : null,
    wasStruck: before === null ? null : standing === "struck",
  });
}
