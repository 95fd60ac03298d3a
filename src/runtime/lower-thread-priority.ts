import { readlinkSync } from "node:fs";
import { getPriority, setPriority } from "node:os";

/**
 * Lets the calling thread, and those that it starts from now on, run behind the thread that answers readers wherever
 * processors are short: an answer takes a tenth of a millisecond, and should not wait for a slice of parsing or
 * rendering to end. True where that was done.
 */
export function yieldToServing(): boolean {
  // Linux alone has priorities for single threads; /proc/thread-self is "PID/task/TID" (proc(5), setpriority(2)).
  if (process.platform !== "linux") return false;
  try {
    const [, , thread] = readlinkSync("/proc/thread-self").split("/");
    setPriority(Number(thread), Math.min(getPriority() + niceSteps, niceMax));
    return true;
  } catch {
    // Without /proc, or in a sandbox that forbids this, everything works, only without priorities.
    return false;
  }
}

/**
 * Gives two thirds of an equal thread's processor time under load. More steps would delay readers who wait for a
 * rendering.
 */
const niceSteps = 2;
const niceMax = 19;
