import type { Cursor, PageQuery } from "../domain/section.ts";
import type { Instant } from "../domain/time.ts";
import type { FeedFormat } from "../publish/feed-formats.ts";
import type { ArchiveSpan } from "../publish/merged-feed.ts";

/**
 * The requested feed: its path on this server, and the page of the store behind it. It is plain data, because it
 * crosses threads.
 */
export interface FeedView {
  readonly title: string;
  /** Without a suffix: "/feeds/world". */
  readonly path: string;
  /** The canonical query: "" or a text that begins with "?". Equal requests have equal queries. */
  readonly query: string;
  readonly page: PageQuery;
  /** The requested archive document (`archive-page.ts`); null when none is requested. */
  readonly archive: ArchiveSpan | null;
  /** True when the feed is read with a key. Shared caches must not keep it, and it is not a topic of the hub. */
  readonly keyed: boolean;
  readonly lane: RenderLane;
  /** The section whose digests are requested; `page` then only holds its filter. Absent: the document shows items. */
  readonly digestOf?: string;
}

/**
 * The queue in which a document waits: "section" for a section as configured, "upstream" for a source or an upstream
 * feed, "asked" for all other requests. There may be any number of such requests.
 */
export type RenderLane = "section" | "upstream" | "asked";

/** A request for one document. */
export interface FeedRequest {
  readonly view: FeedView;
  readonly format: FeedFormat;
}

export interface RenderRequest extends FeedRequest {
  /** The ETag of the bytes that the caller has; null when it has none. */
  readonly knownEtag: string | null;
  /**
   * RFC 3229: the items that the reader has (`held-items.ts`), when it asks for the difference; null for the whole
   * document.
   */
  readonly held: string | null;
  /** The forms to make. Only requested forms are made, because compressing costs more than making the document. */
  readonly codings: readonly ContentCoding[];
  /**
   * When an editor last decided. Everything that was read from the store until then is too old. Absent: no editor has
   * decided.
   */
  readonly decidedAt?: Instant;
  /**
   * True: the answer shows all that was committed before the request, and no shortcut is taken that could miss some of
   * it. Absent: false.
   */
  readonly isExact?: boolean;
}

/** How the bytes of a document are sent: the values of Content-Encoding, and "identity" for plain bytes. */
export type ContentCoding = "br" | "gzip" | "identity";

/** A feed document in the requested forms, with its headers. */
export interface RenderedFeed {
  readonly contentType: string;
  /** The canonical address, as in the rel=self link. */
  readonly location: string;
  /** The value of the Link header: the document's own address, and the hub that announces its changes. */
  readonly link: string;
  /** A strong ETag of the whole document's plain bytes, with its quotes. */
  readonly etag: string;
  /** The items of the whole document (`held-items.ts`); null when they are too many for a header. */
  readonly held: string | null;
  /** The places of the whole document's items, without those that are shown again. */
  readonly places: readonly Cursor[];
  /** The time of the newest change in the content. */
  readonly changedAt: Instant;
  readonly maxAgeSeconds: number;
  /** True when the response must be "private", for one reader only (RFC 9111 section 5.2.2.7). */
  readonly isPrivate: boolean;
  readonly forms: Readonly<Partial<Record<ContentCoding, Uint8Array>>>;
}

/**
 * `mark`: the store's change mark before the store was read, at `readAt`. The answer is current for that mark, and
 * perhaps for a later one, except for what a fingerprint does not cover (`page-looks.ts`). `pageMark`: the mark for
 * which the page itself was read. `nothingHeld`: the reader has no item of the document, so nothing can be left out.
 */
export type RenderAnswer = { readonly mark: number; readonly pageMark: number; readonly readAt: Instant } & (
  | { readonly kind: "unchanged" }
  | { readonly kind: "nothingHeld" }
  | { readonly kind: "rendered"; readonly feed: RenderedFeed }
);

/**
 * Reads a page of the store and makes a document from it. Rejects with a WireError (store-locked, rate-limited, timeout
 * …).
 */
export interface Renderer {
  /** `signal` aborts when the client no longer waits for the document. Absent: the client always waits. */
  render(request: RenderRequest, signal?: AbortSignal): Promise<RenderAnswer>;
}
