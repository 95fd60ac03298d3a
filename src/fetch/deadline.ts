import { WireError } from "../domain/errors.ts";
import { type Clock, elapsedOf } from "../domain/ports.ts";
import type { FetchLimits } from "./fetch-limits.ts";

type Phase = "connect" | "headers" | "body";

export interface Deadline {
  /** Call this when the exchange enters a phase, or receives another piece in it. The phase's time starts again. */
  enter(phase: Phase): void;
  stop(): void;
}

/**
 * Watches one exchange and calls `onLate` once, with a `timeout` error that names the phase. `totalDueAt` is on the
 * scale of `elapsedOf`, so that setting the machine's clock does not change a deadline. However many pieces arrive,
 * only one sleep is pending. After each sleep the deadline is calculated anew.
 */
export function watchDeadline(
  clock: Clock,
  limits: FetchLimits,
  totalDueAt: number,
  onLate: (error: WireError) => void,
): Deadline {
  const stopped = new AbortController();
  const elapsed = () => elapsedOf(clock);
  const shortestMs = Math.min(limits.connectMsMax, limits.headersMsMax, limits.idleMsMax);
  let phase: Phase = "connect";
  let since = elapsed();
  const due = (): { at: number; error: () => WireError } => {
    const at = since + phaseMsMax(limits, phase);
    return at < totalDueAt
      ? { at, error: () => lateIn(phase, phaseMsMax(limits, phase)) }
      : { at: totalDueAt, error: () => lateInAll(limits.totalMsMax) };
  };
  const watch = async (): Promise<void> => {
    // Wait a moment first. Otherwise a deadline that has already passed would be reported before the caller's next
    // lines have run.
    await null;
    while (!stopped.signal.aborted) {
      const next = due();
      const left = next.at - elapsed();
      if (left <= 0) return onLate(next.error());
      // Never sleep longer than the shortest phase may last, so that the deadline of a phase that begins meanwhile is
      // not missed.
      await clock.sleep(Math.min(left, shortestMs), stopped.signal);
    }
  };
  watch().catch((thrown: unknown) => {
    if (!stopped.signal.aborted)
      onLate(new WireError("timeout", "the clock that watches the deadline failed", { cause: thrown }));
  });
  return {
    enter(next) {
      phase = next;
      since = elapsed();
    },
    stop: () => stopped.abort(noLongerWatched),
  };
}

/** Created once, because an error with its stack for every successful request would be expensive. */
const noLongerWatched = new Error("the exchange has ended");

function phaseMsMax(limits: FetchLimits, phase: Phase): number {
  switch (phase) {
    case "connect":
      return limits.connectMsMax;
    case "headers":
      return limits.headersMsMax;
    case "body":
      return limits.idleMsMax;
  }
}

function lateIn(phase: Phase, ms: number): WireError {
  switch (phase) {
    case "connect":
      return new WireError("timeout", `no connection within ${seconds(ms)}`);
    case "headers":
      return new WireError("timeout", `no answer within ${seconds(ms)}`);
    case "body":
      return new WireError("timeout", `no more of the body within ${seconds(ms)}`);
  }
}

function lateInAll(ms: number): WireError {
  return new WireError("timeout", `the answer was not complete within ${seconds(ms)}`);
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
