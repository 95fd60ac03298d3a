import { secondMs } from "../../domain/time.ts";

/**
 * Lets one task run at a time. When a task has run for `patienceMs`, the next one also starts, up to `widthMax` at a
 * time. One thread reads faster than entries are stored and decided on, and a second thread costs 25 MB and a quarter
 * of a second of CPU. So a second thread is used only while a slow document occupies the first. A task's own deadline
 * begins when it runs.
 */
export function createReaderGate(widthMax: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  /** The number of running tasks that have run longer than `patienceMs`. */
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

/** Longer than a thread needs to start on a busy machine. */
const patienceMs = 2 * secondMs;
