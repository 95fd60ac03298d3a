import { createHash } from "node:crypto";

/** One item of a document in short: its id, and a digest of its text (`digestOf`). */
export interface HeldItem {
  /** The copy, story or entry id, by the collapse of the document. A whole number below 2^51. */
  readonly id: number;
  readonly digest: string;
}

/**
 * What a version of a document holds, as text that fits into an ETag: every id in full, so that a new item is never
 * taken for a known one, and 32 bits of each text. null where that would be longer than a header may well be.
 * `readHeldItems` reads it back: no server has to remember old versions to know what is new to a reader, so it works
 * after a restart and on another server.
 */
export function writeHeldItems(items: readonly HeldItem[]): string | null {
  const bytes: number[] = [];
  let before = 0;
  for (const { id, digest } of items) {
    writeNumber(bytes, id - before);
    bytes.push(...Buffer.from(digest, "hex"));
    before = id;
    if (bytes.length > heldBytesMax) return null;
  }
  return Buffer.from(bytes).toString("base64url");
}

/** The digests by id of what `writeHeldItems` wrote; null for anything else. */
export function readHeldItems(text: string): ReadonlyMap<number, string> | null {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length > heldBytesMax || bytes.toString("base64url") !== text) return null;
  const held = new Map<number, string>();
  let id = 0;
  for (let at = 0; at < bytes.length; ) {
    const step = readNumber(bytes, at);
    if (step === null || step.end + digestBytes > bytes.length) return null;
    id += step.value;
    at = step.end + digestBytes;
    held.set(id, bytes.toString("hex", step.end, at));
  }
  return held;
}

/** 32 bits of a text's hash, as hex. */
export function digestOf(text: string): string {
  return createHash("sha1")
    .update(text)
    .digest("hex")
    .slice(0, 2 * digestBytes);
}

const digestBytes = 4;
/**
 * 3,600 characters as base64: with the rest of a request under the 8 KiB that servers commonly take. Some 450 items.
 */
const heldBytesMax = 2_700;

/**
 * Variable-length integer: the sign in the lowest bit, then seven bits a byte, lowest first; the eighth bit marks every
 * byte but the last.
 */
function writeNumber(bytes: number[], value: number): void {
  let rest = value < 0 ? -value * 2 - 1 : value * 2;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}

function readNumber(bytes: Buffer, start: number): { readonly value: number; readonly end: number } | null {
  let whole = 0;
  for (let at = start, weight = 1; at < bytes.length && weight <= Number.MAX_SAFE_INTEGER; at += 1, weight *= 128) {
    const byte = bytes[at] ?? 0;
    whole += (byte % 128) * weight;
    if (byte < 128) return { value: whole % 2 === 1 ? -(whole + 1) / 2 : whole / 2, end: at + 1 };
  }
  return null;
}
