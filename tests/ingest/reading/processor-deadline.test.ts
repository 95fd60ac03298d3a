import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createThreadStart, tellStart, usedMs, watchDeadline } from "../../../src/ingest/reading/processor-deadline.ts";

describe("a deadline in processor time", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /**
   * The time at which the deadline ends a task that uses this share of a processor. `share` null: the task's processor
   * time cannot be measured.
   */
  function overAfter(share: number | null): number | null {
    let elapsed = 0;
    let overAt: number | null = null;
    const readUsed = () => (share === null ? null : elapsed * share);
    watchDeadline(20_000, readUsed, () => {
      overAt = elapsed;
    });
    for (; elapsed < 200_000 && overAt === null; ) {
      elapsed += 500;
      vi.advanceTimersByTime(500);
    }
    return overAt;
  }

  test("ends a task that works all the time after the deadline", () => {
    expect(overAfter(1)).toBe(20_000);
    expect(overAfter(null)).toBe(20_000);
  });

  test("gives a task that waits for a processor more time on the clock, but not for ever", () => {
    expect(overAfter(0.5)).toBe(40_000);
    expect(overAfter(0.05)).toBe(120_000);
    expect(overAfter(0)).toBe(120_000);
  });

  test("is silent once the task has ended", () => {
    const onOver = vi.fn();
    watchDeadline(20_000, () => null, onOver)();
    vi.advanceTimersByTime(300_000);
    expect(onOver).not.toHaveBeenCalled();
  });
});

test.runIf(process.platform === "linux")("reads the processor time of this thread alone", async () => {
  const start = createThreadStart();
  expect(usedMs(start)).toBeNull();
  tellStart(start);
  // Another thread works at the same time, until this thread has worked for 200 ms.
  const other = new Worker("for (;;);", { eval: true });
  const before = process.cpuUsage();
  while ((usedMs(start) ?? 0) < 200) Math.sqrt(2);
  const whole = process.cpuUsage(before);
  await other.terminate();
  expect(usedMs(start)).toBeGreaterThanOrEqual(200);
  expect((whole.user + whole.system) / 1000).toBeGreaterThan((usedMs(start) ?? 0) - 50);
});
