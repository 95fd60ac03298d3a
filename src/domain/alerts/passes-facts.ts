import { createHoursClock } from "../calendar/hours-clock.ts";
import { sourceKey } from "../copies/houses.ts";
import { categoryKey, isLanguage } from "../query/holds-fact.ts";
import type { Searched } from "../query/searched.ts";
import type { SectionFilter } from "../section.ts";

type Facts = Pick<Searched, "sourceName" | "sourceKind" | "language" | "categories" | "urgency" | "firstSeenAt"> & {
  readonly feedId: number;
};

/**
 * Returns a function that tests whether an entry passes a filter, apart from its query. The lists of the store apply
 * the same conditions.
 */
export function factsTest(filter: SectionFilter): (entry: Facts) => boolean {
  const sources = new Set(filter.sources.map(sourceKey));
  const kinds = new Set(filter.kinds);
  const languages = filter.languages.map((tag) => tag.toLowerCase());
  const categories = new Set(filter.categories.map(categoryKey));
  const clocks = (filter.hours ?? []).map(createHoursClock);
  const { feedId, urgencyMax } = filter;
  return (entry) =>
    (feedId === null || entry.feedId === feedId) &&
    (urgencyMax === null || entry.urgency <= urgencyMax) &&
    (kinds.size === 0 || kinds.has(entry.sourceKind)) &&
    (sources.size === 0 || sources.has(sourceKey(entry.sourceName))) &&
    (languages.length === 0 || languages.some((tag) => isLanguage(tag, entry.language ?? ""))) &&
    (categories.size === 0 || entry.categories.some((category) => categories.has(categoryKey(category)))) &&
    clocks.every((clock) => clock.holds(entry.firstSeenAt));
}
