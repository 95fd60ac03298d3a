import type { FeedRequest, RenderedFeed, Renderer } from "../../documents/renderer.ts";
import type { MadeFeed } from "../../documents/topic-documents.ts";
import { isStoreLost, messageOf } from "../../domain/errors.ts";
import type { Clock, Log } from "../../domain/ports.ts";
import { type Instant, secondMs } from "../../domain/time.ts";
import type { Refusals } from "../metrics/refusals.ts";
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
}

/** A document as the cache keeps it. */
export interface Variant {
  readonly request: FeedRequest;
  feed: CachedFeed | null;
  mark: number;
  /** When the store's mark was last known to be `mark`. */
  verifiedAt: Instant;
  refreshing: Refreshing | null;
}

/** A rendering that is under way. */
export interface Refreshing {
  readonly startedAt: Instant;
  readonly feed: Promise<CachedFeed>;
  /** One for each client that waits for it. */
  readonly waiting: Set<AbortSignal>;
  readonly abandon: AbortController;
}

/**
 * A store that cannot be read for the moment is no reason to send nothing: the last bytes go on, and the next look
 * comes soon. Where the store's file is gone they do not: nobody would notice that the news has stopped. `made`: the
 * document, where it was made already.
 */
export async function renewFeed(
  deps: FeedCacheDeps,
  key: string,
  { variant, made }: { readonly variant: Variant; readonly made: MadeFeed | null },
  abandoned: AbortSignal,
): Promise<CachedFeed> {
  const startedAt = deps.clock.now();
  try {
    return made === null ? await renew(deps, key, variant, abandoned) : await takeMade(deps, key, variant, made);
  } catch (thrown) {
    if (variant.feed === null || isStoreLost(thrown)) throw thrown;
    variant.verifiedAt = startedAt;
    if (!deps.refusals.note(thrown))
      deps.log.warn(
        { feed: variant.request.view.path, error: messageOf(thrown) },
        "feed not rebuilt, the last one is served",
      );
    return variant.feed;
  }
}

/** The bytes of the store's present mark: the old ones where the mark, or else the content, is the same. */
async function renew(deps: FeedCacheDeps, key: string, variant: Variant, abandoned: AbortSignal): Promise<CachedFeed> {
  const old = variant.feed;
  const lookedAt = deps.clock.now();
  if (old !== null && (await deps.readMark()) === variant.mark) {
    variant.verifiedAt = lookedAt;
    return old;
  }
  const answer = await deps.renderer.render(
    { ...variant.request, knownEtag: old?.etag ?? null, held: null },
    abandoned,
  );
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

/** The document that was made elsewhere; the one that is there, where that is newer. */
async function takeMade(deps: FeedCacheDeps, key: string, variant: Variant, made: MadeFeed): Promise<CachedFeed> {
  const old = variant.feed;
  if (old !== null && made.mark < variant.mark) return old;
  const feed = createCachedFeed(made.feed, await stampOf(deps, key, made.feed, old));
  Object.assign(variant, { mark: made.mark, verifiedAt: made.readAt, feed });
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
