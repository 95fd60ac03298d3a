import { noLists, parseQuery, type TermLists } from "../domain/query/parse-query.ts";
import type { SectionFilter } from "../domain/section.ts";
import type { AskedFilter } from "./asked-filter.ts";

/**
 * Combines a section's filter with the request's: an entry must pass both. A request for something outside the section
 * gives an empty list, not an error. Throws WireError query-invalid.
 */
export function narrowFilter(section: SectionFilter, asked: AskedFilter, lists: TermLists = noLists): SectionFilter {
  const sources = both(section.sources, asked.sources, same);
  const languages = both(section.languages, asked.languages, sameLanguage);
  const categories = both(section.categories, asked.categories, same);
  const kinds = both(section.kinds, asked.kinds, (own, one) => (own === one ? own : null));
  const query = asked.text === "" ? null : parseQuery(asked.text, lists);
  const parts = [section.query, query].filter((part) => part !== null);
  const filter = {
    ...section,
    query: parts.length === 2 ? ({ kind: "and", parts } as const) : (parts[0] ?? null),
    urgencyMax: lower(section.urgencyMax, asked.urgencyMax),
    hours: [...(section.hours ?? []), ...(asked.hours === null ? [] : [asked.hours])],
  };
  if (sources === null || languages === null || categories === null || kinds === null)
    return { ...filter, sources: [noSource] };
  return { ...filter, sources, languages, categories, kinds };
}

/** A name that no source has. A filter for it passes nothing; an empty list would pass everything. */
const noSource = "";

/** The values that pass both lists. An empty list passes everything; null means that nothing passes both. */
function both<Value>(
  section: readonly Value[],
  asked: readonly Value[],
  narrower: (section: Value, asked: Value) => Value | null,
): readonly Value[] | null {
  if (section.length === 0) return asked;
  if (asked.length === 0) return section;
  const found = new Set(
    asked.flatMap((value) => section.map((own) => narrower(own, value)).filter((one) => one !== null)),
  );
  return found.size === 0 ? null : [...found];
}

function same(section: string, asked: string): string | null {
  return section.toLowerCase() === asked.toLowerCase() ? section : null;
}

/**
 * The narrower of two tags of one language: of "en" and "en-gb" it is "en-gb". "en-gb" and "en-us" have nothing in
 * common.
 */
function sameLanguage(section: string, asked: string): string | null {
  const own = section.toLowerCase();
  if (asked === own || asked.startsWith(`${own}-`)) return asked;
  return own.startsWith(`${asked}-`) ? own : null;
}

function lower(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}
