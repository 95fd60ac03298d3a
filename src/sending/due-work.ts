import type { Clock } from "../domain/ports.ts";
import { type Instant, minuteMs } from "../domain/time.ts";
import type { Pace } from "./pace.ts";

/**
 * Does the work of an outbox when it is due. Many pieces run at the same time, but no piece runs twice at the same
 * time.
 */
export interface DueWork {
  /** Call when a piece may be due. */
  wake(): void;
  /** Starts nothing more, and waits for the running pieces. */
  stop(): Promise<void>;
}

/** An outbox, and the functions that work on its pieces. */
export interface DueWorkDeps<Piece> {
  readonly clock: Clock;
  readonly pace: Pace;
  /** How many pieces run at the same time. */
  readonly runningMax: number;
  /** The outbox is checked at least this often; absent: once a minute. */
  readonly sleepMsMax?: number;
  /** The pieces that are due and may start beside the running ones. Those that have been due longest come first. */
  readDue(now: Instant, running: readonly Piece[]): Promise<readonly Piece[]>;
  /** When the next piece is due that may start beside the running ones; null when none waits. */
  readNext(now: Instant, running: readonly Piece[]): Promise<Instant | null>;
  /**
   * Whether a piece may start beside the running ones. `readDue` compares pieces only with the running ones, not with
   * each other.
   */
  mayStart(piece: Piece, running: readonly Piece[]): boolean;
  /** Does the work of a piece, and saves the outcome. */
  run(piece: Piece): Promise<void>;
  /** Called with what was thrown: an error of the store, or a bug. */
  onFailed(thrown: unknown): void;
}

/** Makes the loop that the sender of the hub and the sender of alerts use. */
export function createDueWork<Piece>(deps: DueWorkDeps<Piece>): DueWork {
  const running = new Map<Piece, Promise<void>>();
  const sleepMsMax = deps.sleepMsMax ?? minuteMs;
  const alarm = createAlarm(deps.clock, sleepMsMax, wake);
  let stopped = false;
  let filling: Promise<void> | null = null;
  let fillAgain = false;

  function wake(): void {
    if (stopped) return;
    fillAgain = true;
    filling ??= fillGuarded().finally(() => {
      filling = null;
      if (fillAgain) wake();
    });
  }

  async function fillGuarded(): Promise<void> {
    try {
      while (fillAgain && !stopped) {
        fillAgain = false;
        alarm.set(await fill());
      }
    } catch (thrown) {
      deps.onFailed(thrown);
      alarm.set(deps.clock.now() + sleepMsMax);
    }
  }

  /**
   * Starts the pieces that can start. Returns the time at which the next one is due; null when none waits, or when no
   * more may start now.
   */
  async function fill(): Promise<Instant | null> {
    while (!stopped && running.size < deps.runningMax) {
      await deps.pace.turn();
      const due = await deps.readDue(deps.clock.now(), [...running.keys()]);
      if (due.length === 0) return deps.readNext(deps.clock.now(), [...running.keys()]);
      for (const piece of due) begin(piece);
    }
    return null;
  }

  function begin(piece: Piece): void {
    if (stopped || !deps.mayStart(piece, [...running.keys()])) return;
    const work = deps
      .run(piece)
      .catch((thrown: unknown) => {
        if (!stopped) deps.onFailed(thrown);
      })
      .finally(() => {
        running.delete(piece);
        wake();
      });
    running.set(piece, work);
  }

  return {
    wake,
    async stop() {
      stopped = true;
      alarm.set(null);
      await filling;
      await Promise.all(running.values());
    },
  };
}

/** A timer with one wake-up time. Setting a time replaces the earlier one. */
interface Alarm {
  /** Wakes at `at`, or after `msMax` if that is sooner. null: does not wake. */
  set(at: Instant | null): void;
}

function createAlarm(clock: Clock, msMax: number, wake: () => void): Alarm {
  let present: AbortController | null = null;
  return {
    set(at) {
      present?.abort();
      present = null;
      if (at === null) return;
      const mine = new AbortController();
      present = mine;
      const ms = Math.min(Math.max(at - clock.now(), 1), msMax);
      clock.sleep(ms, mine.signal).then(wake, () => undefined);
    },
  };
}
