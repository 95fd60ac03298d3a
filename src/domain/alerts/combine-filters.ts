import { sourceKey } from "../copies/houses.ts";
import { isLanguage } from "../query/holds-fact.ts";
import type { SearchQuery } from "../query/search-query.ts";
import { emptyFilter, type SectionFilter } from "../section.ts";

/** Combines filters into one that accepts the entries that all of them accept; null when no entry can pass them all. */
export function combineFilters(filters: readonly SectionFilter[]): SectionFilter | null {
  return filters.reduce<SectionFilter | null>(
    (both, filter) => (both === null ? null : combined(both, filter)),
    emptyFilter,
  );
}

function combined(a: SectionFilter, b: SectionFilter): SectionFilter | null {
  const sources = common(a.sources, b.sources, (one, other) => sourceKey(one) === sourceKey(other));
  const kinds = common(a.kinds, b.kinds, (one, other) => one === other);
  const languages = common(a.languages, b.languages, isLanguage);
  const feedId = a.feedId ?? b.feedId;
  if (sources === null || kinds === null || languages === null) return null;
  if (b.feedId !== null && feedId !== b.feedId) return null;
  const [categories, others] = a.categories.length === 0 ? [b.categories, []] : [a.categories, b.categories];
  const queries = [a.query, b.query, categoryQuery(others)].filter((query) => query !== null);
  const [query = null] = queries;
  return {
    ...{ sources, kinds, languages, categories, feedId },
    query: queries.length > 1 ? { kind: "and", parts: queries } : query,
    urgencyMax: a.urgencyMax === null ? b.urgencyMax : Math.min(a.urgencyMax, b.urgencyMax ?? a.urgencyMax),
    hours: [...(a.hours ?? []), ...(b.hours ?? [])],
  };
}

/** The values that both lists accept; null when there are none. An empty list accepts every value. */
function common<Value>(
  a: readonly Value[],
  b: readonly Value[],
  isSame: (one: Value, other: Value) => boolean,
): readonly Value[] | null {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const both = a.filter((one) => b.some((other) => isSame(other, one)));
  const narrower = b.filter((one) => !both.includes(one) && a.some((other) => isSame(other, one)));
  return both.length + narrower.length === 0 ? null : [...both, ...narrower];
}

function categoryQuery(categories: readonly string[]): SearchQuery | null {
  if (categories.length === 0) return null;
  return { kind: "or", parts: categories.map((value) => ({ kind: "fact", field: "category", value }) as const) };
}
