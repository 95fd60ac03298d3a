import fc from "fast-check";
import { expect, test } from "vitest";
import { createLiveChannel, type LiveEvent } from "../../../src/web/live/live-channel.ts";
import type { LiveRow, LiveRows } from "../../../src/web/live/live-rows.tsx";
import { runsOf } from "../../support/runs-of.ts";

function rowOf(key: number, mark = 0): LiveRow {
  return { key: `copy-${key}`, mark: String(mark), at: key, html: `<li id="copy-${key}">${mark}</li>` };
}

/** A view that a test sets by hand, newest first as the store returns it. */
function view(limit = 5) {
  const all = new Map<number, LiveRow>();
  const state = { mark: 1, reads: 0, fail: false };
  const read = async (): Promise<LiveRows> => {
    state.reads += 1;
    if (state.fail) throw new Error("the store is locked");
    const rows = [...all.values()].sort((a, b) => b.at - a.at).slice(0, limit);
    return { changeMark: state.mark, rows, complete: all.size <= limit };
  };
  return {
    state,
    read,
    put(row: LiveRow) {
      all.set(row.at, row);
      state.mark += 1;
    },
    take(key: number) {
      all.delete(key);
      state.mark += 1;
    },
  };
}

const noError = (thrown: unknown) => {
  throw thrown;
};

test("listeners are told of new, changed and removed rows, not of rows that moved off the page", async () => {
  const { put, take, read } = view(3);
  const channel = createLiveChannel(read, noError);
  for (const key of [1, 2, 3]) put(rowOf(key));
  await channel.refresh();
  const heard: LiveEvent[] = [];
  await channel.listen(4, (event) => heard.push(event));
  put(rowOf(4));
  await channel.refresh();
  put(rowOf(3, 1));
  await channel.refresh();
  take(4);
  await channel.refresh();
  await channel.refresh();
  expect(heard.map(({ rows, gone }) => [rows.map(({ key }) => key), gone])).toEqual([
    [["copy-4"], []],
    [["copy-3"], []],
    [["copy-1"], ["copy-4"]],
  ]);
});

test("a returning listener gets what it missed; one with an unknown mark gets the whole view", async () => {
  const { state, put, read } = view();
  const channel = createLiveChannel(read, noError);
  put(rowOf(1));
  await channel.refresh();
  const known = state.mark;
  put(rowOf(2));
  await channel.refresh();
  put(rowOf(3));
  const replayed: LiveEvent[] = [];
  await channel.listen(known, (event) => replayed.push(event));
  expect(replayed.map(({ whole, rows }) => [whole, rows.map(({ key }) => key)])).toEqual([
    [false, ["copy-2"]],
    [false, ["copy-3"]],
  ]);
  for (const unknown of [null, known - 1, state.mark + 5]) {
    const given: LiveEvent[] = [];
    await channel.listen(unknown, (event) => given.push(event));
    expect(given.map(({ whole, rows }) => [whole, rows.length])).toEqual([[true, 3]]);
  }
});

test("a failed read is reported once, and the next one works", async () => {
  const { state, put, read } = view();
  const errors: unknown[] = [];
  const channel = createLiveChannel(read, (thrown) => errors.push(thrown));
  await channel.refresh();
  const heard: LiveEvent[] = [];
  await channel.listen(state.mark, (event) => heard.push(event));
  put(rowOf(1));
  state.fail = true;
  await channel.refresh();
  state.fail = false;
  await channel.refresh();
  expect(errors).toHaveLength(1);
  expect(heard.flatMap(({ rows }) => rows.map(({ key }) => key))).toEqual(["copy-1"]);
});

test("any listener, whenever it started and however often it was cut off, ends with the present view", async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("put" as const), key: fc.integer({ min: 1, max: 12 }), mark: fc.nat(3) }),
    fc.record({ kind: fc.constant("take" as const), key: fc.integer({ min: 1, max: 12 }) }),
    fc.constant({ kind: "refresh" as const }),
    fc.constant({ kind: "cut" as const }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { state, put, take, read } = view(20);
      const channel = createLiveChannel(read, noError);
      const shown = new Map<string, string>();
      let last: number | null = null;
      const hear = (event: LiveEvent) => {
        last = event.id;
        if (event.whole) shown.clear();
        for (const key of event.gone) shown.delete(key);
        for (const row of event.rows) shown.set(row.key, row.mark);
      };
      let stop = await channel.listen(null, hear);
      for (const one of steps) {
        if (one.kind === "put") put(rowOf(one.key, one.mark));
        if (one.kind === "take") take(one.key);
        if (one.kind === "refresh") await channel.refresh();
        if (one.kind !== "cut") continue;
        stop();
        await channel.refresh();
        stop = await channel.listen(last, hear);
      }
      await channel.refresh();
      const now = await read();
      expect([...shown].sort()).toEqual(now.rows.map(({ key, mark }) => [key, mark]).sort());
      expect(state.reads).toBeGreaterThan(0);
    }),
    { numRuns: runsOf(200) },
  );
});
