import { WireError } from "../../domain/errors.ts";
import { checkOf, type TermStatistics } from "./term-statistics.ts";

/** The first word of a snapshot in format 2. A checksum of the rest is the second word. Format 1 has no headings. */
const magic = 0x77640002;
const magicWithoutHeadings = 0x77640001;
const headBytes = 8;

/**
 * Writes the statistics as bytes: a head, the headings, the counters, and the filled buckets. A bucket is written as
 * three numbers of variable length: the distance from the filled bucket before it, its count, and its capitals.
 */
export function writeSnapshot(statistics: TermStatistics): Uint8Array {
  const out = createWriter();
  writeHeadings(statistics.frames.slots, out);
  out.number(statistics.sinceHalving);
  out.number(statistics.languages.size);
  for (const [language, documents] of statistics.languages) {
    out.number(language);
    out.number(documents);
  }
  let last = -1;
  for (let i = 0; i < statistics.frequencies.length; i += 1) {
    const count = statistics.frequencies[i] as number;
    const capitals = statistics.capitals[i] as number;
    if (count === 0 && capitals === 0) continue;
    out.number(i - last);
    out.number(count);
    out.number((capitals << 1) ^ (capitals >> 31));
    last = i;
  }
  return out.finish();
}

/**
 * Fills empty statistics from a snapshot. Throws `WireError` store-corrupt when the bytes are damaged or are not a
 * snapshot.
 */
export function readSnapshot(bytes: Uint8Array, statistics: TermStatistics): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole =
    bytes.length >= headBytes &&
    (view.getUint32(0) === magic || view.getUint32(0) === magicWithoutHeadings) &&
    view.getUint32(4) === checkOf(bytes.subarray(headBytes));
  if (!whole) throw new WireError("store-corrupt", "the desk's statistics are damaged or from another version");
  const read = createReader(bytes.subarray(headBytes));
  if (view.getUint32(0) === magic) readHeadings(statistics.frames.slots, read);
  statistics.sinceHalving = read.number();
  const languages = read.number();
  for (let i = 0; i < languages; i += 1) statistics.languages.set(read.number(), read.number());
  let bucket = -1;
  while (!read.done()) {
    bucket += read.number();
    statistics.frequencies[bucket] = read.number();
    const capitals = read.number();
    statistics.capitals[bucket] = (capitals >>> 1) ^ -(capitals & 1);
  }
}

/** Writes the filled slots, each with its distance from the filled slot before it. */
function writeHeadings(slots: Uint32Array, out: Writer): void {
  let count = 0;
  for (let at = 0; at < slots.length; at += 2) if (slots[at] !== 0) count += 1;
  out.number(count);
  let last = 0;
  for (let at = 0; at < slots.length; at += 2) {
    if (slots[at] === 0) continue;
    out.number((at - last) / 2);
    out.number(slots[at] as number);
    out.number(slots[at + 1] as number);
    last = at;
  }
}

function readHeadings(slots: Uint32Array, read: Reader): void {
  let at = 0;
  for (let left = read.number(); left > 0; left -= 1) {
    at += read.number() * 2;
    slots[at] = read.number();
    slots[at + 1] = read.number();
  }
}

interface Writer {
  readonly number: (value: number) => void;
  readonly finish: () => Uint8Array;
}

function createWriter(): Writer {
  let bytes = new Uint8Array(1 << 16);
  let length = headBytes;
  const number = (value: number): void => {
    if (length + 5 > bytes.length) {
      const more = new Uint8Array(bytes.length * 2);
      more.set(bytes);
      bytes = more;
    }
    let rest = value >>> 0;
    for (; rest > 127; rest >>>= 7) bytes[length++] = (rest & 127) | 128;
    bytes[length++] = rest;
  };
  const finish = (): Uint8Array => {
    const whole = bytes.slice(0, length);
    const view = new DataView(whole.buffer);
    view.setUint32(0, magic);
    view.setUint32(4, checkOf(whole.subarray(headBytes)));
    return whole;
  };
  return { number, finish };
}

interface Reader {
  readonly number: () => number;
  readonly done: () => boolean;
}

function createReader(bytes: Uint8Array): Reader {
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  };
  return { number, done: () => at >= bytes.length };
}
