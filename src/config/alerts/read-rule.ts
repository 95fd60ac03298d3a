import { type AlertRule, type DigestTimes, usualEvents } from "../../domain/alerts/alert-rule.ts";
import { readHourRanges, readTimeZone } from "../../domain/calendar/hours-of-day.ts";
import { monitorFault } from "../../domain/query/monitor-fault.ts";
import type { TermLists } from "../../domain/query/parse-query.ts";
import type { Section } from "../../domain/section.ts";
import { didYouMean } from "../../domain/text/nearest-name.ts";
import { type Report, readFilter, readOr } from "../matching/read-filter.ts";
import { type AlertFile, weekdays } from "./alert-schema.ts";

/** The names that a rule may use. */
export interface RuleNames {
  readonly sections: readonly Section[];
  readonly terms: TermLists;
  /** The names of sources, and whether they are private. */
  readonly sources: ReadonlyMap<string, boolean>;
  readonly channels: readonly string[];
}

/** Reads one rule. Reports each fault with its place in the rule. */
export function readRule(given: AlertFile, names: RuleNames, report: Report): AlertRule {
  const own = readFilter(given.match, names, (path, message) => report(["match", ...path], message));
  const section = given.section === undefined ? null : sectionOf(given.section, names, report);
  const isNarrow = section !== null || given.atLeast !== undefined || given.digest !== undefined;
  const broad = own.query === null || isNarrow ? null : monitorFault(own.query);
  if (broad !== null) report(["match", "query"], broad);
  refuseBesideDigest(given, report);
  return {
    name: given.name,
    section: given.section ?? null,
    filters: section === null ? [own] : [section.filter, own],
    on: given.on ?? usualEvents,
    atLeast:
      given.atLeast === undefined ? null : { outlets: given.atLeast.outlets, withinMs: given.atLeast.within ?? null },
    ...(given.more === undefined ? {} : { more: { outlets: given.more.outlets, withinMs: given.more.within } }),
    digest: given.digest === undefined ? null : readDigest(given.digest, report),
    quiet: given.quiet === undefined ? null : readQuiet(given.quiet, report),
    backlog: given.backlog ?? false,
    privateSources: readAccess(given, names, report),
    to: readChannels(given, names, report),
  };
}

function sectionOf(id: string, { sections }: RuleNames, report: Report): Section | null {
  const section = sections.find((one) => one.id === id);
  if (section !== undefined) return section;
  const ids = sections.map((one) => one.id);
  report(["section"], `there is no section "${id}"${didYouMean(id, ids)}`);
  return null;
}

/** A digest reports all news that passes its filters, at its times, so these settings would do nothing. */
function refuseBesideDigest(given: AlertFile, report: Report): void {
  if (given.digest === undefined) return;
  for (const setting of ["on", "atLeast", "more", "quiet", "backlog"] as const)
    if (given[setting] !== undefined) report([setting], "does nothing beside digest; remove it");
}

function readDigest({ at, days, timeZone }: NonNullable<AlertFile["digest"]>, report: Report): DigestTimes {
  return {
    at: [...new Set(at.map(minuteOf))].sort((a, b) => a - b),
    days: (days ?? []).map((day) => weekdays.indexOf(day)),
    timeZone: readZone(timeZone, "digest", report),
  };
}

function minuteOf(time: string): number {
  const [hour, minute] = time.split(":").map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}

function readQuiet({ from, to, timeZone }: NonNullable<AlertFile["quiet"]>, report: Report): AlertRule["quiet"] {
  const ranges = readOr(
    [],
    (_, message) => report(["quiet"], message),
    "from",
    () => readHourRanges([`${from}-${to}`]),
  );
  const [range] = ranges;
  return range === undefined ? null : { range, timeZone: readZone(timeZone, "quiet", report) };
}

function readZone(text: string, part: "digest" | "quiet", report: Report): string {
  return readOr(
    "UTC",
    (path, message) => report([part, ...path], message),
    "timeZone",
    () => readTimeZone(text),
  );
}

/** The sources under `access` must be private, because a rule needs no right to report other sources. */
function readAccess({ access }: AlertFile, { sources }: RuleNames, report: Report): readonly string[] {
  const named = access?.sources ?? [];
  for (const [at, name] of named.entries()) {
    const isPrivate = [...sources].find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1];
    const place = ["access", "sources", at];
    if (isPrivate === undefined) report(place, `there is no source "${name}"${didYouMean(name, sources.keys())}`);
    else if (!isPrivate) report(place, `"${name}" is not private, so no right is needed; remove it`);
  }
  return named;
}

function readChannels({ to }: AlertFile, { channels }: RuleNames, report: Report): readonly string[] {
  for (const [at, name] of to.entries())
    if (!channels.includes(name)) report(["to", at], `there is no channel "${name}"${didYouMean(name, channels)}`);
  return [...new Set(to)];
}
