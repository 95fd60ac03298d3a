import { WireError } from "../domain/errors.ts";
import { type Clock, elapsedOf } from "../domain/ports.ts";
import type { FetchLimits } from "./fetch-limits.ts";

type Phase = "connect" | "headers" | "body";

export interface Deadline {
  /** The exchange has come to this phase, or got another piece in it: its clock starts again. */
  enter(phase: Phase): void;
  stop(): void;
}

/**
 * `totalDueAt` is on the scale of `elapsedOf`: a machine whose clock is set neither cuts off nor prolongs what is under
 * way. Watches one exchange and calls `onLate` once with a `timeout` that names the phase. A single sleep is under way
 * at any time, whatever number of pieces arrive: each wakes up to look how late it really is.
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
    while (!stopped.signal.aborted) {
      const next = due();
      const left = next.at - elapsed();
      if (left <= 0) return onLate(next.error());
      // Never longer than the shortest phase: a phase that begins meanwhile is then still watched to the millisecond.
      await clock.sleep(Math.min(left, shortestMs), stopped.signal);
    }
  };
  watch().catch((thrown: unknown) => {
    if (!stopped.signal.aborted)
      onLate(new WireError("timeout", "the clock of the deadline failed", { cause: thrown }));
  });
  return {
    enter(next) {
      phase = next;
      since = elapsed();
    },
    stop: () => stopped.abort(noLongerWatched),
  };
}

/** Made once: an error with its stack for every request that ends well would be dear. */
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
      return new WireError("timeout", `the body stood still for ${seconds(ms)}`);
  }
}

function lateInAll(ms: number): WireError {
  return new WireError("timeout", `the answer was not complete within ${seconds(ms)}`);
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
