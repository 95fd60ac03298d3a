import type { FeedRequest, RenderLane } from "../../documents/renderer.ts";
import type { MadeFeed, ServedDocuments } from "../../documents/topic-documents.ts";
import { isStoreLost, messageOf, WireError } from "../../domain/errors.ts";
import { isWithin } from "../../domain/time.ts";
import type { CachedFeed } from "./cached-feed.ts";
import { type FeedCacheDeps, type Refreshing, renewFeed, type Variant } from "./renew-feed.ts";

/**
 * The documents that readers are sent, in all their codings. A document is made again only when the store has changed,
 * and replaced only when its content has.
 */
export interface FeedCache extends ServedDocuments {
  /** Returns the bytes if they can be sent at once (a rendering may start in the background). null: call `load`. */
  peek(key: string): CachedFeed | null;
  /**
   * Returns bytes that are current at the store's present change mark; or, while very many documents are being made,
   * older bytes at once. Each key has one rendering at a time. Rejects as the renderer does, and with rate-limited when
   * too many documents are requested for the first time. `leaving` aborts when the client disconnects.
   */
  load(key: string, request: FeedRequest, leaving?: AbortSignal): Promise<CachedFeed>;
  /** Stops sending readings from before now, because an editor is about to be told that a decision is in effect. */
  expire(): void;
}

/**
 * Under a burst of changes, a document is made again at most this often, however often it is requested. The last change
 * is never missed, because the next request compares the store's mark with the mark of the bytes.
 */
const renewMs = 400;
/**
 * The longest time since the bytes were compared with the store if they are sent at once. Together with the time of a
 * rendering, an answer is at most a second old.
 */
const staleMsMax = 800;
/**
 * A rendering takes some milliseconds. One that takes longer than this waits in a queue, and then the previous bytes
 * are sent. Otherwise the requests would queue as well, and the server would still be busy with them when the burst is
 * over.
 */
const patienceMs = 100;
/**
 * How many documents, and how many bytes in all codings, are kept. Clients may send any query strings. The document
 * that was requested longest ago is dropped first.
 */
const variantsMax = 2_000;
const cacheBytesMax = 128 * 1024 * 1024;
/**
 * How many documents of each kind may be made for the first time at once. Further requests are told to come again.
 * Every ?q= is a document of its own, so searches have few places; configured sections have many, because their number
 * is limited.
 */
export const firstRendersMax: Readonly<Record<RenderLane, number>> = { section: 1_000, upstream: 64, asked: 32 };
/**
 * While more documents than this are being made in a lane, a document that was sent before is sent again without
 * waiting.
 */
const rendersBusyMin = 16;
/**
 * While older bytes can be sent, at most this many renderings are started in a lane; a later request starts the others.
 * The render threads accept more than this.
 */
const rendersMax = 128;
/** Which kind of document is evicted first. */
const evictedFirst: readonly RenderLane[] = ["asked", "upstream", "section"];

export function createFeedCache(deps: FeedCacheDeps): FeedCache {
  const variants = new Map<string, Variant>();
  const underWay = { section: noRenders(), upstream: noRenders(), asked: noRenders() };
  let bytesHeld = 0;
  const take = (key: string, made: MadeFeed) => whenRefreshed(variants, key, (one) => refresh(key, one, made).feed);
  let expiredAt = Number.NEGATIVE_INFINITY;
  const expire = (): void => {
    expiredAt = deps.clock.now();
  };
  return { peek, load, holds: (key) => variants.has(key), take, expire };

  function peek(key: string): CachedFeed | null {
    const variant = variants.get(key);
    if (variant === undefined || variant.feed === null) return null;
    const now = deps.clock.now();
    const { refreshing, request } = variant;
    if (!isWithin(staleMsMax, now - variant.verifiedAt) || variant.verifiedAt <= expiredAt)
      return refreshing === null || isWithin(patienceMs, now - refreshing.startedAt) ? null : variant.feed;
    const isFree = refreshing === null && underWay[request.view.lane].all < rendersMax;
    if (isFree && !isWithin(renewMs, now - variant.verifiedAt)) {
      refresh(key, variant).feed.catch((thrown: unknown) => logNotRebuilt(deps, request, thrown));
    }
    return variant.feed;
  }

  async function load(key: string, request: FeedRequest, leaving: AbortSignal = staying): Promise<CachedFeed> {
    const variant = variants.get(key) ?? { request, feed: null, mark: -1, verifiedAt: 0, refreshing: null };
    const { refreshing } = variant;
    if (refreshing !== null && (refreshing.abandon.signal.aborted || refreshing.startedAt <= expiredAt)) {
      await Promise.allSettled([refreshing.feed]);
      return load(key, request, leaving);
    }
    const { lane } = request.view;
    const { all, first } = underWay[lane];
    if (variant.feed === null && refreshing === null && first >= firstRendersMax[lane])
      throw new WireError("rate-limited", "too many feeds are being requested; try again in a moment");
    if (variant.feed !== null && refreshing === null && all >= rendersMax) return variant.feed;
    const running = refreshing ?? refresh(key, variant);
    waitFor(running, variant, leaving);
    // With older bytes at hand the rendering never rejects, so nobody has to wait for it.
    return all > rendersBusyMin && variant.feed !== null ? variant.feed : running.feed;
  }

  /** `made`: the document, if it was already made elsewhere. */
  function refresh(key: string, variant: Variant, made: MadeFeed | null = null): Refreshing {
    // Move the document to the end of the map, where it is evicted last.
    variants.delete(key);
    variants.set(key, variant);
    const bytesBefore = variant.feed?.bytesHeld ?? 0;
    const isFirst = variant.feed === null;
    const counts = underWay[variant.request.view.lane];
    counts.all += 1;
    if (isFirst) counts.first += 1;
    const abandon = new AbortController();
    const feed = renewFeed(deps, key, { variant, made }, abandon.signal).finally(() => {
      variant.refreshing = null;
      counts.all -= 1;
      if (isFirst) counts.first -= 1;
      if (variant.feed === null) variants.delete(key);
      bytesHeld = evict(variants, bytesHeld + (variant.feed?.bytesHeld ?? 0) - bytesBefore);
    });
    variant.refreshing = { startedAt: deps.clock.now(), feed, waiting: new Set(), abandon };
    return variant.refreshing;
  }
}

/** Waits until no rendering runs for a variant, because a running one may be older than the new document. */
async function whenRefreshed(
  variants: ReadonlyMap<string, Variant>,
  key: string,
  take: (variant: Variant) => Promise<unknown>,
): Promise<void> {
  for (let variant = variants.get(key); variant !== undefined; variant = variants.get(key)) {
    if (variant.refreshing === null) return void (await take(variant));
    await Promise.allSettled([variant.refreshing.feed]);
  }
}

function logNotRebuilt({ log }: FeedCacheDeps, { view }: FeedRequest, thrown: unknown): void {
  if (!isStoreLost(thrown)) log.error({ feed: view.path, error: messageOf(thrown) }, "could not make a feed document");
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

/** The running renderings of a lane, and how many of them make a document for the first time. */
function noRenders(): { all: number; first: number } {
  return { all: 0, first: 0 };
}

/** For callers that never disconnect. */
const staying = new AbortController().signal;

/** Ends the rendering of a new document once all clients that waited for it have disconnected. */
function waitFor({ waiting, abandon }: Refreshing, variant: Variant, leaving: AbortSignal): void {
  waiting.add(leaving);
  if (leaving === staying || variant.request.view.lane !== "asked") return;
  const leave = () => {
    waiting.delete(leaving);
    if (waiting.size === 0 && variant.feed === null) abandon.abort();
  };
  leaving.addEventListener("abort", leave, { once: true });
  if (leaving.aborted) leave();
}
