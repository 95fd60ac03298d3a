import type { PageQuery } from "../domain/section.ts";
import type { Instant } from "../domain/time.ts";
import type { FeedFormat } from "../publish/feed-formats.ts";
import type { ArchiveSpan } from "../publish/merged-feed.ts";

/**
 * The requested feed: its path on this server, and the page of the store behind it. Plain data, because it crosses
 * threads.
 */
export interface FeedView {
  readonly title: string;
  /** Without a suffix: "/feeds/world". */
  readonly path: string;
  /** Canonical, "" or beginning with "?": equal requests have equal queries. */
  readonly query: string;
  readonly page: PageQuery;
  /** Which document of the archive it is (`archive-page.ts`); null where it is none. */
  readonly archive: ArchiveSpan | null;
  /** Read with a key: not for shared caches, and no topic of the hub. */
  readonly keyed: boolean;
  readonly lane: RenderLane;
}

/**
 * Which places among the renderings a document takes: a section as configured, a source or an upstream feed, or
 * whatever else can be asked for, of which there is no end.
 */
export type RenderLane = "section" | "upstream" | "asked";

/** One document. */
export interface FeedRequest {
  readonly view: FeedView;
  readonly format: FeedFormat;
}

export interface RenderRequest extends FeedRequest {
  /** The ETag of the bytes that the caller has; null where it has none. */
  readonly knownEtag: string | null;
  /**
   * RFC 3229: the items that the reader has (`held-items.ts`), when it asks for the difference; null for the whole
   * document.
   */
  readonly held: string | null;
}

/** A feed document, plain and compressed, with its headers. */
export interface RenderedFeed {
  readonly contentType: string;
  /** Its canonical address: what rel=self says. */
  readonly location: string;
  /** The value of its Link header: what it is, and the hub that tells of its changes. */
  readonly link: string;
  /** Strong, of the whole document's plain bytes, with its quotes. */
  readonly etag: string;
  /** The items of the whole document (`held-items.ts`); null when they are too many for a header. */
  readonly held: string | null;
  /** The newest change that the content tells of. */
  readonly changedAt: Instant;
  readonly maxAgeSeconds: number;
  /** For one reader only ("private"): RFC 9111 section 5.2.2.7. */
  readonly isPrivate: boolean;
  readonly bytes: Uint8Array;
  readonly gzip: Uint8Array;
  readonly brotli: Uint8Array;
}

/**
 * `mark` is the store's change mark from before the page was read, at `readAt`: the answer holds for that mark at
 * least. `nothingHeld`: the reader has no item of the document, so that there is nothing to leave out.
 */
export type RenderAnswer = { readonly mark: number; readonly readAt: Instant } & (
  | { readonly kind: "unchanged" }
  | { readonly kind: "nothingHeld" }
  | { readonly kind: "rendered"; readonly feed: RenderedFeed }
);

/**
 * Reads a page of the store and makes it a document. Rejects with a WireError (store-locked, rate-limited, timeout …).
 */
export interface Renderer {
  /** `signal` aborts when nobody waits for the document any more; absent: somebody always does. */
  render(request: RenderRequest, signal?: AbortSignal): Promise<RenderAnswer>;
}
