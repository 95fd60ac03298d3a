import type { Attachment, DeletedEntry, Dialect, ParsedFeed, ParsedItem } from "../domain/parsed-feed.ts";

/** An item as its dialect read it. Dates are still as written; everything else is as in a ParsedItem. */
export interface DraftItem extends Omit<ParsedItem, "published" | "updated"> {
  readonly published: string | null;
  readonly updated: string | null;
}

export interface DraftDeletedEntry extends Omit<DeletedEntry, "when"> {
  readonly when: string | null;
}

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
