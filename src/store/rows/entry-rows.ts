import type { CarrierStanding } from "../../domain/copies/carrier-standing.ts";
import type { Cue, CueKind, DateClass, Entry, GuidOrigin, StoredEntry } from "../../domain/entry.ts";
import type { SourceKind } from "../../domain/feed.ts";
import type { ToldReason } from "../../domain/reason.ts";
import type { Instant } from "../../domain/time.ts";
import { sourceOf } from "./feed-rows.ts";
import { headlineOf, htmlOf, saidOnce, summaryOfRow } from "./said-once.ts";

/** The fields of an entry that have no columns of their own. They share one JSON column. */
type EntryDetails = Pick<
  Entry,
  | "authors"
  | "categories"
  | "attachments"
  | "imageUrl"
  | "rights"
  | "commentsUrl"
  | "commentCount"
  | "inReplyTo"
  | "point"
  | "publisher"
>;

/** A stored entry as `storedEntrySql` selects it. */
export interface StoredEntryRow {
  readonly id: number;
  readonly feed_id: number;
  readonly revision: number;
  readonly first_seen_at: Instant;
  readonly published_at: Instant;
  readonly updated_at: Instant | null;
  readonly revised_at: Instant;
  readonly significant_at: Instant;
  readonly date_class: DateClass;
  readonly urgency: number;
  readonly cue_kind: CueKind | null;
  readonly cue_number: number | null;
  readonly cue_raw: string | null;
  readonly language: string | null;
  readonly credit: string | null;
  readonly title: string;
  readonly url: string | null;
  readonly guid_origin: GuidOrigin;
  readonly guid: string;
  readonly guid_key: string;
  readonly url_key: string | null;
  readonly text_key: string | null;
  readonly content_hash: string;
  readonly headline: string;
  readonly summary: string;
  readonly details: string;
  readonly text: string;
  readonly html: string;
  readonly packed: Buffer | null;
  readonly source_id: number;
  readonly source_name: string;
  readonly source_kind: SourceKind;
  readonly source_rank: number;
  readonly source_family: string | null;
  readonly source_private: 0 | 1;
  readonly copy_id: number | null;
  readonly story_id: number | null;
  readonly standing: CarrierStanding | null;
  readonly editor_leads: 1 | null;
  readonly withdrawn_by: number | null;
  readonly reasons: string | null;
}

/**
 * `reasons`: the row's reasons in words for the reader. `isWithdrawn`: whether the text is withdrawn for the reader.
 */
export function storedEntryOf(row: StoredEntryRow, reasons: readonly ToldReason[], isWithdrawn: boolean): StoredEntry {
  return {
    id: row.id,
    feedId: row.feed_id,
    source: sourceOf(row),
    revision: row.revision,
    revisedAt: row.revised_at,
    significantAt: row.significant_at,
    copyId: row.copy_id,
    storyId: row.story_id,
    reasons,
    standing: row.standing ?? "text",
    isWithdrawn,
    isPinnedLead: row.editor_leads === 1,
    guid: row.guid,
    guidOrigin: row.guid_origin,
    guidKey: row.guid_key,
    url: row.url,
    urlKey: row.url_key,
    title: row.title,
    headline: headlineOf(row.headline, row.title),
    summary: summaryOfRow(row.summary, row.text),
    html: htmlOf(row, row.text),
    text: row.text,
    language: row.language,
    publishedAt: row.published_at,
    dateClass: row.date_class,
    updatedAt: row.updated_at,
    firstSeenAt: row.first_seen_at,
    cue: cueOf(row),
    urgency: row.urgency,
    credit: row.credit,
    contentHash: row.content_hash,
    textKey: row.text_key,
    // Spread this last: an object literal with this many properties takes a hundred times as long to build if it begins
    // with a spread.
    ...detailsOf(row.details),
  };
}

/** Reads the cue of an entry from its columns; null when the entry has no cue. */
export function cueOf(row: Pick<StoredEntryRow, "cue_kind" | "cue_number" | "cue_raw">): Cue | null {
  return row.cue_kind === null ? null : { kind: row.cue_kind, number: row.cue_number, raw: row.cue_raw ?? "" };
}

/** The named values for the columns that hold an entry's present state. */
export type EntryValues = Record<string, string | number | Buffer | null>;

/** The values to store for an entry. */
export function entryValues(entry: Entry): EntryValues {
  return {
    publishedAt: entry.publishedAt,
    updatedAt: entry.updatedAt,
    dateClass: entry.dateClass,
    urgency: entry.urgency,
    cueKind: entry.cue?.kind ?? null,
    cueNumber: entry.cue?.number ?? null,
    cueRaw: entry.cue?.raw ?? null,
    language: entry.language,
    credit: entry.credit,
    title: entry.title,
    url: entry.url,
    guidOrigin: entry.guidOrigin,
    guid: entry.guid,
    guidKey: entry.guidKey,
    urlKey: entry.urlKey,
    textKey: entry.textKey,
    contentHash: entry.contentHash,
    ...saidOnce(entry),
    details: JSON.stringify(detailsFrom(entry)),
    text: entry.text,
  };
}

/** Empty details are left out, but `categories` is always present because filters read it by name. */
function detailsFrom(entry: Entry): Partial<EntryDetails> {
  const { authors, categories, attachments, imageUrl, rights, commentsUrl, commentCount, inReplyTo, point, publisher } =
    entry;
  return {
    ...{ authors: authors.length > 0 ? authors : undefined, categories },
    attachments: attachments.length > 0 ? attachments : undefined,
    imageUrl: imageUrl ?? undefined,
    rights: rights ?? undefined,
    commentsUrl: commentsUrl ?? undefined,
    commentCount: commentCount ?? undefined,
    inReplyTo: inReplyTo ?? undefined,
    point: point ?? undefined,
    ...(publisher === undefined ? {} : { publisher }),
  };
}

const noDetails: EntryDetails = {
  authors: [],
  categories: [],
  attachments: [],
  imageUrl: null,
  rights: null,
  commentsUrl: null,
  commentCount: null,
  inReplyTo: null,
  point: null,
};

/** The `details` column. Empty fields are not written, so read the JSON only through this function. */
export function detailsOf(json: string): EntryDetails {
  return { ...noDetails, ...(JSON.parse(json) as Partial<EntryDetails>) };
}
