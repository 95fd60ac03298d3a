import type { Instant } from "../../domain/time.ts";
import type { LiveItem } from "../live-item.ts";
import type { DedupeSettings } from "../settings.ts";
import { addPosting, createSlice, readPostings, type Slice, sliceBytes } from "./index-slice.ts";

/**
 * A key by which candidates are looked up. It adds `weight` to the score of each entry that has the key. At most the
 * `limit` newest entries are read.
 */
export interface QueryKey {
  readonly key: number;
  readonly weight: number;
  readonly limit: number;
}

/** An entry with which a new entry may be compared. `score`: the sum of the weights of the keys that it has. */
export interface Candidate {
  readonly item: LiveItem;
  readonly score: number;
}

/** Inverted lists over the live window, in slices of arrival time that are dropped as a whole. */
export interface CandidateIndex {
  readonly add: (item: LiveItem, keys: Uint32Array) => void;
  /** Excludes an entry from the results. Its postings stay until its slice is dropped. */
  readonly remove: (item: LiveItem) => void;
  /**
   * The best entries that arrived within the window of `at`, best first. On a tie the older entry comes first, then the
   * entry with the lower id.
   */
  readonly find: (at: Instant, keys: readonly QueryKey[]) => readonly Candidate[];
  /** The entries within the window of `at` that have the key. */
  readonly having: (at: Instant, key: number) => readonly LiveItem[];
  /** Drops slices that end at or before `instant`. Returns the entries in them. */
  readonly forgetBefore: (instant: Instant) => readonly LiveItem[];
  readonly bytes: () => number;
}

/** At most this many postings are read from one list, even if a setting allows more. */
const listMax = 1024;

/** At most this many entries are read for one exact key. */
const havingMax = 64;

/** An empty index. */
export function createCandidateIndex(settings: DedupeSettings): CandidateIndex {
  const slices = new Map<number, Slice>();
  const places = new Map<number, { readonly slice: Slice; readonly place: number }>();
  const scratch: Scratch = {
    scores: new Float64Array(1024),
    touched: new Uint32Array(1024),
    places: new Uint32Array(listMax),
  };
  const near = (at: Instant): Slice[] => slicesNear(slices, at, settings);

  const add = (item: LiveItem, keys: Uint32Array): void => {
    const number = Math.floor(item.arrivedAt / settings.sliceMs);
    const slice = slices.get(number) ?? createSlice();
    slices.set(number, slice);
    const place = slice.items.push(item) - 1;
    places.set(item.id, { slice, place });
    for (const key of keys) addPosting(slice, key, place);
  };
  const remove = (item: LiveItem): void => {
    const at = places.get(item.id);
    if (at === undefined) return;
    at.slice.items[at.place] = null;
    places.delete(item.id);
  };
  const forgetBefore = (instant: Instant): readonly LiveItem[] => {
    const gone: LiveItem[] = [];
    for (const [number, slice] of slices) {
      if ((number + 1) * settings.sliceMs > instant) continue;
      slices.delete(number);
      for (const item of slice.items) if (item !== null) gone.push(item);
    }
    for (const item of gone) places.delete(item.id);
    return gone;
  };
  return {
    add,
    remove,
    forgetBefore,
    find: (at, keys) => findBest(near(at), at, keys, scratch, settings),
    having: (at, key) => findHaving(near(at), at, key, scratch, settings),
    bytes: () => [...slices.values()].reduce((sum, slice) => sum + sliceBytes(slice), 0),
  };
}

interface Scratch {
  scores: Float64Array;
  touched: Uint32Array;
  /** Positions that were read from one list. */
  readonly places: Uint32Array;
}

/** The slices that the window around `at` overlaps, newest first. */
function slicesNear(slices: ReadonlyMap<number, Slice>, at: Instant, settings: DedupeSettings): Slice[] {
  const near: Slice[] = [];
  const last = Math.floor((at + settings.windowMs) / settings.sliceMs);
  const first = Math.floor((at - settings.windowMs) / settings.sliceMs);
  for (let number = last; number >= first; number -= 1) {
    const slice = slices.get(number);
    if (slice !== undefined) near.push(slice);
  }
  return near;
}

function findBest(
  slices: readonly Slice[],
  at: Instant,
  keys: readonly QueryKey[],
  scratch: Scratch,
  settings: DedupeSettings,
): readonly Candidate[] {
  const best: Candidate[] = [];
  const left = keys.map((key) => key.limit);
  // Most candidates score lower than those already kept. They are skipped before their entries are read, because
  // reading an entry takes a slow access to memory.
  let scoreMin = 0;
  for (const slice of slices) {
    const count = scoreSlice(slice, keys, left, scratch);
    const { touched, scores } = scratch;
    for (let i = 0; i < count; i += 1) {
      const place = touched[i] as number;
      const score = scores[place] as number;
      scores[place] = 0;
      if (score < scoreMin) continue;
      const item = slice.items[place];
      if (!item || Math.abs(item.arrivedAt - at) > settings.windowMs) continue;
      keepBest(best, item, score, settings);
      if (best.length === settings.candidatesMax) scoreMin = (best[best.length - 1] as Candidate).score;
    }
  }
  return best;
}

/**
 * Adds up the weights of the keys that each entry of a slice has. Returns how many entries have at least one of the
 * keys.
 */
function scoreSlice(slice: Slice, keys: readonly QueryKey[], left: number[], scratch: Scratch): number {
  if (scratch.scores.length < slice.items.length) {
    scratch.scores = new Float64Array(slice.items.length * 2);
    scratch.touched = new Uint32Array(slice.items.length * 2);
  }
  const { scores, touched, places } = scratch;
  let count = 0;
  for (let i = 0; i < keys.length; i += 1) {
    const { key, weight } = keys[i] as QueryKey;
    const read = readPostings(slice, key, left[i] as number, places);
    left[i] = (left[i] as number) - read;
    for (let k = 0; k < read; k += 1) {
      const place = places[k] as number;
      const score = scores[place] as number;
      if (score === 0) touched[count++] = place;
      scores[place] = score + weight;
    }
  }
  return count;
}

function keepBest(best: Candidate[], item: LiveItem, score: number, settings: DedupeSettings): void {
  const last = best.at(-1);
  if (best.length === settings.candidatesMax && last !== undefined && !precedes(item, score, last)) return;
  let at = best.length;
  while (at > 0 && precedes(item, score, best[at - 1] as Candidate)) at -= 1;
  best.splice(at, 0, { item, score });
  if (best.length > settings.candidatesMax) best.pop();
}

function precedes(item: LiveItem, score: number, other: Candidate): boolean {
  if (score !== other.score) return score > other.score;
  if (item.arrivedAt !== other.item.arrivedAt) return item.arrivedAt < other.item.arrivedAt;
  return item.id < other.item.id;
}

function findHaving(
  slices: readonly Slice[],
  at: Instant,
  key: number,
  scratch: Scratch,
  settings: DedupeSettings,
): readonly LiveItem[] {
  const found: LiveItem[] = [];
  for (const slice of slices) {
    const count = readPostings(slice, key, havingMax - found.length, scratch.places);
    for (let k = 0; k < count; k += 1) {
      const item = slice.items[scratch.places[k] as number];
      if (item && Math.abs(item.arrivedAt - at) <= settings.windowMs) found.push(item);
    }
  }
  return found;
}
