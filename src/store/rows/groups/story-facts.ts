import type { Instant } from "../../../domain/time.ts";
import { type Claimed, leadsStory } from "../group-leads.ts";

/** A story as its row holds it. */
export interface StoryFacts {
  readonly arrived_at: Instant;
  readonly significant_at: Instant;
  readonly public_significant_at: Instant | null;
}

/** A copy with the facts that decide whether its lead leads the story. */
export interface StoryCopy extends Claimed {
  readonly leadEntryId: number;
  readonly arrivedAt: Instant;
  readonly publishedAt: Instant;
  readonly withdrawnBy: number | null;
}

/** The times of a story's copies. */
export interface Told {
  readonly significant: Instant | null;
  readonly public: Instant | null;
  /** How many copies have a public time that differs from their general time. */
  readonly apart: number;
}

/** The new values of a story's row. */
export interface StoryUpdate {
  readonly id: number;
  readonly lead: number;
  readonly arrived: Instant;
  readonly published: Instant;
  readonly significant: Instant;
  readonly public: Instant | null;
}

/**
 * The new values of a story whose copies have changed; null when no copy is left. `copies`: in order of arrival. The
 * story takes its lead from the copies that are not withdrawn, or from all copies if all are withdrawn. A lead that an
 * editor pinned comes first. Otherwise the lead that outranks the others is taken; of equal leads, the oldest. So the
 * title stays while the story grows, and no outlet leads an agency's story only because it was early. Every new text is
 * news of the story. When a copy is purged or split off, the story's arrival does not become later, and its times of
 * change do not become earlier.
 */
export function storyUpdate(
  id: number,
  story: StoryFacts,
  copies: readonly StoryCopy[],
  told: Told | undefined,
): StoryUpdate | null {
  const standing = copies.filter(({ withdrawnBy }) => withdrawnBy === null);
  const [oldest, ...others] = standing.length > 0 ? standing : copies;
  if (oldest === undefined) return null;
  const telling = others.reduce((best, copy) => (leadsStory(copy, best) ? copy : best), oldest);
  const isOwnWay = story.public_significant_at !== null || (told?.apart ?? 0) > 0;
  return {
    id,
    lead: telling.leadEntryId,
    arrived: Math.min(story.arrived_at, oldest.arrivedAt),
    published: telling.publishedAt,
    significant: Math.max(story.significant_at, told?.significant ?? 0),
    public: isOwnWay ? Math.max(story.public_significant_at ?? story.significant_at, told?.public ?? 0) : null,
  };
}

/** In a larger story, only the earliest copies are examined. */
export const storyCopiesMax = 200;
