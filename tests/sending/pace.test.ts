import { describe, expect, test } from "vitest";
import { createPace } from "../../src/sending/pace.ts";

/** A thread on which each of the next sleeps ends so many milliseconds late, and all after them on time. */
function startThread(lateMs: readonly number[]) {
  const left = [...lateMs];
  const rests: number[] = [];
  let now = 0;
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      rests.push(ms);
      now += ms + (left.shift() ?? 0);
    },
  };
  return {
    pace: createPace(clock),
    rests,
    work(ms: number): void {
      now += ms;
    },
  };
}

describe("turn()", () => {
  test("rests for as long as the hub worked", async () => {
    const { pace, rests, work } = startThread([]);
    await pace.turn();
    work(20);
    await Promise.all([pace.turn(), pace.turn()]);
    expect(rests).toEqual([20]);
  });

  test("rests again while the thread has more to do than the rest left time for", async () => {
    const { pace, rests, work } = startThread([30, 12, 1]);
    work(10);
    await pace.turn();
    expect(rests).toEqual([10, 30, 12]);
  });

  test("comes to an end on a thread that never catches up", async () => {
    const { pace, rests, work } = startThread(Array.from({ length: 100 }, () => 500));
    work(10);
    await pace.turn();
    expect(rests).toHaveLength(8);
  });

  test("is not put off by a clock that was set back", async () => {
    const { pace, rests, work } = startThread([-3_600_000]);
    work(10);
    await pace.turn();
    expect(rests).toHaveLength(1);
  });
});
