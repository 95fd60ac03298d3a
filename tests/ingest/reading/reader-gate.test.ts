import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createReaderGate } from "../../../src/ingest/reading/reader-gate.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Tasks that end when they are told to, and the numbers of those that have begun. */
function tasksBehind(gate: ReturnType<typeof createReaderGate>, count: number) {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const done = Array.from({ length: count }, (_, at) =>
    gate(() => {
      begun.push(at);
      return new Promise<number>((resolve) => {
        ends[at] = () => resolve(at);
      });
    }),
  );
  return { begun, done, end: (at: number) => ends[at]?.() };
}

test("documents that are read quickly are read by one thread, in order, however many wait", async () => {
  const { begun, done, end } = tasksBehind(createReaderGate(2), 100);
  for (let at = 0; at < 99; at += 1) {
    await vi.advanceTimersByTimeAsync(100);
    expect(begun).toHaveLength(at + 1);
    end(at);
    await done[at];
  }
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual(Array.from({ length: 100 }, (_, at) => at));
});

test("documents do not wait for one that takes long, and no more run at a time than there may be threads", async () => {
  const gate = createReaderGate(2);
  const { begun, done, end } = tasksBehind(gate, 4);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual([0]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(begun).toEqual([0, 1]);
  end(1);
  await done[1];
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual([0, 1, 2]);
});

test("a task that fails gives its place on, and a gate that was wide begins with one thread again", async () => {
  const gate = createReaderGate(2);
  await expect(gate(() => Promise.reject(new Error("unreadable")))).rejects.toThrow("unreadable");
  const first = tasksBehind(gate, 2);
  await vi.advanceTimersByTimeAsync(60_000);
  first.end(0);
  first.end(1);
  await Promise.all(first.done);
  const second = tasksBehind(gate, 2);
  await vi.advanceTimersByTimeAsync(1);
  expect(second.begun).toEqual([0]);
});
