import type { HoursOfDay } from "./calendar/hours-of-day.ts";
import type { Alarm } from "./copies/alarm.ts";
import type { StoredEntry } from "./entry.ts";
import type { Source, SourceKind } from "./feed.ts";
import type { SearchQuery } from "./query/search-query.ts";
import type { ToldReason } from "./reason.ts";
import type { Instant } from "./time.ts";

/** Whether a list has one item for each copy (the default), for each story, or for each entry ("none"). */
export type Collapse = "copy" | "story" | "none";

/**
 * Decides which entries belong to a section. An entry belongs if every field accepts it. A list accepts the entries
 * that have one of its values. An empty list and null accept every entry.
 */
export interface SectionFilter {
  /** Source names, compared without regard to case. */
  readonly sources: readonly string[];
  readonly kinds: readonly SourceKind[];
  /**
   * Language tags, compared without regard to case. "en" also accepts "en-gb". "en-gb" accepts "en-gb" and entries
   * known only as "en", but not "en-us".
   */
  readonly languages: readonly string[];
  /** Compared without regard to case. */
  readonly categories: readonly string[];
  readonly query: SearchQuery | null;
  /** 3 accepts urgencies 1 to 3. */
  readonly urgencyMax: number | null;
  /** Only this feed. */
  readonly feedId: number | null;
  /** The entry must have arrived within each of these sets of hours. Absent or empty: at any hour. */
  readonly hours?: readonly HoursOfDay[];
  /**
   * True when the reader may see private sources, for example because of a key. The filter then also accepts matching
   * entries of private sources, and lists show them among the carriers.
   */
  readonly opensPrivate?: boolean;
}

/** Accepts every entry. */
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

/** A named filter. The entries that pass it are republished as feeds. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly filter: SectionFilter;
  /** Readers with one of these keys may read the section's feeds. Absent or empty: everybody may. */
  readonly keys?: readonly AccessKey[];
}

/** A key to a section; we know only its hash. A key is revoked when it is removed from the configuration. */
export interface AccessKey {
  /** The holder's name. */
  readonly name: string;
  /** The SHA-256 of the key's UTF-8 bytes, in lower-case hex. */
  readonly sha256: string;
}

/**
 * A place in a list that is sorted newest first. The next page begins strictly after this place. Clients must not
 * interpret it. `at` is the item's time under the list's sort; `id` breaks ties (higher first).
 */
export interface Cursor {
  readonly at: Instant;
  readonly id: number;
}

/**
 * The facts by which lists are sorted. arrival: when we first saw the first entry that matches. published: the stated
 * date of the lead. matched: when the first entry began to match, which for a revised entry may be long after it
 * arrived. relevance: how often the entry contains the words of the query, and in which fields (BM25); only the newest
 * matches are ranked. Without a query, matched and relevance sort like arrival. top: the points of `topRank`; only
 * items that arrived within a day before the newest text are listed.
 */
export const sorts = ["arrival", "published", "matched", "relevance", "top"] as const;
export type Sort = (typeof sorts)[number];

export interface PageQuery {
  readonly filter: SectionFilter;
  readonly collapse: Collapse;
  readonly sort: Sort;
  /** From 1 to 500. */
  readonly limit: number;
  readonly after: Cursor | null;
}

/** One outlet that carries a copy. */
export interface Carrier {
  readonly entryId: number;
  readonly feedId: number;
  readonly source: Source;
  /** See `Entry`. */
  readonly publisher?: string;
  readonly url: string | null;
  readonly title: string;
  readonly publishedAt: Instant;
  readonly firstSeenAt: Instant;
  /** Why the entry was put with the others; empty for the entry that opened the group. */
  readonly reasons: readonly ToldReason[];
  /** True when the entry's source has withdrawn the entry. The copy stays, because other sources carry it. */
  readonly isStruck: boolean;
}

/** The figures that decide the place of a story in the ranking. */
export interface TopRank {
  /** The outlets that carry the story, each family counted once. Sources that withdrew their text do not count. */
  readonly outlets: number;
  /** How many of these outlets are agencies, or families with an agency among the carriers. */
  readonly agencies: number;
  /** How many texts arrived in the last 15 minutes, and in the last 60 minutes. */
  readonly newIn15: number;
  readonly newIn60: number;
  /** The sum of the points, to one decimal. */
  readonly score: number;
}

/** One item of a merged feed or one row of the desk page. */
export interface WireItem {
  readonly collapse: Collapse;
  /** A copy id, story id or entry id, depending on `collapse`. */
  readonly id: number;
  readonly copyId: number;
  readonly storyId: number;
  readonly lead: StoredEntry;
  /**
   * The group's entries, except notices of withdrawal. The lead comes first; the others follow in order of arrival. At
   * most `carriersMax` (200).
   */
  readonly carriers: readonly Carrier[];
  /**
   * When the first matching entry of the group arrived. In a list that is sorted by "matched": when the first entry
   * began to match. Most lists are sorted by this time.
   */
  readonly arrivedAt: Instant;
  /** The time of the group's last significant change: a correction, an update, new body text. */
  readonly significantAt: Instant;
  /** The number of copies in the group: 1 unless items are collapsed by story. */
  readonly copyCount: number;
  /**
   * Who withdrew the text: its owner (the lead is then the notice), or an editor. null when the text is not withdrawn.
   * A withdrawn text must not be published again.
   */
  readonly withdrawnBy: "source" | "editors" | null;
  /** The first entry of the group that fulfils the list's query. Present only when the lead does not fulfil it. */
  readonly matched?: StoredEntry;
  /** The withdrawals, corrections and flashes among the group's entries, newest first. Absent: there are none. */
  readonly alarms?: readonly Alarm[];
  /** The item's points. Present only in a list that is sorted by "top". */
  readonly top?: TopRank;
  /**
   * The newest text that the source of an urgent lead published about the story after the lead. Absent when there is
   * none, or when the lead is not urgent.
   */
  readonly followUp?: StoredEntry;
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
  /** Every entry of the story, with its reasons. */
  readonly entries: readonly StoredEntry[];
}
