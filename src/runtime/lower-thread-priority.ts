import { readlinkSync } from "node:fs";
import { getPriority, setPriority } from "node:os";

/**
 * Lowers the priority of the calling thread, and of threads that it starts later, below the thread that answers
 * readers. When processors are busy, an answer of a tenth of a millisecond should not wait for parsing or rendering.
 * Returns true if the priority was lowered.
 */
export function lowerThreadPriority(): boolean {
  // Only Linux has priorities for single threads. /proc/thread-self is "PID/task/TID" (proc(5), setpriority(2)).
  if (process.platform !== "linux") return false;
  try {
    const [, , thread] = readlinkSync("/proc/thread-self").split("/");
    setPriority(Number(thread), Math.min(getPriority() + niceSteps, niceMax));
    return true;
  } catch {
    // Without /proc, or in a sandbox that forbids this, everything works without priorities.
    return false;
  }
}

/**
 * Under load, a thread with this many steps gets two thirds of the processor time of a thread without them. More steps
 * would delay readers who wait for a rendering.
 */
const niceSteps = 2;
const niceMax = 19;
