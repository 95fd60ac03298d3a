import { type HoursOfDay, readHourRanges, readTimeZone } from "../domain/calendar/hours-of-day.ts";
import { WireError } from "../domain/errors.ts";
import { listTerm, parseQuery, type TermLists } from "../domain/query/parse-query.ts";
import type { Section } from "../domain/section.ts";
import { didYouMean } from "../domain/text/nearest-name.ts";
import type { ConfigFile } from "./config-schema.ts";

type Report = (path: readonly PropertyKey[], message: string) => void;
type Match = ConfigFile["sections"][number]["match"];

/** Reads the `sections` part. Ids must be unique; queries and hours must be valid. */
export function readSections(read: ConfigFile, fault: Report): Section[] {
  const ids = new Set<string>();
  const names = new Map(read.sources.map(({ name }) => [name.toLowerCase(), name]));
  return read.sections.map(({ id, title, match, access }, index) => {
    if (ids.has(id)) fault(["sections", index, "id"], `"${id}" is used twice`);
    ids.add(id);
    const report: Report = (path, message) => fault(["sections", index, "match", ...path], message);
    match.sources.forEach((name, at) => {
      const meant = names.has(name.toLowerCase()) ? "" : didYouMean(name, names.values());
      // Only a name that looks misspelt is a fault. Any other name may belong to a source that is added or ingested
      // later; `read-warnings.ts` warns of it.
      if (meant !== "") report(["sources", at], `there is no source "${name}"${meant}`);
    });
    return {
      id,
      title: title ?? id,
      filter: {
        sources: match.sources,
        kinds: match.kinds,
        languages: match.languages.map((tag) => tag.toLowerCase()),
        categories: match.categories,
        query:
          match.query === undefined
            ? null
            : readOr(null, report, "query", () => parseQuery(match.query ?? "", read.terms)),
        urgencyMax: match.urgency ?? null,
        feedId: null,
        hours: readHours(match, report),
      },
      keys: access?.keys ?? [],
    };
  });
}

/** The part `terms`: each is one word or phrase, word* or =exact. */
export function readTerms({ terms }: ConfigFile, fault: Report): TermLists {
  for (const [name, list] of Object.entries(terms))
    for (const [at, term] of list.entries())
      readOr(
        null,
        (path, message) => fault(["terms", name, ...path], message),
        at,
        () => listTerm(term),
      );
  return terms;
}

/** There is no default time zone, because hours without a zone would mean something else on every machine. */
function readHours({ hours, timeZone }: Match, report: Report): readonly HoursOfDay[] {
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
function readOr<Value>(otherwise: Value, report: Report, name: PropertyKey, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    report([name], error.message);
    return otherwise;
  }
}
