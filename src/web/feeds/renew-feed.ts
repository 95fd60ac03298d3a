import type { ContentCoding, FeedRequest, RenderedFeed, Renderer } from "../../documents/renderer.ts";
import type { MadeFeed } from "../../documents/topic-documents.ts";
import { isStoreLost, messageOf, WireError } from "../../domain/errors.ts";
import { isBehind } from "../../domain/hub.ts";
import type { Clock, Log } from "../../domain/ports.ts";
import type { Cursor } from "../../domain/section.ts";
import { type Instant, isWithin, minuteMs, secondMs } from "../../domain/time.ts";
import type { Refusals } from "../metrics/refusals.ts";
import { type ServingDelays, waitsOf } from "../metrics/serving-delays.ts";
import { type CachedFeed, createCachedFeed } from "./cached-feed.ts";
import type { ValidatorsCache } from "./validators-cache.ts";

export interface FeedCacheDeps {
  readonly renderer: Renderer;
  readonly stamps: ValidatorsCache;
  /** The store's change mark. */
  readonly readMark: () => Promise<number>;
  readonly clock: Clock;
  readonly log: Log;
  readonly refusals: Pick<Refusals, "note">;
  readonly delays: Pick<ServingDelays, "note">;
}

/** A document in the cache. */
export interface Variant {
  readonly request: FeedRequest;
  feed: CachedFeed | null;
  mark: number;
  /** The change mark for which the document's page was read (see `RenderAnswer`). */
  pageMark: number;
  /** Why the last rendering failed; null when it did not fail. */
  failure: unknown;
  /** When the document was last known to be current at the change mark `mark`. */
  verifiedAt: Instant;
  /** When a reader was last given the document's bytes; null before the first time. */
  sentAt: Instant | null;
  /** The latest place in the river that an item of the document had so far; null before the first document. */
  newest: Cursor | null;
  /** When each form was last requested. */
  readonly askedAt: Map<ContentCoding, Instant>;
  refreshing: Refreshing | null;
}

const unread = { mark: -1, pageMark: -1, failure: null, verifiedAt: 0, sentAt: null, newest: null };

/** A document that has not been made yet. */
export function newVariant(request: FeedRequest): Variant {
  return { request, feed: null, ...unread, askedAt: new Map(), refreshing: null };
}

/** The forms in which a document is made: those that were requested not long ago. */
export function wantedCodings({ askedAt }: Variant, now: Instant): readonly ContentCoding[] {
  return [...askedAt].filter(([, at]) => isWithin(wantedMsMax, now - at)).map(([coding]) => coding);
}

/** A form that was not requested for this time is left out of the next rendering. */
const wantedMsMax = 10 * minuteMs;

export function hasForms({ forms }: CachedFeed, codings: readonly ContentCoding[]): boolean {
  return codings.every((coding) => forms[coding].bytes !== null);
}

/** A running rendering. */
export interface Refreshing {
  readonly startedAt: Instant;
  readonly codings: readonly ContentCoding[];
  readonly feed: Promise<CachedFeed>;
  /** One signal for each client that waits for the rendering. It aborts when the client disconnects. */
  readonly waiting: Set<AbortSignal>;
  readonly abandon: AbortController;
}

/**
 * How a document is renewed. `made`: the document, if it was already made elsewhere. `isExact`: see `RenderRequest`.
 */
export interface Renewal {
  readonly made?: MadeFeed | null;
  readonly isExact?: boolean;
}

/**
 * Renews a document. While the store cannot be read, the last bytes are sent, and the store is read again soon. If the
 * store's file is gone, this throws instead: with the last bytes nobody would notice that no news comes in.
 */
export async function renewFeed(
  deps: FeedCacheDeps,
  key: string,
  { variant, codings, made = null, isExact = false }: Renewing & Pick<Renewal, "made">,
  abandoned: AbortSignal,
): Promise<CachedFeed> {
  const startedAt = deps.clock.now();
  try {
    const feed =
      made === null
        ? await renew(deps, key, { variant, codings, isExact }, abandoned)
        : await takeMade(deps, key, variant, made);
    variant.failure = null;
    return feed;
  } catch (thrown) {
    variant.failure = thrown;
    if (variant.feed === null || (isStoreLost(thrown) && !isAway(thrown))) throw thrown;
    variant.verifiedAt = startedAt;
    if (!isAway(thrown) && !deps.refusals.note(thrown))
      deps.log.warn(
        { feed: variant.request.view.path, error: messageOf(thrown) },
        "could not make a feed document; the last one is served",
      );
    return variant.feed;
  }
}

interface Renewing extends Pick<Refreshing, "codings">, Pick<Renewal, "isExact"> {
  readonly variant: Variant;
}

const beginning: Cursor = { at: Number.NEGATIVE_INFINITY, id: 0 };

function laterPlace(place: Cursor, other: Cursor): Cursor {
  return isBehind(place, other) ? other : place;
}

/**
 * Whether the error says that the store's server does not answer. `watch-store.ts` logs this failure, so it is not
 * logged here.
 */
function isAway(thrown: unknown): boolean {
  return thrown instanceof WireError && thrown.code === "store-away";
}

/**
 * Returns the document at the store's present change mark. It is the old document if the mark or the content has not
 * changed.
 */
async function renew(
  deps: FeedCacheDeps,
  key: string,
  { variant, codings, isExact = false }: Renewing,
  abandoned: AbortSignal,
): Promise<CachedFeed> {
  const old = variant.feed;
  const isWhole = old !== null && hasForms(old, codings);
  const lookedAt = deps.clock.now();
  if (isWhole && !isExact && (await deps.readMark()) === variant.mark) {
    variant.verifiedAt = lookedAt;
    return old;
  }
  const answer = await deps.renderer.render(
    { ...variant.request, knownEtag: isWhole ? old.etag : null, held: null, codings, isExact },
    abandoned,
  );
  const feed =
    answer.kind === "rendered" ? createCachedFeed(answer.feed, await stampOf(deps, key, answer.feed, old), old) : old;
  if (feed === null) throw new Error('the renderer answered "unchanged", but the cache has no bytes');
  // Set the mark together with the bytes, never before. A mark that is ahead of the bytes would make old bytes look
  // current until the store changes again.
  variant.mark = answer.mark;
  variant.pageMark = answer.pageMark;
  variant.verifiedAt = answer.readAt;
  variant.feed = feed;
  if (answer.kind === "rendered") noteWaits(deps, variant, answer.feed, lookedAt);
  return feed;
}

/** Counts how long the new items of a section waited for their document. */
function noteWaits({ delays, clock }: FeedCacheDeps, variant: Variant, feed: RenderedFeed, askedAt: Instant): void {
  if (variant.request.view.lane !== "section") return;
  const { newest: newestBefore, sentAt } = variant;
  delays.note(waitsOf({ places: feed.places, newestBefore, sentAt, askedAt, readyAt: clock.now() }));
  variant.newest = [newestBefore ?? beginning, ...feed.places].reduce(laterPlace);
}

/** Takes a document that was made elsewhere, unless the present one is newer. */
async function takeMade(deps: FeedCacheDeps, key: string, variant: Variant, made: MadeFeed): Promise<CachedFeed> {
  const old = variant.feed;
  if (old !== null && made.mark < variant.mark) return old;
  const feed = createCachedFeed(made.feed, await stampOf(deps, key, made.feed, old), old);
  Object.assign(variant, { mark: made.mark, pageMark: made.pageMark, verifiedAt: made.readAt, feed });
  noteWaits(deps, variant, made.feed, made.readAt);
  return feed;
}

/**
 * Last-Modified is the newest change in the content. The content can also change without a newer time (an item was
 * removed, or two came in one second). Then Last-Modified moves on by one second from the last one that any process
 * sent; otherwise a reader that knows only dates would never notice the change. The same version always gets the same
 * time.
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
