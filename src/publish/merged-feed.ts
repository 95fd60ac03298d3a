import type { Cursor, Page, WireItem } from "../domain/section.ts";
import { dayMs, type Instant, minuteMs } from "../domain/time.ts";
import { cleanInstant } from "./clean-instant.ts";
import { cleanLine } from "./clean-text.ts";
import { type MergedItem, mergedItem } from "./merged-item.ts";

/** What we republish, before any format. */
export type FeedFormat = "rss" | "atom" | "json";

/** A republished feed as a value: what all three writers write. */
export interface MergedFeed {
  readonly title: string;
  readonly description: string;
  /** The page for people. */
  readonly homeUrl: string;
  /** The address of this very document in each format, absolute. */
  readonly selfUrls: Readonly<Record<FeedFormat, string>>;
  /** Our WebSub hub, where this address is a topic of it; else null. */
  readonly hubUrl: string | null;
  /** RFC 5005 section 3: the following, older page in each format; null on the last. */
  readonly nextUrls: Readonly<Record<FeedFormat, string>> | null;
  /** RFC 5005 section 4: where this document stands among those that never change. */
  readonly archive: FeedArchive;
  /** The language of every item, where they agree. */
  readonly language: string | null;
  /** The newest arrival or significant change; `emptySince` for a feed without items. */
  readonly updatedAt: Instant;
  /** The newest change of any kind that the store tells of. Never earlier than `updatedAt` to the second. */
  readonly changedAt: Instant;
  /** How often looking is worth the while, from the rhythm of arrivals. */
  readonly ttlMinutes: number;
  readonly items: readonly MergedItem[];
}

export interface FeedArchive {
  /** This document is one of them. */
  readonly isArchive: boolean;
  /** The one that comes before it in time; null where there is none, and on pages that are in no archive. */
  readonly prevUrls: Readonly<Record<FeedFormat, string>> | null;
  /** The one that comes after it in time; null where this one still grows, and elsewhere. */
  readonly nextUrls: Readonly<Record<FeedFormat, string>> | null;
  /** Where an archive's newest items stand; null elsewhere. */
  readonly currentUrls: Readonly<Record<FeedFormat, string>> | null;
}

export interface MergedFeedOptions {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** The feed's path without its suffix: "/feeds/world". */
  readonly path: string;
  /** The query in its canonical form, "" or beginning with "?". */
  readonly query: string;
  /** null: not a topic of the hub. */
  readonly hubUrl?: string | null;
  /** Its place beside or in the archive; absent: in none. */
  readonly archive?: ArchivePlace;
  /** `mergedItem` of an item, for callers that remember it. */
  readonly itemOf?: (item: WireItem) => MergedItem;
}

/**
 * The items of an archive document: those newer than `after`, up to `until` or, where that is null, to where documents
 * end by themselves.
 */
export interface ArchiveSpan {
  readonly after: Cursor;
  readonly until: Cursor | null;
}

export interface ArchivePlace {
  /**
   * What the document is to RFC 5005: the newest items, an archive document, or the one that is still to become one.
   */
  readonly role: "subscription" | "archive" | "growing";
  readonly prev: ArchiveSpan | null;
  readonly next: ArchiveSpan | null;
}

/**
 * The merged feed of one page of the store. Pure, and without the present time: the same page is the same feed on any
 * server and after any restart. Withdrawn items are dropped once the feed has gone on for 48 hours by its own clock,
 * the newest arrival.
 */
export function mergedFeed(page: Page, section: { readonly title: string }, options: MergedFeedOptions): MergedFeed {
  const { baseUrl, path, query, itemOf = (item: WireItem) => mergedItem(item, baseUrl) } = options;
  const arrivals = page.items.map((item) => cleanInstant(item.arrivedAt));
  const newest = Math.max(emptySince, ...arrivals);
  const all = page.items.map(itemOf);
  const items = all.filter((item) => !item.withdrawn || newest - item.updatedAt <= withdrawnShownMs);
  const updatedAt = Math.max(newest, ...all.map((item) => item.updatedAt));
  const title = cleanLine(section.title) || "wiredesk";
  const { role, prev, next } = options.archive ?? { role: "page", prev: null, next: null };
  const withQuery = (changed: string) => inEachFormat((suffix) => `${baseUrl}${path}.${suffix}${changed}`);
  const archived = (span: ArchiveSpan | null) =>
    span === null ? null : withQuery(queryWith(queryWithout(query, "limit="), `archive=${writeSpan(span)}`));
  return {
    title,
    description: `${title}: each story once, every source named`,
    homeUrl: `${baseUrl}/`,
    selfUrls: inEachFormat((suffix) => `${baseUrl}${path}.${suffix}${query}`),
    hubUrl: options.hubUrl ?? null,
    nextUrls: page.next === null ? null : withQuery(queryWith(query, `after=${writePlace(page.next)}`)),
    archive: {
      isArchive: role === "archive",
      prevUrls: archived(prev),
      nextUrls: archived(next),
      currentUrls: role === "archive" || role === "growing" ? withQuery(queryWith(query, null)) : null,
    },
    language: commonLanguage(items),
    updatedAt,
    changedAt: Math.max(newest, ...all.map((item) => item.changedAt)),
    ttlMinutes: ttlOf(arrivals),
    items,
  };
}

/**
 * Atom must say when a feed last changed; one that never had an entry says this. Earlier dates are taken for mistakes
 * by validators.
 */
const emptySince = Date.UTC(2000, 0, 1);
const withdrawnShownMs = 2 * dayMs;

function inEachFormat(urlOf: (suffix: FeedFormat) => string): Readonly<Record<FeedFormat, string>> {
  return { rss: urlOf("rss"), atom: urlOf("atom"), json: urlOf("json") };
}

/** As addresses carry it. */
export function writePlace({ at, id }: Cursor): string {
  return `${at}-${id}`;
}

/** As addresses carry it. */
export function writeSpan({ after, until }: ArchiveSpan): string {
  return until === null ? writePlace(after) : `${writePlace(after)}..${writePlace(until)}`;
}

/** The query with the place replaced by `parameter`, or with none. */
function queryWith(query: string, parameter: string | null): string {
  const kept = queryWithout(queryWithout(query, "after="), "archive=");
  if (parameter === null) return kept;
  return kept === "" ? `?${parameter}` : `${kept}&${parameter}`;
}

function queryWithout(query: string, name: string): string {
  const kept = query
    .slice(1)
    .split("&")
    .filter((part) => part !== "" && !part.startsWith(name));
  return kept.length === 0 ? "" : `?${kept.join("&")}`;
}

function commonLanguage(items: readonly MergedItem[]): string | null {
  const first = items[0]?.language ?? null;
  return items.every((item) => item.language === first) ? first : null;
}

/** The usual gap between arrivals, raised to a round number of minutes: in steps, so that it seldom changes. */
function ttlOf(arrivals: readonly Instant[]): number {
  const sorted = [...arrivals].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((at, index) => at - (sorted[index] ?? at));
  gaps.sort((a, b) => a - b);
  const median = gaps[Math.floor(gaps.length / 2)] ?? 5 * minuteMs;
  return ttlSteps.find((minutes) => minutes * minuteMs >= median) ?? ttlStepMax;
}

const ttlStepMax = 60;
const ttlSteps = [1, 2, 5, 10, 15, 30, ttlStepMax];
