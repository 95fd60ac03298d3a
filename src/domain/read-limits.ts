import { WireError } from "./errors.ts";
import { type Clock, elapsedOf } from "./ports.ts";

/**
 * Limits the cost of reading a list. Code that goes through many rows (a walk) calls `check` between its steps, because
 * SQLite itself cannot be interrupted.
 */
export interface ReadLimits {
  /** How long a reading may take; null: no limit. A database server stops the query by itself at this time. */
  readonly readMsMax: number | null;
  /** Begins a reading. Time and memory are counted from here. */
  begin(): void;
  /** Reports `steps` steps of a walk; each step reads one row. Throws WireError timeout when the reading must stop. */
  check(steps?: number): void;
  /** Reports that a walk keeps `rows` more row numbers in memory. Throws WireError timeout when they are too many. */
  hold(rows: number): void;
}

export interface ReadLimitSettings {
  readonly clock: Clock;
  readonly readMsMax: number;
  /** True when the client no longer waits for the reading. Absent: the client always waits. */
  readonly isAbandoned?: () => boolean;
}

/** The limits of one connection. A connection does one reading at a time. */
export function createReadLimits({ clock, readMsMax, isAbandoned }: ReadLimitSettings): ReadLimits {
  let startedAt = elapsedOf(clock);
  let stepsSinceLook = 0;
  let rowsHeld = 0;
  return {
    readMsMax,
    begin() {
      startedAt = elapsedOf(clock);
      stepsSinceLook = 0;
      rowsHeld = 0;
    },
    check(steps = 1) {
      stepsSinceLook += steps;
      if (stepsSinceLook < stepsPerLook) return;
      stepsSinceLook = 0;
      if (isAbandoned?.() === true) throw new WireError("timeout", "the client no longer waits for this");
      if (elapsedOf(clock) - startedAt > readMsMax) throw new WireError("timeout", tooBroad);
    },
    hold(rows) {
      rowsHeld += rows;
      if (rowsHeld > rowsHeldMax) throw new WireError("timeout", tooBroad);
    },
  };
}

const tooBroad = "this search takes too long; ask for longer or rarer words, or for fewer of them";
/** Reading the clock costs as much as a few steps, so it is read only after this many. */
export const stepsPerLook = 128;
/** Reading and analysing one text costs as much as this many steps of a walk. */
export const stepsPerText = 16;
/** 8 million row numbers take 64 MB. */
const rowsHeldMax = 8_000_000;

/** No limits: for commands, and for the thread that writes. Their callers wait as long as the reading takes. */
export const noReadLimits: ReadLimits = {
  readMsMax: null,
  begin: () => undefined,
  check: () => undefined,
  hold: () => undefined,
};
