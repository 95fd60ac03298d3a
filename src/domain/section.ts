import type { HoursOfDay } from "./calendar/hours-of-day.ts";
import type { StoredEntry } from "./entry.ts";
import type { Source, SourceKind } from "./feed.ts";
import type { SearchQuery } from "./parse-query.ts";
import type { ToldReason } from "./reason.ts";
import type { Instant } from "./time.ts";

/** One item a copy (the default), one a story, or every entry. */
export type Collapse = "copy" | "story" | "none";

/**
 * What belongs to a section. Lists are alternatives; an empty list, or null, lets everything through; all parts must
 * hold.
 */
export interface SectionFilter {
  /** Source names, compared without case. */
  readonly sources: readonly string[];
  readonly kinds: readonly SourceKind[];
  /**
   * Language tags, compared without case. "en" takes "en-gb" too; "en-gb" takes "en-gb" and what is only known to be
   * "en", not "en-us".
   */
  readonly languages: readonly string[];
  /** Compared without case. */
  readonly categories: readonly string[];
  readonly query: SearchQuery | null;
  /** 3 takes urgencies 1 to 3. */
  readonly urgencyMax: number | null;
  /** One feed alone. */
  readonly feedId: number | null;
  /** Entries that arrived in the hours of each of these; absent or empty: at any hour. */
  readonly hours?: readonly HoursOfDay[];
  /** Read with a key: what matches is let through although its source is private, and seen as a carrier of what is. */
  readonly opensPrivate?: boolean;
}

/** Lets everything through. */
export const emptyFilter: SectionFilter = {
  sources: [],
  kinds: [],
  languages: [],
  categories: [],
  query: null,
  urgencyMax: null,
  feedId: null,
  hours: [],
};

/** What we republish: a named filter. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly filter: SectionFilter;
  /** Who holds one of these may read its feeds; absent or empty: everybody. */
  readonly keys?: readonly AccessKey[];
}

/** A key to a section, of which we know no more than its hash. Taking it from the configuration revokes it. */
export interface AccessKey {
  /** Whose it is. */
  readonly name: string;
  /** Of the key's UTF-8 bytes, lower-case hex. */
  readonly sha256: string;
}

/**
 * A place in a list, newest first: items strictly after it follow. Opaque to clients.
 * `at` is the item's time under the list's sort, `id` breaks ties (higher first).
 */
export interface Cursor {
  readonly at: Instant;
  readonly id: number;
}

export interface PageQuery {
  readonly filter: SectionFilter;
  readonly collapse: Collapse;
  readonly sort: "arrival" | "published";
  /** 1..500 */
  readonly limit: number;
  readonly after: Cursor | null;
}

/** One outlet's carrying of a copy. */
export interface Carrier {
  readonly entryId: number;
  readonly feedId: number;
  readonly source: Source;
  readonly url: string | null;
  readonly title: string;
  readonly publishedAt: Instant;
  readonly firstSeenAt: Instant;
  /** Why it was put with the others; empty for the entry that opened the group. */
  readonly reasons: readonly ToldReason[];
  /** Its source has withdrawn it; the copy stands by others who carry it. */
  readonly isStruck: boolean;
}

/** One item of a merged feed or one row of the desk page. */
export interface WireItem {
  readonly collapse: Collapse;
  /** Copy id, story id or entry id, as `collapse` says. */
  readonly id: number;
  readonly copyId: number;
  readonly storyId: number;
  readonly lead: StoredEntry;
  /** The group's entries, notices of withdrawal left out: lead first, then by arrival. At most `carriersMax` (200). */
  readonly carriers: readonly Carrier[];
  /** When the first entry of the group that matches the filter arrived: the order of the list. */
  readonly arrivedAt: Instant;
  /** Last significant change in the group: a correction, an update, new body text. */
  readonly significantAt: Instant;
  /** How many copies the group holds: 1 unless collapsed by story. */
  readonly copyCount: number;
  /** The text was withdrawn by whose it is, or by an editor: it must not go out again. The lead is the notice. */
  readonly isWithdrawn: boolean;
}

export interface Page {
  readonly items: readonly WireItem[];
  readonly next: Cursor | null;
}

/** A story with its copies, oldest copy first. */
export interface StoryDetail {
  readonly id: number;
  readonly pinned: boolean;
  readonly copies: readonly WireItem[];
  /** Every entry of the story with its reasons. */
  readonly entries: readonly StoredEntry[];
}
