import { secondMs } from "../../domain/time.ts";

/**
 * Lets tasks run one at a time, and the next one beside a task that has run for `patienceMs`, up to `widthMax` at a
 * time. One thread reads faster than entries are stored and decided on, and a second costs 25 MB and a quarter of a
 * second of CPU, so there is one only beside a document that holds the first. A task's own deadline begins when it
 * runs.
 */
export function createReaderGate(widthMax: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  /** The running tasks that have used up the patience. */
  let slow = 0;
  const waiting: (() => void)[] = [];
  const startNext = (): void => {
    if (running >= widthMax || running > slow) return;
    const start = waiting.shift();
    if (start === undefined) return;
    running += 1;
    start();
  };
  return async (task) => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      startNext();
    });
    let isSlow = false;
    const patience = setTimeout(() => {
      isSlow = true;
      slow += 1;
      startNext();
    }, patienceMs);
    try {
      return await task();
    } finally {
      clearTimeout(patience);
      running -= 1;
      if (isSlow) slow -= 1;
      startNext();
    }
  };
}

/** More than a thread takes to start on a busy machine. */
const patienceMs = 2 * secondMs;
