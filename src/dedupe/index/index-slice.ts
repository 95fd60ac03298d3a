import type { LiveItem } from "../live-item.ts";

/** The inverted lists of one slice of arrival time. */
export interface Slice {
  readonly items: (LiveItem | null)[];
  /**
   * A hash table with open addressing. A slot holds a key (0 is free) and its list: the offset of a block, or a single
   * posting marked by the highest bit.
   */
  keys: Uint32Array;
  lists: Uint32Array;
  keyCount: number;
  /**
   * The postings in blocks, so that reading a list touches few places in memory. The blocks of a list are chained, the
   * newest first. A block holds the offset of the next block, its own size with the number of postings in use, and the
   * postings.
   */
  blocks: Uint32Array;
  blocksEnd: number;
}

const single = 0x80000000;
const blockHead = 2;
/**
 * The number of postings that the first block of a list holds. Each further block holds twice as many, up to
 * `blockMax`.
 */
const blockMin = 3;
const blockMax = 24;

/** A slice without entries. */
export function createSlice(): Slice {
  const size = 1 << 10;
  return {
    items: [],
    keys: new Uint32Array(size),
    lists: new Uint32Array(size),
    keyCount: 0,
    blocks: new Uint32Array(1 << 11),
    blocksEnd: 1,
  };
}

/** The memory of a slice's tables, in bytes. */
export function sliceBytes(slice: Slice): number {
  return slice.keys.byteLength + slice.lists.byteLength + slice.blocks.byteLength + slice.items.length * 8;
}

/** Adds an entry, given by its position in `items`, to the list of a key. */
export function addPosting(slice: Slice, key: number, place: number): void {
  if (slice.keyCount * 4 > slice.keys.length * 3) growKeys(slice);
  const at = placeOf(slice.keys, key);
  if (slice.keys[at] === 0) {
    slice.keys[at] = key;
    slice.keyCount += 1;
    slice.lists[at] = single | place;
    return;
  }
  slice.lists[at] = append(slice, slice.lists[at] as number, place);
}

/**
 * Reads the positions of the newest entries that have a key, newest first, at most `limit`. Returns how many were read.
 */
export function readPostings(slice: Slice, key: number, limit: number, into: Uint32Array): number {
  const list = slice.lists[placeOf(slice.keys, key)] as number;
  if (list === 0 || limit <= 0) return 0;
  if (list & single) {
    into[0] = list & ~single;
    return 1;
  }
  const max = Math.min(limit, into.length);
  let count = 0;
  for (let block = list; block !== 0 && count < max; block = slice.blocks[block] as number) {
    const used = (slice.blocks[block + 1] as number) & 0xffff;
    for (let i = used - 1; i >= 0 && count < max; i -= 1) into[count++] = slice.blocks[block + blockHead + i] as number;
  }
  return count;
}

/**
 * Adds a posting to a list: in its newest block, or in a new one. Returns the new value of the list. The second word of
 * a block holds its size (upper 16 bits) and the number of postings in use (lower 16 bits).
 */
function append(slice: Slice, list: number, place: number): number {
  if (list & single) {
    const block = newBlock(slice, 0, blockMin);
    push(slice, block, list & ~single);
    push(slice, block, place);
    return block;
  }
  const meta = slice.blocks[list + 1] as number;
  const size = meta >>> 16;
  if ((meta & 0xffff) < size) {
    push(slice, list, place);
    return list;
  }
  const block = newBlock(slice, list, Math.min(blockMax, size * 2));
  push(slice, block, place);
  return block;
}

function push(slice: Slice, block: number, place: number): void {
  const used = (slice.blocks[block + 1] as number) & 0xffff;
  slice.blocks[block + blockHead + used] = place;
  slice.blocks[block + 1] = (slice.blocks[block + 1] as number) + 1;
}

function newBlock(slice: Slice, next: number, size: number): number {
  const block = slice.blocksEnd;
  slice.blocksEnd += blockHead + size;
  if (slice.blocksEnd > slice.blocks.length) {
    const more = new Uint32Array(slice.blocks.length + (slice.blocks.length >>> 1));
    more.set(slice.blocks);
    slice.blocks = more;
  }
  slice.blocks[block] = next;
  slice.blocks[block + 1] = size << 16;
  return block;
}

function placeOf(keys: Uint32Array, key: number): number {
  const mask = keys.length - 1;
  let at = (Math.imul(key, 0x9e3779b1) >>> 7) & mask;
  while (keys[at] !== 0 && keys[at] !== key) at = (at + 1) & mask;
  return at;
}

function growKeys(slice: Slice): void {
  const { keys, lists } = slice;
  slice.keys = new Uint32Array(keys.length * 2);
  slice.lists = new Uint32Array(keys.length * 2);
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] as number;
    if (key === 0) continue;
    const at = placeOf(slice.keys, key);
    slice.keys[at] = key;
    slice.lists[at] = lists[i] as number;
  }
}
