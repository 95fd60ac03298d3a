import type { HoursClock } from "../../../domain/calendar/hours-clock.ts";
import type { SearchQuery } from "../../../domain/query/search-query.ts";
import type { SectionFilter } from "../../../domain/section.ts";
import {
  asksSources,
  chosenFeeds,
  hoursClocks,
  type NamedFeed,
  namedFeedsSql,
  tagLists,
  wholeTags,
} from "../../searching/filter-plan.ts";
import { feedTag } from "../../searching/tags.ts";
import type { Connection } from "../connection.ts";
import { hiddenFeeds } from "../feeds/private-feeds.ts";
import { expandQuery } from "../words/read-forms.ts";
import { namedFeeds } from "./named-feeds.ts";
import { casedFrom } from "./search/cased-rows.ts";
import { type CompiledQuery, compileQuery, matching, tagged } from "./search/compile-query.ts";
import { earlierDialect, type IndexDialect, presentDialect } from "./search/compile-terms.ts";
import { hasEarlierIndex } from "./search/earlier-index.ts";
import { every, type IndexQuery, joined, without } from "./search/index-query.ts";
import { createIndexReader } from "./search/index-rows.ts";
import { anyOf } from "./search/merged-rows.ts";
import type { IndexRows, IndexTable } from "./search/row-list.ts";

/**
 * A section's filter, translated for the full-text index. `drive`: the rows of the index that have the tags and match
 * the text query. One ordered walk of these rows finds the newest matches. `drive` is null when the filter is not
 * selective; all entries are then walked by arrival. The entries that either walk finds must still pass `rest`.
 * `whole`: the whole filter, for testing a single entry.
 */
export type FilterMatch =
  | { readonly kind: "all" }
  | { readonly kind: "none" }
  | {
      readonly kind: "some";
      readonly drive: IndexRows | null;
      readonly rest: EntryTest;
      readonly whole: EntryTest;
      /** The text query with the other forms of its words; null when the filter has no text query. */
      readonly query: SearchQuery | null;
    };

/** What an entry must match: a tag of each list, the text query, and the conditions that the index does not know. */
export interface EntryTest extends Unindexed {
  readonly tags: readonly ReadonlySet<string>[];
  /** The rows that the text query matches; with `negated`, the rows that it must not match. */
  readonly text: { readonly rows: IndexRows; readonly negated: boolean } | null;
}

interface Unindexed {
  /**
   * Whole language tags in lower case. The index knows only the first part of a tag, so whole tags are compared as
   * well; null when the first part is enough.
   */
  readonly languages: readonly string[] | null;
  readonly hours: readonly HoursClock[];
  /** Feeds whose entries the reader must not see. */
  readonly hidden: ReadonlySet<number>;
}

/** A test that every entry passes. */
export const noTest: EntryTest = { tags: [], text: null, languages: null, hours: [], hidden: new Set() };

/**
 * If a filter names more feeds than this, and more than the share `driveShareMax` of all feeds, `drive` does not look
 * them up. Looking them up would open a list for each feed, and would probably match so much that walking all entries
 * is cheaper.
 */
const driveTagsMax = 24;
const driveShareMax = 0.05;

/** Translates a filter. `rowsWanted`: about how many entries will be read at most. Error: query-invalid. */
export function filterMatch(connection: Connection, filter: SectionFilter, rowsWanted = 0): FilterMatch {
  const hidden = filter.opensPrivate === true ? noTest.hidden : hiddenFeeds(connection);
  const feeds = feedsOf(connection, filter, hidden);
  const others = tagLists(filter);
  const feedTags = feeds === null ? null : feeds.chosen.map(feedTag);
  const lists = feedTags === null ? others : [feedTags, ...others];
  if (lists.some((list) => list.length === 0)) return { kind: "none" };
  const query = filter.query === null ? null : expandQuery(connection, filter.query);
  const hours = hoursClocks(filter.hours);
  const unindexed = { languages: wholeTags(filter.languages), hours, hidden };
  if (lists.length === 0 && query === null && hours.length === 0 && hidden.size === 0) return { kind: "all" };
  const dense = feeds !== null && isDense(feeds);
  const driving = dense || feedTags === null ? others : [feedTags, ...others];
  const { drive, text } = indexRows(connection, driving, query, rowsWanted);
  return {
    kind: "some",
    drive,
    rest: {
      ...unindexed,
      tags: dense && feedTags !== null ? [new Set(feedTags)] : [],
      text: drive === null ? text : null,
    },
    whole: { ...unindexed, tags: lists.map((list) => new Set(list)), text },
    query,
  };
}

/**
 * The rows that drive the walk, and the rows of the text query. Each entry is in exactly one of the two indexes, so
 * both are searched and their rows are joined.
 */
function indexRows(
  connection: Connection,
  driving: readonly (readonly string[])[],
  query: SearchQuery | null,
  rowsWanted: number,
): { readonly drive: IndexRows | null; readonly text: EntryTest["text"] } {
  const both = indexesOf(connection);
  const named = namedFeeds(connection);
  const compiled = query === null ? null : both.map(([, dialect]) => compileQuery(query, dialect, named));
  const negated = compiled?.every((one) => one.negated) === true;
  const parts = both.map(([table], at) => {
    const rowsOf = createIndexReader(connection, table, rowsWanted);
    const own = compiled?.[at] ?? null;
    // The query may be negated in one index and not in the other. In that case, take the matching rows of both indexes.
    const text = own === null || negated ? own : { index: matching(own), negated };
    const driven = driveOf(driving, text);
    return { drive: driven === null ? null : rowsOf(driven), rows: text === null ? null : rowsOf(text.index) };
  });
  const drives = parts.map(({ drive }) => drive).filter((drive) => drive !== null);
  const rows = parts.map(({ rows: own }) => own).filter((own) => own !== null);
  return {
    drive: drives.length === 0 ? null : oneOf(drives),
    text: rows.length === 0 ? null : { rows: oneOf(rows), negated },
  };
}

function indexesOf(connection: Connection): readonly (readonly [IndexTable, IndexDialect])[] {
  const present = ["search", { ...presentDialect, casedFrom: casedFrom(connection) }] as const;
  return hasEarlierIndex(connection) ? [present, ["search_before", earlierDialect]] : [present];
}

function oneOf(lists: readonly IndexRows[]): IndexRows {
  const [only] = lists;
  return lists.length === 1 && only !== undefined ? only : anyOf(lists);
}

/** The tags and the text query as one query to the index; null when nothing can be looked up in the index. */
function driveOf(lists: readonly (readonly string[])[], text: CompiledQuery | null): IndexQuery | null {
  const parts = lists.map(tagged);
  if (text?.negated === false) parts.push(text.index);
  // FTS5 can list all rows without a word faster than every entry could be tested for that word.
  if (parts.length === 0) return text === null ? null : without(every, text.index);
  const all = joined("and", parts);
  return text?.negated === true ? without(all, text.index) : all;
}

interface ChosenFeeds {
  readonly chosen: readonly number[];
  readonly all: number;
}

function isDense({ chosen, all }: ChosenFeeds): boolean {
  return chosen.length > driveTagsMax && chosen.length > all * driveShareMax;
}

/**
 * Turns sources, kinds and the single feed into a list of feeds; null when none of them restricts anything. Feeds are
 * used because a feed may change its source, but an entry never changes its feed.
 */
function feedsOf(connection: Connection, filter: SectionFilter, hidden: ReadonlySet<number>): ChosenFeeds | null {
  if (!asksSources(filter)) {
    return filter.feedId === null ? null : { chosen: hidden.has(filter.feedId) ? [] : [filter.feedId], all: 1 };
  }
  const feeds = connection.sql<NamedFeed>(namedFeedsSql).all();
  return { chosen: chosenFeeds(feeds, filter, hidden), all: feeds.length };
}
