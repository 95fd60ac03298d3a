import type { WireError } from "./errors.ts";
import type { Validators } from "./feed.ts";
import type { Instant } from "./time.ts";

/** A feed document as received: its bytes, its address and its Content-Type. */
export interface RawDocument {
  readonly bytes: Uint8Array;
  /** The final URL after redirects. Relative links are resolved against it. */
  readonly url: string;
  /** The whole Content-Type header; null when there was none. */
  readonly contentType: string | null;
}

/**
 * Response headers by lower-case name. The different values of a repeated header are joined with ", ". A header that
 * can have only one value keeps the first.
 */
export type Headers = Readonly<Record<string, string>>;

export interface Hop {
  readonly status: number;
  readonly from: string;
  readonly to: string;
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** The redirects that were followed, in order; empty when the first address answered. */
  readonly hops: readonly Hop[];
  readonly finalUrl: string;
  readonly validators: Validators;
  readonly fetchedAt: Instant;
  readonly durationMs: number;
}

/**
 * The result of one request. An answer without a usable document (4xx, 5xx, a broken body) is `failed`, and still
 * carries status and headers.
 */
export type FetchResult =
  | (Answered & {
      readonly kind: "modified";
      readonly document: RawDocument;
      readonly wireBytes: number;
      readonly partial: boolean;
    })
  | (Answered & { readonly kind: "notModified" })
  | {
      readonly kind: "failed";
      readonly error: WireError;
      readonly status: number | null;
      readonly headers: Headers;
      readonly hops: readonly Hop[];
      readonly finalUrl: string;
      readonly fetchedAt: Instant;
      readonly durationMs: number;
    };
