import type { Instant } from "../domain/time.ts";
import type { LiveItem } from "./live-item.ts";
import type { DedupeSettings } from "./settings.ts";

/** What an entry is looked up by: `weight` is added to the score of whoever shares the key, `limit` is how many of the newest are read. */
export interface QueryKey {
  readonly key: number;
  readonly weight: number;
  readonly limit: number;
}

export interface Candidate {
  readonly item: LiveItem;
  readonly score: number;
}

/** Inverted lists over the live window, cut into slices of arrival time that are dropped whole. */
export interface CandidateIndex {
  readonly add: (item: LiveItem, keys: Uint32Array) => void;
  /** Takes an entry out of the answers; its postings go with its slice. */
  readonly remove: (item: LiveItem) => void;
  /** The best entries that arrived within the window of `at`, best first; ties: older, then lower id. */
  readonly find: (at: Instant, keys: readonly QueryKey[]) => readonly Candidate[];
  /** Entries within the window of `at` that have the key. */
  readonly having: (at: Instant, key: number) => readonly LiveItem[];
  /** Drops slices that end at or before `instant`; answers the entries that went. */
  readonly forgetBefore: (instant: Instant) => readonly LiveItem[];
  readonly bytes: () => number;
}

/** Entries read for one exact key. */
const havingMax = 64;

export function createCandidateIndex(settings: DedupeSettings): CandidateIndex {
  const slices = new Map<number, Slice>();
  const places = new Map<number, { readonly slice: Slice; readonly place: number }>();
  const scratch: Scratch = { scores: new Float64Array(1024), touched: new Uint32Array(1024) };
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
    having: (at, key) => findHaving(near(at), at, key, settings),
    bytes: () => [...slices.values()].reduce((sum, slice) => sum + sliceBytes(slice), 0),
  };
}

interface Slice {
  readonly items: (LiveItem | null)[];
  /** Open addressing: key (0 is free) -> its newest node. */
  keys: Uint32Array;
  firsts: Uint32Array;
  keyCount: number;
  /** A node is an item's place and the next older node (0 ends the list). */
  nodes: Uint32Array;
  nodeCount: number;
}

interface Scratch {
  scores: Float64Array;
  touched: Uint32Array;
}

function createSlice(): Slice {
  const size = 1 << 10;
  return {
    items: [],
    keys: new Uint32Array(size),
    firsts: new Uint32Array(size),
    keyCount: 0,
    nodes: new Uint32Array(1 << 11),
    nodeCount: 1,
  };
}

function sliceBytes(slice: Slice): number {
  return slice.keys.byteLength + slice.firsts.byteLength + slice.nodes.byteLength + slice.items.length * 8;
}

/** The slices that the window around `at` touches, newest first. */
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

function placeOf(keys: Uint32Array, key: number): number {
  const mask = keys.length - 1;
  let at = Math.imul(key, 0x9e3779b1) >>> 7;
  for (at &= mask; keys[at] !== 0 && keys[at] !== key; at = (at + 1) & mask);
  return at;
}

function addPosting(slice: Slice, key: number, item: number): void {
  if (slice.keyCount * 4 > slice.keys.length * 3) growKeys(slice);
  const at = placeOf(slice.keys, key);
  if (slice.keys[at] === 0) {
    slice.keys[at] = key;
    slice.keyCount += 1;
  }
  const node = slice.nodeCount++;
  if (node * 2 + 1 >= slice.nodes.length) slice.nodes = grown(slice.nodes);
  slice.nodes[node * 2] = item;
  slice.nodes[node * 2 + 1] = slice.firsts[at] as number;
  slice.firsts[at] = node;
}

function grown(words: Uint32Array): Uint32Array {
  const more = new Uint32Array(words.length + (words.length >>> 1));
  more.set(words);
  return more;
}

function growKeys(slice: Slice): void {
  const { keys, firsts } = slice;
  slice.keys = new Uint32Array(keys.length * 2);
  slice.firsts = new Uint32Array(keys.length * 2);
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] as number;
    if (key === 0) continue;
    const at = placeOf(slice.keys, key);
    slice.keys[at] = key;
    slice.firsts[at] = firsts[i] as number;
  }
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
  for (const slice of slices) {
    const touched = scoreSlice(slice, keys, left, scratch);
    for (let i = 0; i < touched; i += 1) {
      const place = scratch.touched[i] as number;
      const score = scratch.scores[place] as number;
      scratch.scores[place] = 0;
      const item = slice.items[place];
      if (item !== null && item !== undefined && Math.abs(item.arrivedAt - at) <= settings.windowMs)
        keepBest(best, item, score, settings);
    }
  }
  return best;
}

/** Adds up what each entry of a slice shares; answers how many were touched. */
function scoreSlice(slice: Slice, keys: readonly QueryKey[], left: number[], scratch: Scratch): number {
  if (scratch.scores.length < slice.items.length) {
    scratch.scores = new Float64Array(slice.items.length * 2);
    scratch.touched = new Uint32Array(slice.items.length * 2);
  }
  let touched = 0;
  for (let i = 0; i < keys.length; i += 1) {
    const { key, weight } = keys[i] as QueryKey;
    let budget = left[i] as number;
    let node = slice.firsts[placeOf(slice.keys, key)] as number;
    for (; node !== 0 && budget > 0; budget -= 1) {
      const place = slice.nodes[node * 2] as number;
      if (scratch.scores[place] === 0) scratch.touched[touched++] = place;
      scratch.scores[place] = (scratch.scores[place] as number) + weight;
      node = slice.nodes[node * 2 + 1] as number;
    }
    left[i] = budget;
  }
  return touched;
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

function findHaving(slices: readonly Slice[], at: Instant, key: number, settings: DedupeSettings): readonly LiveItem[] {
  const found: LiveItem[] = [];
  for (const slice of slices) {
    let node = slice.firsts[placeOf(slice.keys, key)] as number;
    for (; node !== 0 && found.length < havingMax; node = slice.nodes[node * 2 + 1] as number) {
      const item = slice.items[slice.nodes[node * 2] as number];
      if (item !== null && item !== undefined && Math.abs(item.arrivedAt - at) <= settings.windowMs) found.push(item);
    }
  }
  return found;
}
