import type { CarrierStanding } from "../../domain/copies/carrier-standing.ts";
import { publisherOf } from "../../domain/copies/houses.ts";
import type { StoredEntry } from "../../domain/entry.ts";
import type { Carrier } from "../../domain/section.ts";
import type { Instant } from "../../domain/time.ts";
import { type FeedRow, sourceOf } from "./feed-rows.ts";

/** At most this many carriers of an item are read. */
export const carriersMax = 200;

/** An entry with the columns of `carrierColumns`. */
export type CarrierRow = Pick<
  FeedRow,
  "source_id" | "source_name" | "source_kind" | "source_rank" | "source_family" | "source_private" | "url"
> & {
  readonly id: number;
  readonly feed_id: number;
  readonly title: string;
  readonly published_at: Instant;
  readonly first_seen_at: Instant;
  readonly reasons: string | null;
  readonly standing: CarrierStanding | null;
  readonly publisher: string | null;
};

/**
 * The columns of `CarrierRow` except `publisher`, because each store reads JSON in its own way. Aliases: `memberships`
 * is m, `entries` e, `sources` s, `reasons` r.
 */
export const carrierColumns = `e.id, e.feed_id, e.url, e.title, e.published_at, e.first_seen_at, m.standing, r.list AS reasons,
  s.id AS source_id, s.name AS source_name, s.kind AS source_kind, s.rank AS source_rank, s.family AS source_family,
  s.is_private AS source_private`;

/** Reads a carrier from its row. `reasons`: the reasons in words for the reader. */
export function carrierOf(row: CarrierRow, reasons: Carrier["reasons"]): Carrier {
  return {
    entryId: row.id,
    feedId: row.feed_id,
    source: sourceOf(row),
    ...(row.publisher === null ? {} : { publisher: row.publisher }),
    url: row.url,
    title: row.title,
    publishedAt: row.published_at,
    firstSeenAt: row.first_seen_at,
    reasons,
    isStruck: row.standing === "struck",
  };
}

/** The lead of a group, in the form of a carrier. */
export function carrierFrom(entry: StoredEntry): Carrier {
  const { id, feedId, source, url, title, publishedAt, firstSeenAt, reasons } = entry;
  const publisher = publisherOf(entry);
  const carrier = { entryId: id, feedId, source, url, title, publishedAt, firstSeenAt, reasons, isStruck: false };
  return publisher === null ? carrier : { ...carrier, publisher };
}

/** A withdrawn entry without its text, so that no page or document shows the text to the public. */
export function withoutText(entry: StoredEntry): StoredEntry {
  return { ...entry, summary: "", html: "", text: "", attachments: [], imageUrl: null };
}
