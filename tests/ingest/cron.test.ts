import { afterEach, describe, expect, test, vi } from "vitest";
import type { Clock } from "../../src/domain/ports.ts";
import { hourMs, minuteMs } from "../../src/domain/time.ts";
import { startCron } from "../../src/ingest/cron.ts";
import { systemClock } from "../../src/runtime/system-clock.ts";

afterEach(() => void vi.useRealTimers());

describe("startCron()", () => {
  test.each(["", "* * *", "61 * * * *", "every minute"])("refuses %j and names it", (expression) => {
    expect(() => startCron(expression, async () => undefined, systemClock)).toThrow(/polling\.cron/);
  });

  test("calls its function periodically, and stops", async () => {
    let beats = 0;
    const cron = await new Promise<ReturnType<typeof startCron>>((resolve) => {
      const beat = async () => {
        beats += 1;
        resolve(started);
      };
      const started = startCron("* * * * * *", beat, systemClock);
    });
    await cron.stop();
    expect(beats).toBe(1);
  });

  test.each([
    ["back", -hourMs],
    ["forward", hourMs],
  ])("goes on beating once a minute when the clock is set %s an hour", async (_way, jumpMs) => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 22, 12, 0, 30) });
    const clock: Clock = {
      now: () => Date.now(),
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          const timer = setTimeout(resolve, ms);
          if (signal !== undefined)
            signal.onabort = () => {
              clearTimeout(timer);
              reject(signal.reason);
            };
        }),
    };
    let beats = 0;
    const cron = startCron("* * * * *", async () => ++beats, clock);
    await vi.advanceTimersByTimeAsync(5 * minuteMs);
    expect(beats).toBe(5);
    vi.setSystemTime(Date.now() + jumpMs);
    await vi.advanceTimersByTimeAsync(10 * minuteMs);
    expect(beats).toBeGreaterThanOrEqual(14);
    expect(beats).toBeLessThanOrEqual(16);
    await cron.stop();
  });
});
