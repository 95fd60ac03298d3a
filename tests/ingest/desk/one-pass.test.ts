import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { onePassAtATime } from "../../../src/ingest/desk/one-pass.ts";

const restMs = 100;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Passes that take 10 ms, and the times at which they began. */
function passesOf() {
  const beganAt: number[] = [];
  const startedAt = Date.now();
  const passes = onePassAtATime(async () => {
    beganAt.push(Date.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }, restMs);
  return { passes, beganAt };
}

describe("onePassAtATime()", () => {
  test("begins the first pass at once, and one pass for all that ask during it and its rest", async () => {
    const { passes, beganAt } = passesOf();
    for (let at = 0; at < 10; at += 1) {
      passes.askSoon();
      await vi.advanceTimersByTimeAsync(7);
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(beganAt).toEqual([0, 10 + restMs]);
  });

  test("begins a pass at once again after a rest in which nobody asked", async () => {
    const { passes, beganAt } = passesOf();
    passes.askSoon();
    await vi.advanceTimersByTimeAsync(500);
    passes.askSoon();
    expect(beganAt).toEqual([0, 500]);
  });

  test("does not let ask() wait for a rest, and serves who asked before with the same pass", async () => {
    const { passes, beganAt } = passesOf();
    passes.askSoon();
    await vi.advanceTimersByTimeAsync(20);
    passes.askSoon();
    const asked = passes.ask();
    await vi.advanceTimersByTimeAsync(10);
    await asked;
    await vi.advanceTimersByTimeAsync(1000);
    expect(beganAt).toEqual([0, 20]);
  });

  test("follows a running pass with another when ask() comes meanwhile", async () => {
    const { passes, beganAt } = passesOf();
    passes.askSoon();
    await vi.advanceTimersByTimeAsync(5);
    const asked = passes.ask();
    await vi.advanceTimersByTimeAsync(15);
    await asked;
    expect(beganAt).toEqual([0, 10]);
  });

  test("runs a waiting pass before it calls itself idle", async () => {
    const { passes, beganAt } = passesOf();
    passes.askSoon();
    await vi.advanceTimersByTimeAsync(5);
    passes.askSoon();
    const idle = passes.idle();
    await vi.advanceTimersByTimeAsync(20);
    await idle;
    expect(beganAt).toEqual([0, 10]);
  });
});
