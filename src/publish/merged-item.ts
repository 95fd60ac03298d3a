import { countOutlets, outletName, publisherOf, sourceKey, type Told } from "../domain/copies/houses.ts";
import type { Cue, StoredEntry } from "../domain/entry.ts";
import type { Attachment, Person } from "../domain/parsed-feed.ts";
import type { ToldReason } from "../domain/reason.ts";
import type { Collapse, WireItem } from "../domain/section.ts";
import type { Instant } from "../domain/time.ts";
import { carriedBy, foundIn, type MergedCarrier } from "./carried-by.ts";
import { cleanInstant, cleanLine, cleanText, escapeHtml } from "./clean-text.ts";
import { cleanUrl } from "./clean-url.ts";
import { attachmentsOf } from "./merged-attachments.ts";
import { idOf, type Publisher } from "./publisher.ts";
import { safeHtml } from "./safe-html.ts";

/** One item of a republished feed. Every value is clean, absolute and safe, so that a writer only has to write it. */
export interface MergedItem {
  /** The item's id. It never changes, whatever address we publish at. */
  readonly id: string;
  /** The id of the copy, story or entry in the store. */
  readonly number: number;
  /** The lead's permalink, or our own page if the lead has none. */
  readonly url: string;
  /** Plain text on one line, never empty. */
  readonly title: string;
  /** Plain text; "" when there is none. */
  readonly summary: string;
  /**
   * Safe HTML, never empty. It ends with the list of the other carriers. In the feed of a query, it begins with the
   * title and summary of the text that the query found, if that text is not the lead.
   */
  readonly html: string;
  /** Never empty: without a named author the source is the author. */
  readonly authors: readonly Person[];
  readonly categories: readonly string[];
  readonly attachments: readonly Attachment[];
  readonly imageUrl: string | null;
  readonly language: string | null;
  readonly rights: string | null;
  /** "latitude longitude" in decimal degrees, as GeoRSS writes it. */
  readonly point: string | null;
  /** The lead's source, our address (without a suffix) for the feed that the lead came from, and that feed's id. */
  readonly source: { readonly name: string; readonly feedUrl: string; readonly feedId: string };
  /** The publisher that the lead names, if an aggregator leads; otherwise null. */
  readonly publisher: string | null;
  readonly publishedAt: Instant;
  /** Changes only when the item changes significantly. */
  readonly updatedAt: Instant;
  /** The time of the latest change of anything shown, as far as the store knows. */
  readonly changedAt: Instant;
  readonly withdrawn: boolean;
  /** True when an editor of this wiredesk withdrew it, and not its source. */
  readonly withdrawnByEditors: boolean;
  /** The lead comes first. Each pair of source and address appears once. Withdrawn carriers are marked. */
  readonly carriers: readonly MergedCarrier[];
  readonly copyId: number;
  readonly storyId: number;
  readonly copyCount: number;
  /** How many outlets carry the item: see `countOutlets`. */
  readonly outlets: number;
  readonly urgency: number;
  readonly cue: Cue | null;
  readonly reasons: readonly ToldReason[];
  /**
   * The extension in JSON Feed for an item that is not a text, such as a digest. Absent: the extension is made from the
   * fields above.
   */
  readonly extension?: object;
}

/** The published form of one copy, story or entry. Pure: nothing depends on the time of the call. */
export function mergedItem(item: WireItem, publisher: Publisher): MergedItem {
  const { lead } = item;
  const { baseUrl } = publisher;
  const path = pathOf(item);
  const pageUrl = `${baseUrl}${path}`;
  const withdrawn = item.withdrawnBy !== null;
  const withdrawnByEditors = item.withdrawnBy === "editors";
  const sourceName = sourceNameOf(lead);
  // An item that an editor withdrew does not link to its carriers either.
  const carriers = distinctCarriers(item).map((carrier) => (withdrawnByEditors ? { ...carrier, url: null } : carrier));
  const feedPath = `/feeds/feed/${lead.feedId}`;
  return {
    id: idOf(publisher, path),
    number: item.id,
    url: urlOf(item, publisher),
    title: titleOf(lead, sourceName, withdrawn),
    publisher: publisherOf(lead),
    summary: withdrawn ? "" : cleanText(lead.summary).trim(),
    html: (withdrawn ? "" : foundIn(item.matched)) + leadHtml(item, publisher) + carriedBy(carriers.slice(1), pageUrl),
    authors: authorsOf(lead, cleanLine(outletName(lead)) || sourceName),
    categories: [...new Set(lead.categories.map(cleanLine))].filter((category) => category !== ""),
    attachments: withdrawn ? [] : attachmentsOf(lead),
    imageUrl: withdrawn ? null : cleanUrl(lead.imageUrl),
    language: lead.language !== null && languageTag.test(lead.language) ? lead.language : null,
    rights: lead.rights === null ? null : cleanLine(lead.rights) || null,
    point: pointOf(lead),
    source: {
      name: sourceName,
      feedUrl: `${baseUrl}${feedPath}`,
      feedId: idOf(publisher, `${feedPath}.atom`),
    },
    // Whole seconds, as feeds write them; otherwise the update time could fall a moment before the publication time.
    publishedAt: wholeSecond(cleanInstant(lead.publishedAt)),
    updatedAt: distinctStamp(item),
    changedAt: latestOf(item),
    withdrawn,
    withdrawnByEditors,
    carriers,
    copyId: item.copyId,
    storyId: item.storyId,
    copyCount: item.copyCount,
    outlets: countOutlets(item.carriers),
    urgency: lead.urgency,
    cue: lead.cue === null ? null : { ...lead.cue, raw: cleanLine(lead.cue.raw) },
    reasons: reasonsOf(item),
  };
}

/** Safe HTML of the lead's text without the other carriers; the notice when the item is withdrawn. Never empty. */
export function leadHtml(item: WireItem, publisher: Publisher): string {
  const sourceName = sourceNameOf(item.lead);
  if (item.withdrawnBy === null) return bodyOf(item.lead, sourceName);
  return withdrawnHtml(item.withdrawnBy === "editors" ? null : sourceName, urlOf(item, publisher));
}

function urlOf(item: WireItem, { baseUrl }: Publisher): string {
  const url = item.withdrawnBy === "editors" ? null : cleanUrl(item.lead.url);
  return url ?? `${baseUrl}${pathOf(item)}`;
}

function pathOf({ collapse, id }: Pick<WireItem, "collapse" | "id">): string {
  return `/${folderOf[collapse]}/${id}`;
}

function sourceNameOf({ source }: StoredEntry): string {
  return cleanLine(source.name) || "unnamed source";
}

/** The reasons why the carriers were put together, in the order in which the carriers are listed. */
function reasonsOf(item: WireItem): ToldReason[] {
  const reasons = item.carriers.flatMap((carrier) => carrier.reasons).slice(0, reasonsMax);
  return reasons.map((reason) => ({ ...reason, text: cleanLine(reason.text) }));
}

const reasonsMax = 100;
const folderOf: Readonly<Record<Collapse, string>> = { copy: "copies", story: "stories", none: "entries" };
const languageTag = /^[a-z]{2,8}(-[a-z0-9]{1,8}){0,4}$/i;
const titleCharsMax = 1_000;

/**
 * Makes the timestamps of entries from the same second distinct, because the W3C validator asks for that. The
 * milliseconds come from the id: they never change, and neighbouring ids differ.
 */
function distinctStamp(item: WireItem): Instant {
  return wholeSecond(cleanInstant(item.significantAt)) + (item.id % 1000);
}

function wholeSecond(at: Instant): Instant {
  return at - (at % 1000);
}

function latestOf(item: WireItem): Instant {
  const seen = item.carriers.map((carrier) => carrier.firstSeenAt);
  const times = [item.arrivedAt, item.significantAt, item.lead.revisedAt, item.lead.firstSeenAt, ...seen];
  return Math.max(...times.map(cleanInstant));
}

/** The title without the publisher's name at its end. Aggregators add the name; we show it elsewhere. */
function bareTitle(told: Told & { readonly title: string }): string {
  const title = cleanLine(told.title);
  const publisher = cleanLine(publisherOf(told) ?? "");
  if (publisher === "" || !title.endsWith(publisher)) return title;
  const bare = title.slice(0, -publisher.length).replace(/\s[-–—|]\s$/u, "");
  return bare.length + publisher.length < title.length ? bare.trim() : title;
}

function titleOf(lead: StoredEntry, sourceName: string, withdrawn: boolean): string {
  const title = bareTitle(lead) || cleanLine(lead.summary).slice(0, 120);
  if (withdrawn) return `WITHDRAWN: ${(cleanLine(lead.headline) || title || sourceName).slice(0, titleCharsMax)}`;
  return cleanText((title || sourceName).slice(0, titleCharsMax));
}

function bodyOf(lead: StoredEntry, sourceName: string): string {
  const html = safeHtml(lead.html);
  if (html !== null && html.trim() !== "") return html;
  const text = cleanText(lead.text).trim() || cleanText(lead.summary).trim() || titleOf(lead, sourceName, false);
  return text
    .split("\n\n")
    .map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`)
    .join("");
}

/** For a withdrawn text, publish only the notice, never the text. `sourceName` null: an editor withdrew it. */
function withdrawnHtml(sourceName: string | null, url: string): string {
  if (sourceName === null) return "<p>An editor has withdrawn this item.</p>";
  return `<p>${escapeHtml(sourceName)} has withdrawn this item. <a href="${escapeHtml(url)}">Read the notice</a>.</p>`;
}

/** Drops e-mail addresses: harvesters would collect them, and no reader shows them. */
function authorsOf(lead: StoredEntry, sourceName: string): readonly Person[] {
  const named = lead.authors
    .map((author) => ({ name: cleanLine(author.name), email: null, url: cleanUrl(author.url) }))
    .filter((author) => author.name !== "");
  return named.length > 0 ? named : [{ name: sourceName, email: null, url: null }];
}

function pointOf(lead: StoredEntry): MergedItem["point"] {
  const point = lead.point;
  if (point === null) return null;
  if (!(Math.abs(point.latitude) <= 90 && Math.abs(point.longitude) <= 180)) return null;
  // Six decimals are about ten centimetres. With more decimals, a small number could be written with an exponent.
  return `${Number(point.latitude.toFixed(6))} ${Number(point.longitude.toFixed(6))}`;
}

function distinctCarriers(item: WireItem): readonly MergedCarrier[] {
  const byPlace = new Map<string, MergedCarrier>();
  const direct = new Set(item.carriers.filter((one) => publisherOf(one) === null).map(nameKey));
  for (const [at, carrier] of item.carriers.entries()) {
    // An aggregator's line adds nothing beside the publisher's own. The lead stays, because the item links to it.
    if (at > 0 && publisherOf(carrier) !== null && direct.has(nameKey(carrier))) continue;
    const source = cleanLine(outletName(carrier));
    const url = cleanUrl(carrier.url);
    const place = `${source}\n${url}`;
    const known = byPlace.get(place);
    if (source === "" || (known !== undefined && (!known.isStruck || carrier.isStruck))) continue;
    const isAgency = carrier.source.kind === "agency";
    byPlace.set(place, {
      source,
      isAgency,
      isStruck: carrier.isStruck,
      url,
      title: bareTitle(carrier),
      publishedAt: cleanInstant(carrier.publishedAt),
    });
  }
  return [...byPlace.values()];
}

function nameKey(carrier: Told): string {
  return sourceKey(cleanLine(outletName(carrier)));
}
