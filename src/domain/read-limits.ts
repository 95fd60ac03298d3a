import { WireError } from "./errors.ts";
import { type Clock, elapsedOf } from "./ports.ts";

/** What one reading of a list may cost. A walk asks between its steps, because SQLite itself cannot be interrupted. */
export interface ReadLimits {
  /** A reading begins: its time and its memory count from here. */
  begin(): void;
  /** A walk has done `steps` steps, a row each. Throws WireError timeout where the reading must not go on. */
  check(steps?: number): void;
  /** A walk keeps so many more row numbers in memory. Throws WireError timeout where these are too many. */
  hold(rows: number): void;
}

export interface ReadLimitSettings {
  readonly clock: Clock;
  readonly readMsMax: number;
  /** Whether nobody waits for the reading any more; absent: somebody always does. */
  readonly isAbandoned?: () => boolean;
}

/** Limits for one connection, which reads one thing at a time. */
export function createReadLimits({ clock, readMsMax, isAbandoned }: ReadLimitSettings): ReadLimits {
  let startedAt = elapsedOf(clock);
  let stepsSinceLook = 0;
  let rowsHeld = 0;
  return {
    begin() {
      startedAt = elapsedOf(clock);
      stepsSinceLook = 0;
      rowsHeld = 0;
    },
    check(steps = 1) {
      stepsSinceLook += steps;
      if (stepsSinceLook < stepsPerLook) return;
      stepsSinceLook = 0;
      if (isAbandoned?.() === true) throw new WireError("timeout", "nobody waits for this any more");
      if (elapsedOf(clock) - startedAt > readMsMax) throw new WireError("timeout", tooBroad);
    },
    hold(rows) {
      rowsHeld += rows;
      if (rowsHeld > rowsHeldMax) throw new WireError("timeout", tooBroad);
    },
  };
}

const tooBroad = "this search takes too long; ask for longer or rarer words, or for fewer of them";
/** A look at the clock costs as much as a few steps. */
export const stepsPerLook = 128;
/** 64 MB. */
const rowsHeldMax = 8_000_000;

/** For commands and for the thread that writes: whoever started them waits as long as it takes. */
export const noReadLimits: ReadLimits = { begin: () => undefined, check: () => undefined, hold: () => undefined };
