import { createHoursClock, type HoursClock } from "../../domain/calendar/hours-clock.ts";
import type { HoursOfDay } from "../../domain/calendar/hours-of-day.ts";
import { sourceKey } from "../../domain/copies/houses.ts";
import type { SourceKind } from "../../domain/feed.ts";
import { namesSource } from "../../domain/query/holds-fact.ts";
import type { FactQuery } from "../../domain/query/search-query.ts";
import type { SectionFilter } from "../../domain/section.ts";
import { categoryTag, languageTag, urgencyTag } from "./tags.ts";

/** A feed with the name and kind of its source. `nameKey` is the result of `sourceKey`. */
export interface NamedFeed {
  readonly id: number;
  readonly name: string;
  readonly nameKey: string;
  readonly kind: SourceKind;
}

/** All feeds by id, for the functions below. Both stores understand the statement. */
export const namedFeedsSql = `SELECT f.id, s.name, s.name_key AS "nameKey", s.kind FROM feeds f CROSS JOIN sources s
  WHERE s.id = f.source_id ORDER BY f.id`;

/** Whether a filter names feeds by their sources. */
export function asksSources({ sources, kinds }: SectionFilter): boolean {
  return sources.length > 0 || kinds.length > 0;
}

/**
 * Turns sources, kinds and the single feed into a list of feeds. Feeds are used because a feed may change its source,
 * but an entry never changes its feed.
 */
export function chosenFeeds(
  feeds: readonly NamedFeed[],
  filter: SectionFilter,
  hidden: ReadonlySet<number>,
): readonly number[] {
  const names = new Set(filter.sources.map(sourceKey));
  const kinds = new Set(filter.kinds);
  return feeds
    .filter(
      ({ id, nameKey, kind }) =>
        (filter.feedId === null || filter.feedId === id) &&
        !hidden.has(id) &&
        (names.size === 0 || names.has(nameKey)) &&
        (kinds.size === 0 || kinds.has(kind)),
    )
    .map(({ id }) => id);
}

/**
 * The feeds whose source fits a condition. `source:` takes words of a name. Every source is tested, because there are
 * few.
 */
export function feedsNamed(feeds: readonly NamedFeed[], { field, value }: FactQuery): readonly number[] {
  return feeds
    .filter(({ name, kind }) => (field === "kind" ? kind === value : namesSource(value, name)))
    .map(({ id }) => id);
}

/**
 * One list of tags for each of languages, categories and urgency that the filter restricts. An entry must have at least
 * one tag of each list.
 */
export function tagLists(filter: SectionFilter): string[][] {
  const lists: string[][] = [];
  if (filter.languages.length > 0) lists.push(filter.languages.map(languageTag).filter((tag) => tag !== null));
  if (filter.categories.length > 0) lists.push(filter.categories.map(categoryTag));
  if (filter.urgencyMax !== null) {
    const upTo = Math.min(Math.max(Math.floor(filter.urgencyMax), 0), urgencyLast);
    lists.push(Array.from({ length: upTo }, (_, at) => urgencyTag(at + 1)));
  }
  return lists.map((list) => list.slice(0, listTagsMax));
}

/** A longer list in a filter is cut. The configuration and addresses allow far fewer values. */
const listTagsMax = 200;
const urgencyLast = 9;

/**
 * The whole language tags of a filter in lower case. null when all tags have only a first part, because the index tag
 * (`languageTag`) holds that part.
 */
export function wholeTags(languages: readonly string[]): readonly string[] | null {
  return languages.some((tag) => tag.includes("-")) ? languages.map((tag) => tag.toLowerCase()) : null;
}

/** The clocks of a filter's hours of the day. The clock with the fewest minutes a day comes first. */
export function hoursClocks(hours: readonly HoursOfDay[] = []): readonly HoursClock[] {
  return [...hours].sort((a, b) => lengthOf(a) - lengthOf(b)).map(createHoursClock);
}

/** How many minutes a day the ranges last in total. Where ranges overlap, minutes count twice. */
function lengthOf({ ranges }: HoursOfDay): number {
  return ranges.reduce((sum, { from, to }) => sum + (from < to ? to - from : to - from + 24 * 60), 0);
}
