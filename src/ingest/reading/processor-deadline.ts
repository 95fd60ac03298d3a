import { readFileSync, readlinkSync } from "node:fs";

/** The system's number of a thread, and the processor time that the thread had used when it began its task. */
export type ThreadStart = Int32Array;

/** Creates the shared memory into which a reading thread writes its number (`tellStart`). */
export function createThreadStart(): ThreadStart {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

/**
 * Writes the thread's number and its processor time. Call it in the reading thread when it begins a task. Does nothing
 * on systems other than Linux.
 */
export function tellStart(start: ThreadStart): void {
  if (process.platform !== "linux") return;
  try {
    // /proc/thread-self is "PID/task/TID" (proc(5)).
    const thread = Number(readlinkSync("/proc/thread-self").split("/")[2]);
    start[1] = ticksOf(thread);
    start[0] = thread;
  } catch (thrown) {
    // Without /proc the deadline is measured by the clock.
    if (!(thrown instanceof Error)) throw thrown;
  }
}

/**
 * The milliseconds of processor time that the thread has used since it began its task; null when the system does not
 * tell.
 */
export function usedMs(start: ThreadStart): number | null {
  const [thread = 0, before = 0] = start;
  if (thread === 0) return null;
  try {
    return (ticksOf(thread) - before) * tickMs;
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    return null;
  }
}

/**
 * Calls `onOver` when a task has used `deadlineMs` of processor time. On a busy machine a thread may wait for a
 * processor much longer than it works, and a good document must not be taken for one that never ends. When
 * `waitFactorMax` times the deadline has passed by the clock, `onOver` is called in any case. When the processor time
 * is unknown, the deadline is measured by the clock. Returns a function that ends the watch.
 */
export function watchDeadline(deadlineMs: number, readUsed: () => number | null, onOver: () => void): () => void {
  let waitedMs = 0;
  let timer = wait(deadlineMs);
  return () => clearTimeout(timer);

  function wait(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      waitedMs += ms;
      const used = readUsed();
      const leftMs = used === null ? 0 : deadlineMs - used;
      const waitLeftMs = deadlineMs * waitFactorMax - waitedMs;
      if (leftMs <= 0 || waitLeftMs <= 0) return onOver();
      timer = wait(Math.min(Math.max(leftMs, lookMsMin), waitLeftMs));
    }, ms);
  }
}

const waitFactorMax = 6;
const lookMsMin = 500;
/**
 * The milliseconds of a tick. /proc counts in hundredths of a second (USER_HZ), whatever clock the kernel uses itself
 * (proc(5), sysconf(3)).
 */
const tickMs = 10;

/** The processor time of a thread of this process, in ticks: the sum of the fields utime and stime (proc(5)). */
function ticksOf(thread: number): number {
  const stat = readFileSync(`/proc/self/task/${thread}/stat`, "utf8");
  // The second field is the thread's name, in parentheses; it may contain spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}
