import type { ContentCoding, FeedRequest } from "../../documents/renderer.ts";
import { WireError } from "../../domain/errors.ts";
import { secondMs } from "../../domain/time.ts";
import type { CachedFeed } from "./cached-feed.ts";
import type { FeedRenders } from "./feed-renders.ts";
import { type FeedCacheDeps, hasForms, newVariant, type Variant } from "./renew-feed.ts";

/**
 * Loads a document for a reader that may have a newer version than this process: the answer shows all that was
 * committed before the call. Rejects with timeout if that takes too long, and with the store's error while the store
 * cannot be read. `coding`: the form that is needed.
 */
export type LoadCurrent = (key: string, request: FeedRequest, coding: ContentCoding) => Promise<CachedFeed>;

/**
 * How long a reader waits for a version that is not older than the one it names. Then it gets 503. It is longer than a
 * rendering takes on a busy machine, because during a restart there may be no other web that could answer.
 */
const waitMsMax = 3 * secondMs;

export function createLoadCurrent(
  deps: Pick<FeedCacheDeps, "readMark" | "clock">,
  variants: ReadonlyMap<string, Variant>,
  refresh: FeedRenders["refresh"],
): LoadCurrent {
  const readMark = createSharedRead(deps.readMark);
  return (key, request, coding) => within(waitMsMax, load(key, request, coding));

  async function load(key: string, request: FeedRequest, coding: ContentCoding): Promise<CachedFeed> {
    const mark = await readMark();
    for (;;) {
      const variant = variants.get(key) ?? newVariant(request);
      const { feed, refreshing } = variant;
      variant.askedAt.set(coding, deps.clock.now());
      if (feed !== null && variant.pageMark >= mark && hasForms(feed, [coding])) return feed;
      if (refreshing !== null) await Promise.allSettled([refreshing.feed]);
      else await refresh(key, variant, { isExact: true }).feed;
      if (refreshing === null && variant.failure !== null) throw variant.failure;
    }
  }
}

/** Callers share a reading, but never one that began before their call. */
function createSharedRead<Result>(read: () => Promise<Result>): () => Promise<Result> {
  let present: Promise<Result> | null = null;
  let next: Promise<Result> | null = null;
  const begin = (): Promise<Result> => {
    next = null;
    const mine = read().finally(() => {
      if (present === mine) present = null;
    });
    present = mine;
    return mine;
  };
  return () => {
    if (present === null) return begin();
    next ??= Promise.allSettled([present]).then(begin);
    return next;
  };
}

async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = "this feed may have changed, and its present version is still being made; try again in a moment";
    timer = setTimeout(() => reject(new WireError("timeout", message)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
