import type { WireErrorCode } from "../../domain/errors.ts";
import type {
  Feed,
  FeedFailure,
  FeedOrigin,
  FeedState,
  PollMemory,
  PollState,
  Source,
  SourceKind,
} from "../../domain/feed.ts";
import type { Instant } from "../../domain/time.ts";

/** The columns of a feed with its source. Aliases: `feeds` is f, `sources` is s. */
export const feedColumns = `f.id, f.url, f.origin, f.state, f.title, f.site_url, f.language, f.interval_ms,
  s.id AS source_id, s.name AS source_name, s.kind AS source_kind, s.rank AS source_rank, s.family AS source_family,
  s.is_private AS source_private`;

/** A feed with the columns of `feedColumns`. */
export interface FeedRow {
  readonly id: number;
  readonly url: string;
  readonly origin: FeedOrigin;
  readonly state: FeedState;
  readonly title: string | null;
  readonly site_url: string | null;
  readonly language: string | null;
  readonly interval_ms: number | null;
  readonly source_id: number;
  readonly source_name: string;
  readonly source_kind: SourceKind;
  readonly source_rank: number;
  readonly source_family: string | null;
  readonly source_private: 0 | 1;
}

/** A feed that was found by an address. */
export type FoundFeed = FeedRow & { readonly spec_url: string; readonly removed_by: "config" | "person" | null };

/** Reads a feed from its row. */
export function feedOf(row: FeedRow): Feed {
  return {
    id: row.id,
    url: row.url,
    source: sourceOf(row),
    origin: row.origin,
    state: row.state,
    title: row.title,
    siteUrl: row.site_url,
    language: row.language,
    intervalMs: row.interval_ms,
  };
}

/** Reads a source from any row that has its columns. */
export function sourceOf(
  row: Pick<FeedRow, "source_id" | "source_name" | "source_kind" | "source_rank" | "source_family" | "source_private">,
): Source {
  const source = { id: row.source_id, name: row.source_name, kind: row.source_kind, rank: row.source_rank };
  const known = row.source_family === null ? source : { ...source, family: row.source_family };
  return row.source_private === 1 ? { ...known, isPrivate: true } : known;
}

/** The columns of a poll state. Alias: `polls` is p. */
export const pollColumns = `p.next_poll_at, p.next_poll_reason, p.etag, p.last_modified, p.last_poll_at, p.last_success_at,
  p.last_new_entry_at, p.last_status, p.failure, p.memory`;

/** A poll state with the columns of `pollColumns`. */
export interface PollRow {
  readonly next_poll_at: Instant;
  readonly next_poll_reason: string;
  readonly etag: string | null;
  readonly last_modified: string | null;
  readonly last_poll_at: Instant | null;
  readonly last_success_at: Instant | null;
  readonly last_new_entry_at: Instant | null;
  readonly last_status: number | null;
  /** A FeedFailure as JSON. */
  readonly failure: string | null;
  /** A PollMemory as JSON. */
  readonly memory: string;
}

/** A feed with its health. */
export type StatusRow = FeedRow & PollRow & { readonly entry_count: number };

/** Reads a poll state from its row. */
export function pollOf(row: PollRow): PollState {
  return {
    nextPollAt: row.next_poll_at,
    nextPollReason: row.next_poll_reason,
    validators: { etag: row.etag, lastModified: row.last_modified },
    lastPollAt: row.last_poll_at,
    lastSuccessAt: row.last_success_at,
    lastNewEntryAt: row.last_new_entry_at,
    lastStatus: row.last_status,
    failure: failureOf(row.failure),
    memory: JSON.parse(row.memory) as PollMemory,
  };
}

/** Reads a stored failure. If its code differs from the code of the newest failure, the feed's health has changed. */
export function failureOf(json: string | null): FeedFailure | null {
  return json === null ? null : (JSON.parse(json) as FeedFailure & { readonly code: WireErrorCode });
}
