import { counted } from "../../text/counted.ts";
import type { Instant } from "../../time.ts";

/** The content of a digest, which reports the news of a span of time. */
export interface Digest {
  /** News after `from`, up to `to`. */
  readonly from: Instant;
  readonly to: Instant;
  /** The stories of the span, at most 25. Those with the most points (`topRank`) come first. */
  readonly top: readonly DigestItem[];
  /**
   * Corrections and withdrawals in the span, also of older stories, and then updates of older stories; the latest
   * first. At most 25.
   */
  readonly changes: readonly DigestItem[];
  /** How many stories of the span are not in `top`. */
  readonly more: number;
}

/** A story in a digest. All texts are plain text without line breaks. */
export interface DigestItem {
  /** "new" for one of the top stories; otherwise what changed. */
  readonly event: "new" | "update" | "correction" | "withdrawal";
  readonly storyId: number;
  /** The entry whose headline is shown. */
  readonly entryId: number;
  readonly headline: string;
  /** At most 300 characters; "" when there is only a headline. */
  readonly summary: string;
  readonly source: string;
  readonly outlets: number;
  readonly url: string | null;
  /** When the story began or changed. */
  readonly at: Instant;
}

/** A digest of a section, as the store keeps it. Its items show only what the reader may see at present. */
export interface SectionDigest extends Digest {
  readonly section: string;
  /** The time zone of its hours, an IANA name. */
  readonly timeZone: string;
  readonly madeAt: Instant;
}

/** The newest digests of a section, up to this many, are kept and published. */
export const digestsKept = 20;

/** How much a digest contains, in words: "12 stories, 2 changes"; "" when it is empty. */
export function digestWords({ top, changes, more }: Pick<Digest, "top" | "changes" | "more">): string {
  const stories = top.length + more;
  const parts = [
    ...(stories > 0 ? [counted(stories, "story", "stories")] : []),
    ...(changes.length > 0 ? [counted(changes.length, "change")] : []),
  ];
  return parts.join(", ");
}
