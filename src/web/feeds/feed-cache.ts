import type { FeedRequest, RenderLane } from "../../documents/renderer.ts";
import type { MadeFeed, ServedDocuments } from "../../documents/topic-documents.ts";
import { isStoreLost, messageOf, WireError } from "../../domain/errors.ts";
import { isWithin } from "../../domain/time.ts";
import type { CachedFeed } from "./cached-feed.ts";
import { type FeedCacheDeps, type Refreshing, renewFeed, type Variant } from "./renew-feed.ts";

/** The documents that go out, kept in every form, rebuilt only when the store moved and the content with it. */
export interface FeedCache extends ServedDocuments {
  /** The bytes where they can be sent at once (a rendering may begin behind them); null: ask `load`. */
  peek(key: string): CachedFeed | null;
  /**
   * Bytes that hold for the store's present mark; older ones, at once, while very many are being made. One rendering at
   * a time for each key. Rejects as the renderer does, and with rate-limited where too many documents are asked for
   * that nobody has asked for before. `leaving` aborts when the client has gone.
   */
  load(key: string, request: FeedRequest, leaving?: AbortSignal): Promise<CachedFeed>;
  /** What was read before now goes out no more: an editor is about to be told that a decision is in effect. */
  expire(): void;
}

/**
 * Under a burst of changes a document changes all the time: it is made again this long after the store was last read
 * for it, however often it is asked for. The last change is never passed over, since the next request compares the
 * store's mark with that of the bytes.
 */
const renewMs = 400;
/**
 * What is sent at once was compared with the store this long ago at most: with the time of a rendering it keeps an
 * answer within a second.
 */
const staleMsMax = 800;
/**
 * A rendering takes some milliseconds. One that is under way for so long stands in a queue: then the bytes of before
 * are sent rather than let the requests queue up as well, because a server that lets everybody wait is still busy with
 * those who wait when the burst is over.
 */
const patienceMs = 100;
/**
 * Query strings are hostile: so many variants, and so many bytes in all their forms, are kept; the one asked for
 * longest ago goes.
 */
const variantsMax = 2_000;
const cacheBytesMax = 128 * 1024 * 1024;
/**
 * So many may be made for the first time at once, by lane: whoever asks for more is told to come again. Every ?q= is a
 * document of its own, so those have few places and what is configured has others. There are only so many sections.
 */
export const firstRendersMax: Readonly<Record<RenderLane, number>> = { section: 1_000, upstream: 64, asked: 32 };
/** While more than this are made in a lane, a document that was sent before is sent again rather than waited for. */
const rendersBusyMin = 16;
/**
 * More are not begun in a lane while there are bytes to send: the turn of a document comes with a later request. Less
 * than the render threads take.
 */
const rendersMax = 128;
/** Whose documents go first where there are too many. */
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
      throw new WireError("rate-limited", "too many feeds are asked for at once; try again in a moment");
    if (variant.feed !== null && refreshing === null && all >= rendersMax) return variant.feed;
    const running = refreshing ?? refresh(key, variant);
    waitFor(running, variant, leaving);
    // With bytes to fall back on it never rejects, so nobody needs to wait for it.
    return all > rendersBusyMin && variant.feed !== null ? variant.feed : running.feed;
  }

  /** `made`: the document, where it was made already. */
  function refresh(key: string, variant: Variant, made: MadeFeed | null = null): Refreshing {
    // To the end of the map, where it is evicted last.
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

/** Waits until nothing is under way for a variant: what was begun before may be older than what comes now. */
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
  if (!isStoreLost(thrown)) log.error({ feed: view.path, error: messageOf(thrown) }, "feed not rebuilt");
}

/** Lets go of documents while there are too many; answers how many bytes are left. */
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

/** The renderings of a lane that are under way, and those among them that are the first of their documents. */
function noRenders(): { all: number; first: number } {
  return { all: 0, first: 0 };
}

/** For callers that never leave. */
const staying = new AbortController().signal;

/** What somebody asked for and nobody has is not made once all who waited have gone. */
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
