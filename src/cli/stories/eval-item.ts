import type { ToItem } from "../../dedupe/eval/eval-types.ts";
import type { ParsedDate, ParsedItem } from "../../domain/parsed-feed.ts";
import { normaliseEntry } from "../../normalise/normalise-entry.ts";

/** Turns a line of a labelled data set into an engine item. It normalises the line as polled entries are normalised. */
export const evalItem: ToItem = (raw, place) => {
  const { arrivedAt } = place;
  const feed = {
    url: `https://eval.invalid/${place.sourceId}`,
    language: raw.lang,
    siteUrl: null,
    sourceName: raw.source,
  };
  const published = readDate(raw.published);
  const entry = normaliseEntry({
    item: itemOf(raw, published),
    feed,
    parsed: { built: null, alwaysNow: false },
    firstSeenAt: arrivedAt,
    now: arrivedAt,
  });
  return {
    ...place,
    feedId: place.sourceId,
    sourceName: raw.source,
    sourceKind: "outlet",
    sourceRank: 100,
    title: entry.title,
    headline: entry.headline,
    text: entry.text,
    language: entry.language,
    cue: entry.cue,
    credit: entry.credit,
    urlKey: entry.urlKey,
    ownPage: false,
    textKey: entry.textKey,
    publishedAt: entry.publishedAt,
  };
};

function itemOf(raw: Parameters<ToItem>[0], published: ParsedDate | null): ParsedItem {
  return {
    guid: raw.id,
    guidIsPermalink: false,
    url: raw.url === "" ? null : raw.url,
    title: raw.title,
    summaryHtml: escapeHtml(raw.summary),
    contentHtml: null,
    published,
    updated: null,
    authors: [],
    categories: [],
    attachments: [],
    imageUrl: null,
    language: raw.lang,
    origin: null,
    rights: null,
    commentsUrl: null,
    commentCount: null,
    inReplyTo: null,
    point: null,
    baseUrl: raw.url,
  };
}

function readDate(text: string | null): ParsedDate | null {
  const at = text === null ? Number.NaN : Date.parse(text);
  return text === null || Number.isNaN(at) ? null : { at, raw: text, midnight: false, zoneAssumed: false };
}

/** The data sets hold plain text. An empty line begins a new paragraph. */
function escapeHtml(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/\n{2,}/g, "<p>");
}
