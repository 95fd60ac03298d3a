import { LRUCache } from "lru-cache";
import type { HubStore } from "../domain/hub.ts";
import type { Clock } from "../domain/ports.ts";
import type { ReadStore } from "../domain/store.ts";
import { type Instant, isWithin, minuteMs } from "../domain/time.ts";
import type { FeedView } from "./renderer.ts";

/** When the store was read. */
export interface Sighting {
  /** The store's change mark, taken before the reading. */
  readonly mark: number;
  /** When the mark was read. */
  readonly readAt: Instant;
}

/** A reading of a view. `fingerprint`: the fingerprint of the view's page; null when it was not taken. */
export interface Seen extends Sighting {
  readonly fingerprint: string | null;
}

/** A result that was made from a page, and the time when it was made. */
export interface Made extends Seen {
  readonly madeAt: Instant;
}

export interface PageLookSettings {
  readonly clock: Pick<Clock, "now">;
  /**
   * A page's fingerprint is not taken again within this time, even when the store has changed. The document then keeps
   * the earlier change mark.
   */
  readonly pageMsMax?: number;
}

/**
 * Fingerprints a view's page without reading it, because most changes of the store are in other views. Formats that are
 * requested together share one fingerprint. A fingerprint that was taken at or before `after` is used only if the store
 * has not changed since.
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
    // The fingerprint of a search would cost as much as its page, and it is seldom needed again. Digests have no page.
    const isWorthwhile = view.archive === null && view.lane !== "asked" && view.digestOf === undefined;
    const seen = { mark, readAt, fingerprint: isWorthwhile ? await store.readPageFingerprint(view.page) : null };
    looks.set(key, seen);
    return seen;
  };
}

/**
 * True when the page is the same as when `known` was made. A fingerprint does not cover everything: an item's reasons
 * also name other entries. So a page counts as changed after `unreadMsMax`. `isExact`: fingerprints do not count.
 */
export function isSamePage(known: Made, seen: Seen, isExact: boolean): boolean {
  if (known.mark === seen.mark) return true;
  if (isExact) return false;
  const isFresh = isWithin(unreadMsMax, seen.readAt - known.madeAt);
  return isFresh && known.fingerprint !== null && known.fingerprint === seen.fingerprint;
}

const looksMax = 2_000;
const unreadMsMax = minuteMs;
