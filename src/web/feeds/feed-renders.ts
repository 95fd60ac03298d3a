import type { RenderLane } from "../../documents/renderer.ts";
import {
  type FeedCacheDeps,
  type Refreshing,
  type Renewal,
  renewFeed,
  type Variant,
  wantedCodings,
} from "./renew-feed.ts";

/**
 * How many documents are kept, and how many bytes in all codings together. There must be a limit, because clients may
 * send any query string. Documents are dropped in the order of `evictedFirst`. Within a lane, the document that was
 * renewed longest ago is dropped first.
 */
const variantsMax = 2_000;
const cacheBytesMax = 128 * 1024 * 1024;
/** The lanes in the order in which their documents are evicted. */
const evictedFirst: readonly RenderLane[] = ["asked", "upstream", "section"];

/** The running renderings of a lane, and how many of them make a document for the first time. */
interface RendersUnderWay {
  all: number;
  first: number;
}

/** Starts the renderings of a cache and counts them. Keeps the cache within its limits. */
export interface FeedRenders {
  readonly underWay: Readonly<Record<RenderLane, Readonly<RendersUnderWay>>>;
  refresh(key: string, variant: Variant, how?: Renewal): Refreshing;
}

export function createFeedRenders(deps: FeedCacheDeps, variants: Map<string, Variant>): FeedRenders {
  const underWay: Record<RenderLane, RendersUnderWay> = {
    section: { all: 0, first: 0 },
    upstream: { all: 0, first: 0 },
    asked: { all: 0, first: 0 },
  };
  let bytesHeld = 0;
  return { underWay, refresh };

  function refresh(key: string, variant: Variant, how: Renewal = {}): Refreshing {
    // Move the document to the end of the map, where it is evicted last.
    variants.delete(key);
    variants.set(key, variant);
    const bytesBefore = variant.feed?.bytesHeld ?? 0;
    const isFirst = variant.feed === null;
    const counts = underWay[variant.request.view.lane];
    counts.all += 1;
    if (isFirst) counts.first += 1;
    const abandon = new AbortController();
    const startedAt = deps.clock.now();
    const codings = wantedCodings(variant, startedAt);
    const feed = renewFeed(deps, key, { ...how, variant, codings }, abandon.signal).finally(() => {
      variant.refreshing = null;
      counts.all -= 1;
      if (isFirst) counts.first -= 1;
      if (variant.feed === null) variants.delete(key);
      bytesHeld = evict(variants, bytesHeld + (variant.feed?.bytesHeld ?? 0) - bytesBefore);
    });
    variant.refreshing = { startedAt, codings, feed, waiting: new Set(), abandon };
    return variant.refreshing;
  }
}

/** Evicts documents while there are too many. Returns the number of bytes that are left. */
function evict(variants: Map<string, Variant>, bytes: number): number {
  let bytesHeld = bytes;
  for (const lane of evictedFirst) {
    for (const [key, variant] of variants) {
      if (variants.size <= variantsMax && bytesHeld <= cacheBytesMax) return bytesHeld;
      if (variant.refreshing !== null || variant.request.view.lane !== lane) continue;
      variants.delete(key);
      bytesHeld -= variant.feed?.bytesHeld ?? 0;
    }
  }
  return bytesHeld;
}
