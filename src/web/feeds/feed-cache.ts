import type { ContentCoding, FeedRequest, RenderLane } from "../../documents/renderer.ts";
import type { MadeFeed, ServedDocuments } from "../../documents/topic-documents.ts";
import { isStoreLost, messageOf, WireError } from "../../domain/errors.ts";
import { type Instant, isWithin, minuteMs, secondMs } from "../../domain/time.ts";
import type { CachedFeed } from "./cached-feed.ts";
import { createLoadCurrent, type LoadCurrent } from "./current-feed.ts";
import { createFeedRenders } from "./feed-renders.ts";
import {
  type FeedCacheDeps,
  hasForms,
  newVariant,
  type Refreshing,
  type Variant,
  wantedCodings,
} from "./renew-feed.ts";

/**
 * The documents that readers are sent, in all their codings. A document is made again only when the store has changed,
 * and replaced only when its content has.
 */
export interface FeedCache extends ServedDocuments {
  /**
   * Returns the document if it can be sent at once; null: call `load`. A rendering may start in the background. A form
   * of the document has no bytes if it was not made. `coding`: the form that is needed, "identity" by default.
   */
  peek(key: string, coding?: ContentCoding): CachedFeed | null;
  /**
   * Returns bytes that are current at the store's present change mark. While very many documents are being made, or the
   * rendering takes long, it returns older bytes. Each key has one rendering at a time. Rejects as the renderer does,
   * and with rate-limited when too many documents are requested for the first time. `coding`: the form that is needed,
   * "identity" by default. `leaving` aborts when the client disconnects.
   */
  load(
    key: string,
    request: FeedRequest,
    wish?: { readonly coding?: ContentCoding; readonly leaving?: AbortSignal },
  ): Promise<CachedFeed>;
  /** The bytes that were made last, however old; null when there are none. */
  held(key: string): CachedFeed | null;
  readonly loadCurrent: LoadCurrent;
  /**
   * Makes a document that nobody has requested, so that it can be sent when the store is away. It is made in the coding
   * that most readers accept, and other forms are made from it. Rejects as `load` does.
   */
  prepare(key: string, request: FeedRequest): Promise<unknown>;
  /**
   * Call this before an editor learns that a decision is in effect. From then on, no document that was read from the
   * store earlier is sent.
   */
  expire(): void;
}

/**
 * Under a burst of changes, at least this much time passes before a document is made again, however often it is
 * requested. The last change is never missed, because the next request compares the store's mark with the mark of the
 * bytes.
 */
const renewMs = 400;
/**
 * Bytes are sent at once only if they were compared with the store within this time. This time and the time of a
 * rendering make at most a second, so an answer is no older than that.
 */
const staleMsMax = 800;
/**
 * A rendering takes some milliseconds. If it takes longer than this, it is probably waiting in a queue. Then the
 * previous bytes are sent. Otherwise the requests would queue too, and the server would still be busy with them after
 * the burst.
 */
const patienceMs = 100;
/**
 * Bytes that were compared with the store longer ago than this are not sent at once because their rendering is slow.
 * Their reader waits as `load` says.
 */
const staleSlowMsMax = 2 * secondMs;
/**
 * How many documents of each kind may be made for the first time at once. Further requests get 503 and should be
 * repeated. Searches (`asked`) have few places, because every ?q= makes another document. Configured sections have many
 * places, because the number of sections is limited.
 */
export const firstRendersMax: Readonly<Record<RenderLane, number>> = { section: 1_000, upstream: 64, asked: 32 };
/**
 * While more documents than this are being made in a lane, a document that was sent before is sent again without
 * waiting.
 */
const rendersBusyMin = 16;
/** While more documents than this are being made, a request waits for its document no longer than `queuedMsMax`. */
const rendersQuickMax = 2;
const queuedMsMax = 50;
/**
 * While few documents are being made, a request waits this long for its document, and then gets the older one. Only a
 * store that does not answer, or a very slow search, takes longer.
 */
const aloneMsMax = secondMs;
/**
 * While a rendering waits in a queue, older bytes are sent only if they were compared with the store within this time
 * and no editor has decided anything since. The max-age of every document is at least this long, so caches may keep
 * bytes as long as we do.
 */
const staleBusyMsMax = minuteMs;
/**
 * While older bytes can be sent, at most this many renderings run in a lane. A document that finds no place is rendered
 * on a later request. The render threads accept more renderings than this.
 */
const rendersMax = 128;

export function createFeedCache(deps: FeedCacheDeps): FeedCache {
  const variants = new Map<string, Variant>();
  const { refresh, underWay } = createFeedRenders(deps, variants);
  const loadCurrent = createLoadCurrent(deps, variants, refresh);
  const take = (key: string, made: MadeFeed) => whenRefreshed(variants, key, (one) => refresh(key, one, { made }).feed);
  let expiredAt = Number.NEGATIVE_INFINITY;
  const expire = (): void => {
    expiredAt = deps.clock.now();
  };
  const prepare = (key: string, request: FeedRequest) => loadOnce(key, request, { coding: "gzip" });
  return { ...readersOf(variants, deps), peek, load, loadCurrent, prepare, take, expire };

  function peek(key: string, coding: ContentCoding = "identity"): CachedFeed | null {
    const variant = variants.get(key);
    if (variant === undefined || variant.feed === null) return null;
    const now = deps.clock.now();
    variant.askedAt.set(coding, now);
    const { refreshing, request } = variant;
    const age = now - variant.verifiedAt;
    const isOld = !isWithin(staleMsMax, age) || variant.verifiedAt <= expiredAt;
    if (isOld && !(isSlow(refreshing, now) && isWithin(staleSlowMsMax, age))) return null;
    variant.sentAt = now;
    if (isOld) return variant.feed;
    const isFree = refreshing === null && underWay[request.view.lane].all < rendersMax;
    return isFree && !isWithin(renewMs, age)
      ? beside(refresh(key, variant).feed, variant.feed, (thrown) => logNotRebuilt(deps, request, thrown))
      : variant.feed;
  }

  async function load(...asked: Parameters<FeedCache["load"]>): Promise<CachedFeed> {
    const feed = await loadOnce(...asked);
    const variant = variants.get(asked[0]);
    if (variant !== undefined) variant.sentAt = deps.clock.now();
    return feed;
  }

  async function loadOnce(...asked: Parameters<FeedCache["load"]>): Promise<CachedFeed> {
    const [key, request, { coding = "identity", leaving = staying } = {}] = asked;
    const variant = variants.get(key) ?? newVariant(request);
    const { refreshing } = variant;
    const now = deps.clock.now();
    variant.askedAt.set(coding, now);
    if (refreshing !== null && !(refreshing.startedAt > expiredAt && isOfUse(refreshing, coding))) {
      await Promise.allSettled([refreshing.feed]);
      return loadOnce(...asked);
    }
    const { lane } = request.view;
    const { all, first } = underWay[lane];
    if (variant.feed === null && refreshing === null && first >= firstRendersMax[lane])
      throw new WireError("rate-limited", "too many feeds are being requested; try again in a moment");
    const atHand = variant.feed !== null && hasForms(variant.feed, [coding]) ? variant.feed : null;
    if (atHand !== null && refreshing === null && all >= rendersMax) return atHand;
    const running = refreshing ?? refresh(key, variant);
    waitFor(running, variant, leaving);
    const isRecent = isWithin(staleBusyMsMax, now - variant.verifiedAt) && variant.verifiedAt > expiredAt;
    if (atHand === null || !isRecent) return running.feed;
    if (all <= rendersBusyMin) return soon(running.feed, atHand, all <= rendersQuickMax ? aloneMsMax : queuedMsMax);
    return beside(running.feed, atHand, (thrown) => logNotRebuilt(deps, request, thrown));
  }
}

function readersOf(
  variants: ReadonlyMap<string, Variant>,
  { clock }: Pick<FeedCacheDeps, "clock">,
): Pick<FeedCache, "held" | "codingsOf"> {
  return {
    held: (key) => variants.get(key)?.feed ?? null,
    codingsOf(key) {
      const variant = variants.get(key);
      return variant === undefined ? [] : wantedCodings(variant, clock.now());
    },
  };
}

/** Resolves to the rendered document, or to the older one if the rendering takes longer than `waitMsMax`. */
function soon(rendered: Promise<CachedFeed>, atHand: CachedFeed, waitMsMax: number): Promise<CachedFeed> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(atHand), waitMsMax);
    rendered.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * Returns the older document at once. Nobody waits for the rendering, so a failure of the rendering is given to
 * `onFailed`.
 */
function beside(rendered: Promise<CachedFeed>, atHand: CachedFeed, onFailed: (thrown: unknown) => void): CachedFeed {
  rendered.catch(onFailed);
  return atHand;
}

function isSlow(refreshing: Refreshing | null, now: Instant): boolean {
  return refreshing !== null && !isWithin(patienceMs, now - refreshing.startedAt);
}

/** False for a rendering that was abandoned, or that does not make the needed form. */
function isOfUse({ abandon, codings }: Refreshing, coding: ContentCoding): boolean {
  return !abandon.signal.aborted && codings.includes(coding);
}

/**
 * Calls `take` once no rendering runs for the variant, because a running one may be older than the new document. Does
 * nothing if the variant is not in the cache.
 */
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

/** For callers that never disconnect. */
const staying = new AbortController().signal;

/** Ends the first rendering of a document in the lane "asked" once all clients that waited for it have disconnected. */
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
