import { LRUCache } from "lru-cache";
import type { HubStore } from "../domain/hub.ts";
import type { Clock } from "../domain/ports.ts";
import type { ReadStore } from "../domain/store.ts";
import { type Instant, isWithin, minuteMs } from "../domain/time.ts";
import type { FeedView } from "./renderer.ts";

/** When something was seen of the store. */
export interface Sighting {
  /** The store's change mark from before it was seen. */
  readonly mark: number;
  /** When the mark was read. */
  readonly readAt: Instant;
}

/** What was seen of a view: the fingerprint of its page, null when it was not read. */
export interface Seen extends Sighting {
  readonly fingerprint: string | null;
}

/** Something that was made from a page that was seen. */
export interface Made extends Seen {
  readonly madeAt: Instant;
}

export interface PageLookSettings {
  readonly clock: Pick<Clock, "now">;
  /**
   * A page is not looked at again within this time, even when the store changed. Its document then belongs to the
   * earlier change mark.
   */
  readonly pageMsMax?: number;
}

/**
 * Looks at a view's page without reading it. Most changes of the store are in other views. Formats that are requested
 * together share one look, but not one that is as old as `after`.
 */
export function createPageLooks(
  store: Pick<ReadStore, "readChangeMark"> & Pick<HubStore, "readPageFingerprint">,
  { clock, pageMsMax = 0 }: PageLookSettings,
): (view: FeedView, key: string, after: Instant) => Promise<Seen> {
  const looks = new LRUCache<string, Seen>({ max: looksMax });
  return async (view, key, after) => {
    const readAt = clock.now();
    const mark = await store.readChangeMark();
    const known = looks.get(key);
    if (known?.mark === mark) return { ...known, readAt };
    if (known !== undefined && known.readAt > after && isWithin(pageMsMax, readAt - known.readAt)) return known;
    // The first look at a search would cost as much as its page, and there is seldom a second.
    const isWorthwhile = view.archive === null && view.lane !== "asked";
    const seen = { mark, readAt, fingerprint: isWorthwhile ? await store.readPageFingerprint(view.page) : null };
    looks.set(key, seen);
    return seen;
  };
}

/**
 * True when the page is still the one of `known`. What the reasons of an item say of entries elsewhere is not in a
 * fingerprint, so a page is read again after some time.
 */
export function isSamePage(known: Made, seen: Seen): boolean {
  if (known.mark === seen.mark) return true;
  const isFresh = isWithin(unreadMsMax, seen.readAt - known.madeAt);
  return isFresh && known.fingerprint !== null && known.fingerprint === seen.fingerprint;
}

const looksMax = 2_000;
const unreadMsMax = minuteMs;
