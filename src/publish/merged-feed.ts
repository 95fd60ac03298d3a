import { toldAgainMsMax } from "../domain/copies/told-again.ts";
import type { Cursor, Page, WireItem } from "../domain/section.ts";
import { type Instant, minuteMs } from "../domain/time.ts";
import { cleanInstant, cleanLine } from "./clean-text.ts";
import { type FeedFormat, inEachFormat } from "./feed-formats.ts";
import { type MergedItem, mergedItem } from "./merged-item.ts";
import { hasUuid, idOf, type Publisher } from "./publisher.ts";

/** A republished feed as a value. All three writers write from it. */
export interface MergedFeed {
  /** The id of the Atom document. It never changes, whatever address we publish at. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The address of the HTML page. */
  readonly homeUrl: string;
  /** The absolute address of this document in each format. */
  readonly selfUrls: Readonly<Record<FeedFormat, string>>;
  /** Our WebSub hub when this address is one of its topics, else null. */
  readonly hubUrl: string | null;
  /** RFC 5005 section 3: the next older page in each format; null on the last page. */
  readonly nextUrls: Readonly<Record<FeedFormat, string>> | null;
  /** RFC 5005 section 4: this document's place in the archive. */
  readonly archive: FeedArchive;
  /** The language of all items when they agree, else null. */
  readonly language: string | null;
  /** The newest arrival or significant change; `emptySince` for a feed without items. */
  readonly updatedAt: Instant;
  /** The newest change of any kind that the store knows. In whole seconds it is never earlier than `updatedAt`. */
  readonly changedAt: Instant;
  /** How often a reader should poll, derived from the rhythm of arrivals. */
  readonly ttlMinutes: number;
  readonly items: readonly MergedItem[];
}

export interface FeedArchive {
  /** True when this document is an archive document. */
  readonly isArchive: boolean;
  /** The older neighbour; null when there is none, and on pages outside the archive. */
  readonly prevUrls: Readonly<Record<FeedFormat, string>> | null;
  /** The newer neighbour; null while this document still grows, and on pages outside the archive. */
  readonly nextUrls: Readonly<Record<FeedFormat, string>> | null;
  /** The document with the archive's newest items; null on pages outside the archive. */
  readonly currentUrls: Readonly<Record<FeedFormat, string>> | null;
}

export interface MergedFeedOptions extends Publisher {
  /** The feed's path without its suffix: "/feeds/world". */
  readonly path: string;
  /** The query in canonical form: "" or a text that begins with "?". */
  readonly query: string;
  /** null: this feed is not a topic of the hub. */
  readonly hubUrl?: string | null;
  /** The document's place in the archive; absent when it has none. */
  readonly archive?: ArchivePlace;
  /** Items that are shown again after those of the page (`ReadStore.readToldAgain`). */
  readonly toldAgain?: readonly WireItem[];
  /** Replaces `mergedItem`, for callers that cache its results. */
  readonly itemOf?: (item: WireItem) => MergedItem;
}

/**
 * The span of an archive document: the items that arrived after `after`, up to `until`. A null `until` means up to the
 * next boundary.
 */
export interface ArchiveSpan {
  readonly after: Cursor;
  readonly until: Cursor | null;
}

export interface ArchivePlace {
  /**
   * The role of the document in RFC 5005: "subscription" holds the newest items, "archive" is a complete archive
   * document, and "growing" is the newest archive document, which is not complete yet.
   */
  readonly role: "subscription" | "archive" | "growing";
  readonly prev: ArchiveSpan | null;
  readonly next: ArchiveSpan | null;
}

/**
 * The merged feed of one page of the store. Pure and independent of the present time: the same page gives the same feed
 * on any server and after any restart. A withdrawn item is dropped when the feed's newest arrival is more than 48 hours
 * later than the item's update time.
 */
export function mergedFeed(page: Page, section: { readonly title: string }, options: MergedFeedOptions): MergedFeed {
  const { baseUrl, path, query, toldAgain = [], itemOf = (item: WireItem) => mergedItem(item, options) } = options;
  const arrivals = page.items.map((item) => cleanInstant(item.arrivedAt));
  const newest = Math.max(emptySince, ...arrivals);
  const all = [...page.items, ...toldAgain].map(itemOf);
  const items = all.filter((item) => !item.withdrawn || newest - item.updatedAt <= toldAgainMsMax);
  const updatedAt = Math.max(newest, ...all.map((item) => item.updatedAt));
  const title = cleanLine(section.title) || "wiredesk";
  const { role, prev, next } = options.archive ?? { role: "page", prev: null, next: null };
  const withQuery = (changed: string) => inEachFormat((suffix) => `${baseUrl}${path}.${suffix}${changed}`);
  const archived = (span: ArchiveSpan | null) =>
    span === null ? null : withQuery(queryWith(queryWithout(query, "limit="), `archive=${writeSpan(span)}`));
  return {
    id: feedId(options),
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
 * The update time of a feed that never had an entry, because Atom requires one. Validators take earlier dates for
 * mistakes.
 */
export const emptySince = Date.UTC(2000, 0, 1);

/**
 * The id of the Atom document. Access keys are left out of the id if ids are UUIDs. Older stores, whose ids are
 * addresses, have always included them.
 */
export function feedId(options: MergedFeedOptions): string {
  const { path, query } = options;
  return idOf(options, `${path}.atom${hasUuid(options) ? queryWithout(query, "key=") : query}`);
}

/** Writes a page position for use in addresses. */
export function writePlace({ at, id }: Cursor): string {
  return `${at}-${id}`;
}

/** Writes an archive span for use in addresses. */
export function writeSpan({ after, until }: ArchiveSpan): string {
  return until === null ? writePlace(after) : `${writePlace(after)}..${writePlace(until)}`;
}

/** The query with its page parameter replaced by `parameter`, or removed. */
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

/** The usual gap between arrivals, rounded up to one of a few steps in minutes so that the value seldom changes. */
function ttlOf(arrivals: readonly Instant[]): number {
  const sorted = [...arrivals].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((at, index) => at - (sorted[index] ?? at));
  gaps.sort((a, b) => a - b);
  const median = gaps[Math.floor(gaps.length / 2)] ?? 5 * minuteMs;
  return ttlSteps.find((minutes) => minutes * minuteMs >= median) ?? ttlStepMax;
}

const ttlStepMax = 60;
const ttlSteps = [1, 2, 5, 10, 15, 30, ttlStepMax];
