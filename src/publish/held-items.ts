import { createHash } from "node:crypto";

/** A short form of one item of a document: its id, and a digest of its text (`digestOf`). */
export interface HeldItem {
  /** The id of the copy, story or entry, depending on the document's collapse. A whole number below 2^51. */
  readonly id: number;
  readonly digest: string;
}

/**
 * Writes the items of a document version as text that fits into an ETag. Ids are written in full, so that a new item is
 * never taken for a known one; each text is reduced to 32 bits. Returns null when the result would be too long for a
 * header. `readHeldItems` reads the text back, so any server can tell which items are new to a reader without
 * remembering old versions.
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

/** Reads what `writeHeldItems` wrote: the digests by id. Returns null for any other text. */
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
 * 3,600 characters as base64, for about 450 items. Together with the rest of a request this stays under the 8 KiB that
 * servers commonly accept.
 */
const heldBytesMax = 2_700;

/**
 * A variable-length integer. The lowest bit is the sign. Each byte carries seven bits, lowest first, and every byte but
 * the last has its eighth bit set.
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
