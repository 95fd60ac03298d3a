import type { FeedRequest, RenderedFeed, Renderer } from "../../documents/renderer.ts";
import { isStoreLost, messageOf, WireError } from "../../domain/errors.ts";
import type { Clock, Log } from "../../domain/ports.ts";
import { type Instant, isWithin, secondMs } from "../../domain/time.ts";
import { type CachedFeed, createCachedFeed } from "./cached-feed.ts";
import type { ValidatorsCache } from "./validators-cache.ts";

/** The documents that go out, kept in every form, rebuilt only when the store moved and the content with it. */
export interface FeedCache {
  /** The bytes where they can be sent at once (a rendering may begin behind them); null: ask `load`. */
  peek(key: string): CachedFeed | null;
  /**
   * Bytes that hold for the store's present mark; older ones, at once, while very many are being made. One rendering at
   * a time for each key. Rejects as the renderer does, and with rate-limited where too many documents are asked for
   * that nobody has asked for before.
   */
  load(key: string, request: FeedRequest): Promise<CachedFeed>;
}

export interface FeedCacheDeps {
  readonly renderer: Renderer;
  readonly stamps: ValidatorsCache;
  /** The store's change mark. */
  readonly readMark: () => Promise<number>;
  readonly clock: Clock;
  readonly log: Log;
}

interface Variant {
  readonly request: FeedRequest;
  feed: CachedFeed | null;
  mark: number;
  /** When the store's mark was last known to be `mark`. */
  verifiedAt: Instant;
  refreshing: Refreshing | null;
}

interface Refreshing {
  readonly startedAt: Instant;
  readonly feed: Promise<CachedFeed>;
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
 * Every ?q= is a document of its own. So many may be made for the first time at once: whoever asks for more is told to
 * come again, and the documents that are known are rendered behind these few alone.
 */
export const firstRendersMax = 32;
/** While more than this are made, a document that was sent before is sent again rather than waited for. */
const rendersBusyMin = 16;
/**
 * More are not begun while there are bytes to send: the turn of a document comes with a later request. Less than the
 * render thread takes.
 */
const rendersMax = 128;

export function createFeedCache(deps: FeedCacheDeps): FeedCache {
  const variants = new Map<string, Variant>();
  let bytesHeld = 0;
  let underWay = 0;
  let firstUnderWay = 0;
  return { peek, load };

  function peek(key: string): CachedFeed | null {
    const variant = variants.get(key);
    if (variant === undefined || variant.feed === null) return null;
    const now = deps.clock.now();
    const { refreshing } = variant;
    if (!isWithin(staleMsMax, now - variant.verifiedAt))
      return refreshing === null || isWithin(patienceMs, now - refreshing.startedAt) ? null : variant.feed;
    if (!isWithin(renewMs, now - variant.verifiedAt) && refreshing === null && underWay < rendersMax) {
      refresh(key, variant).catch((thrown: unknown) => {
        if (!isStoreLost(thrown))
          deps.log.error({ feed: variant.request.view.path, error: messageOf(thrown) }, "feed not rebuilt");
      });
    }
    return variant.feed;
  }

  async function load(key: string, request: FeedRequest): Promise<CachedFeed> {
    const variant = variants.get(key) ?? { request, feed: null, mark: -1, verifiedAt: 0, refreshing: null };
    if (variant.feed === null && variant.refreshing === null && firstUnderWay >= firstRendersMax)
      throw new WireError("rate-limited", "too many feeds are asked for at once; try again in a moment");
    if (variant.feed !== null && variant.refreshing === null && underWay >= rendersMax) return variant.feed;
    const isBusy = underWay > rendersBusyMin;
    const running = variant.refreshing?.feed ?? refresh(key, variant);
    // With bytes to fall back on it never rejects, so nobody needs to wait for it.
    return isBusy && variant.feed !== null ? variant.feed : running;
  }

  function refresh(key: string, variant: Variant): Promise<CachedFeed> {
    // To the end of the map, where it is evicted last.
    variants.delete(key);
    variants.set(key, variant);
    const bytesBefore = variant.feed?.bytesHeld ?? 0;
    const isFirst = variant.feed === null;
    underWay += 1;
    if (isFirst) firstUnderWay += 1;
    const running = renewOrKeep(deps, key, variant).finally(() => {
      variant.refreshing = null;
      underWay -= 1;
      if (isFirst) firstUnderWay -= 1;
      bytesHeld += (variant.feed?.bytesHeld ?? 0) - bytesBefore;
      if (variant.feed === null) variants.delete(key);
      evict();
    });
    variant.refreshing = { startedAt: deps.clock.now(), feed: running };
    return running;
  }

  function evict(): void {
    for (const [key, variant] of variants) {
      if (variants.size <= variantsMax && bytesHeld <= cacheBytesMax) return;
      if (variant.refreshing !== null) continue;
      variants.delete(key);
      bytesHeld -= variant.feed?.bytesHeld ?? 0;
    }
  }
}

/**
 * A store that cannot be read for the moment is no reason to send nothing: the last bytes go on, and the next look
 * comes soon. Where the store's file is gone they do not: nobody would notice that the news has stopped.
 */
async function renewOrKeep(deps: FeedCacheDeps, key: string, variant: Variant): Promise<CachedFeed> {
  const startedAt = deps.clock.now();
  try {
    return await renew(deps, key, variant);
  } catch (thrown) {
    if (variant.feed === null || isStoreLost(thrown)) throw thrown;
    variant.verifiedAt = startedAt;
    deps.log.warn(
      { feed: variant.request.view.path, error: messageOf(thrown) },
      "feed not rebuilt, the last one is served",
    );
    return variant.feed;
  }
}

/** The bytes of the store's present mark: the old ones where the mark, or else the content, is the same. */
async function renew(deps: FeedCacheDeps, key: string, variant: Variant): Promise<CachedFeed> {
  const old = variant.feed;
  const lookedAt = deps.clock.now();
  if (old !== null && (await deps.readMark()) === variant.mark) {
    variant.verifiedAt = lookedAt;
    return old;
  }
  const answer = await deps.renderer.render({ ...variant.request, knownEtag: old?.etag ?? null, held: null });
  const feed =
    answer.kind === "rendered" ? createCachedFeed(answer.feed, await stampOf(deps, key, answer.feed, old)) : old;
  if (feed === null) throw new Error("the renderer leaves out bytes that nobody has");
  // Together with the bytes, and not before: a mark that ran ahead of them would pass for theirs for as long as the
  // store rests.
  variant.mark = answer.mark;
  variant.verifiedAt = answer.readAt;
  variant.feed = feed;
  return feed;
}

/**
 * Last-Modified is the newest change that the content tells of. Content can change without telling of a newer time (an
 * item went, two came in one second): then it moves on by one second from what was said before, here or by another
 * process over the same store, or a reader that knows only dates would never hear of the change. What was said of this
 * very version is said again.
 */
async function stampOf(deps: FeedCacheDeps, key: string, feed: RenderedFeed, old: CachedFeed | null): Promise<Instant> {
  const kept = await deps.stamps.read(key);
  if (kept?.etag === feed.etag) return kept.lastModified;
  const told = feed.changedAt - (feed.changedAt % secondMs);
  const before = Math.max(
    kept?.lastModified ?? Number.NEGATIVE_INFINITY,
    old?.lastModified ?? Number.NEGATIVE_INFINITY,
  );
  const lastModified = told > before ? told : before + secondMs;
  deps.stamps.save(key, { etag: feed.etag, lastModified });
  return lastModified;
}
