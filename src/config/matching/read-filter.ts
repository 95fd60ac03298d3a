import { type HoursOfDay, readHourRanges, readTimeZone } from "../../domain/calendar/hours-of-day.ts";
import { WireError } from "../../domain/errors.ts";
import { parseQuery, type TermLists } from "../../domain/query/parse-query.ts";
import type { SectionFilter } from "../../domain/section.ts";
import { didYouMean } from "../../domain/text/nearest-name.ts";
import type { MatchFile } from "./match-schema.ts";

/** Takes a fault: the path of the setting, and what the setting should be. */
export type Report = (path: readonly PropertyKey[], message: string) => void;

/** Reads the conditions for entries that a section or a rule states. `sources`: the names of all configured sources. */
export function readFilter(
  match: MatchFile,
  { sources, terms }: { readonly sources: ReadonlyMap<string, unknown>; readonly terms: TermLists },
  report: Report,
): SectionFilter {
  const names = new Set([...sources.keys()].map((name) => name.toLowerCase()));
  match.sources.forEach((name, at) => {
    const meant = names.has(name.toLowerCase()) ? "" : didYouMean(name, sources.keys());
    // Only a name that looks misspelt is a fault. Any other name may belong to a source that is added or ingested
    // later; `read-warnings.ts` warns of it.
    if (meant !== "") report(["sources", at], `there is no source "${name}"${meant}`);
  });
  return {
    sources: match.sources,
    kinds: match.kinds,
    languages: match.languages.map((tag) => tag.toLowerCase()),
    categories: match.categories,
    query: match.query === undefined ? null : readOr(null, report, "query", () => parseQuery(match.query ?? "", terms)),
    urgencyMax: match.urgency ?? null,
    feedId: null,
    hours: readHours(match, report),
  };
}

/** There is no default time zone, because hours without a zone would mean different times on different machines. */
function readHours({ hours, timeZone }: MatchFile, report: Report): readonly HoursOfDay[] {
  if (hours === undefined) {
    if (timeZone !== undefined) report(["timeZone"], 'needs hours, such as hours: "06:00-10:00"');
    return [];
  }
  const ranges = readOr([], report, "hours", () => readHourRanges(hours));
  if (timeZone === undefined) report(["hours"], "need a time zone, such as timeZone: Europe/Berlin");
  else return [{ ranges, timeZone: readOr("UTC", report, "timeZone", () => readTimeZone(timeZone)) }];
  return [];
}

/**
 * Returns the result of `read`. If `read` throws, reports the fault and returns `otherwise`, so that one run collects
 * all faults.
 */
export function readOr<Value>(otherwise: Value, report: Report, name: PropertyKey, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    report([name], error.message);
    return otherwise;
  }
}
