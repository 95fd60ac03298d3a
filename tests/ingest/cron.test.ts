import { afterEach, describe, expect, test, vi } from "vitest";
import type { Clock } from "../../src/domain/ports.ts";
import { dayMs, hourMs, minuteMs, secondMs } from "../../src/domain/time.ts";
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
    const clock = useFakeClock();
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

  test("makes one beat of a day of missed seconds, and looks at none of them", async () => {
    const clock = useFakeClock();
    let beats = 0;
    const cron = startCron("* * * * * *", async () => ++beats, clock);
    await vi.advanceTimersByTimeAsync(10 * secondMs);
    expect(beats).toBe(10);
    const before = process.cpuUsage();
    vi.setSystemTime(Date.now() + dayMs);
    await vi.advanceTimersByTimeAsync(10 * secondMs);
    const { user, system } = process.cpuUsage(before);
    expect(beats).toBeGreaterThanOrEqual(19);
    expect(beats).toBeLessThanOrEqual(21);
    // Going through the beats one by one takes half a minute.
    expect(user + system).toBeLessThan(5_000_000);
    await cron.stop();
  });
});

/** A clock whose time is that of the fake timers. */
function useFakeClock(): Clock {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 22, 12, 0, 30) });
  return {
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
}
