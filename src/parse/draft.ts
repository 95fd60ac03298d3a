import type { Attachment, DeletedEntry, Dialect, ParsedFeed, ParsedItem } from "../domain/parsed-feed.ts";

/** An item as its dialect read it. Its dates are still texts, as written; other fields are as in a ParsedItem. */
export interface DraftItem extends Omit<ParsedItem, "published" | "updated"> {
  readonly published: string | null;
  readonly updated: string | null;
}

/** A deleted entry as its dialect read it. `when` is the date as written; null when there is none. */
export interface DraftDeletedEntry extends Omit<DeletedEntry, "when"> {
  readonly when: string | null;
}

/** A feed as its dialect read it. Its dates, its update period and its cloud element are still as written. */
export interface DraftFeed
  extends Omit<
    ParsedFeed,
    "encoding" | "items" | "deleted" | "built" | "problems" | "stoppedBy" | "updatePeriodMs" | "format" | "rssCloud"
  > {
  readonly format: Dialect;
  readonly built: string | null;
  readonly updatePeriod: string | null;
  readonly updateFrequency: string | null;
  readonly cloud: ReadonlyMap<string, string> | null;
  readonly items: readonly DraftItem[];
  readonly deleted: readonly DraftDeletedEntry[];
}

/** A feed without any fields. Dialects fill in the fields that a document has. */
export const emptyDraftFeed: Omit<DraftFeed, "format"> = {
  title: null,
  description: null,
  siteUrl: null,
  selfUrl: null,
  hubUrls: [],
  prevArchiveUrl: null,
  nextPageUrl: null,
  complete: false,
  language: null,
  imageUrl: null,
  built: null,
  ttlMinutes: null,
  updatePeriod: null,
  updateFrequency: null,
  skipHours: [],
  skipDays: [],
  cloud: null,
  items: [],
  deleted: [],
};

/** An attachment that states nothing but its URL. */
export const emptyAttachment: Omit<Attachment, "url"> = {
  type: null,
  lengthBytes: null,
  medium: null,
  title: null,
  credit: null,
  width: null,
  height: null,
  durationSeconds: null,
  thumbnailUrl: null,
};

/** An item without any fields. Dialects fill in the fields that a document has. */
export const emptyDraftItem: Omit<DraftItem, "baseUrl"> = {
  guid: null,
  guidIsPermalink: false,
  url: null,
  title: "",
  summaryHtml: null,
  contentHtml: null,
  published: null,
  updated: null,
  authors: [],
  categories: [],
  attachments: [],
  imageUrl: null,
  language: null,
  origin: null,
  rights: null,
  commentsUrl: null,
  commentCount: null,
  inReplyTo: null,
  point: null,
};
