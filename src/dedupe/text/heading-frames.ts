import { dayMs, type Instant } from "../../domain/time.ts";
import { mixHash } from "./hash-word.ts";

/**
 * The headings of each outlet without figures, dates and kickers ("what it costs on" from "Dollar today: what it costs
 * on Monday 6"), and how often the outlet printed each. A heading that returns is the name of a page, not news. The
 * table has a fixed size: a new heading replaces the heading in its bucket that was seen on few days and long ago
 * (`strengthOf`).
 */
export interface HeadingFrames {
  /**
   * Each slot has two 32-bit words. The first is the key, or 0 when the slot is free. The second has the day of the
   * last sighting (16 bits), the number of days (8 bits) and the number of sightings (8 bits).
   */
  readonly slots: Uint32Array;
}

const bucketBits = 13;
const slotsPerBucket = 4;
const slotCount = slotsPerBucket << bucketBits;
const countMax = 255;
/** A heading that was seen on this many days, or this many times, is the name of a page. */
const daysMin = 3;
const timesMin = 4;

/** A table without headings. */
export function createFrames(): HeadingFrames {
  return { slots: new Uint32Array(2 * slotCount) };
}

/** The size of the table in bytes. */
export function framesBytes({ slots }: HeadingFrames): number {
  return slots.byteLength;
}

/** The number of the UTC day since 1970, in 16 bits. */
export function dayOf(at: Instant): number {
  return Math.floor(at / dayMs) & 0xffff;
}

/** The key of an outlet's heading; 0 for a heading without words. */
export function frameKey(sourceId: number, frame: number): number {
  return frame === 0 ? 0 : mixHash(Math.imul(sourceId, 0x9e3779b1) ^ frame) || 1;
}

/** Counts a heading that an outlet printed on a day. */
export function seeHeading({ slots }: HeadingFrames, key: number, day: number): void {
  if (key === 0) return;
  const at = slotOf(slots, key) ?? weakestSlot(slots, key);
  const known = slots[at] === key ? (slots[at + 1] as number) : 0;
  const days = Math.min(countMax, daysIn(known) + (known !== 0 && lastDayIn(known) === day ? 0 : 1));
  const times = Math.min(countMax, timesIn(known) + 1);
  slots[at] = key;
  slots[at + 1] = ((day << 16) | (days << 8) | times) >>> 0;
}

/** Whether a heading is the name of a page. */
export function isPageHeading({ slots }: HeadingFrames, key: number): boolean {
  const at = key === 0 ? null : slotOf(slots, key);
  if (at === null) return false;
  const known = slots[at + 1] as number;
  return daysIn(known) >= daysMin || timesIn(known) >= timesMin;
}

function slotOf(slots: Uint32Array, key: number): number | null {
  const from = bucketAt(key);
  for (let at = from; at < from + 2 * slotsPerBucket; at += 2) if (slots[at] === key) return at;
  return null;
}

function weakestSlot(slots: Uint32Array, key: number): number {
  const from = bucketAt(key);
  let weakest = from;
  for (let at = from; at < from + 2 * slotsPerBucket; at += 2) {
    if (slots[at] === 0) return at;
    if (strengthOf(slots[at + 1] as number) < strengthOf(slots[weakest + 1] as number)) weakest = at;
  }
  return weakest;
}

/**
 * How firmly a heading keeps its slot. Each day on which it was seen counts as much as being seen `keptDays` days
 * later.
 */
function strengthOf(known: number): number {
  return lastDayIn(known) + keptDays * daysIn(known);
}

const keptDays = 7;

function bucketAt(key: number): number {
  return (mixHash(key) >>> (32 - bucketBits)) * 2 * slotsPerBucket;
}

function lastDayIn(known: number): number {
  return known >>> 16;
}

function daysIn(known: number): number {
  return (known >>> 8) & 0xff;
}

function timesIn(known: number): number {
  return known & 0xff;
}
