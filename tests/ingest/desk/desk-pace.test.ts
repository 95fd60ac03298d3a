import { describe, expect, test } from "vitest";
import { createDeskPace } from "../../../src/ingest/desk/desk-pace.ts";

/** Documents of 30 entries each, whose ingests end when the test says so. */
function documents(pace = createDeskPace()) {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const ingest = (number: number, entries = 30) =>
    pace.run(
      () => {
        begun.push(number);
        return new Promise<number>((resolve) => ends.push(() => resolve(entries)));
      },
      (added) => added,
    );
  const endAll = async (): Promise<void> => {
    await settled();
    for (const end of ends.splice(0)) end();
    await settled();
  };
  return { pace, begun, ingest, endAll };
}

/** Resolves when everything that waits for resolved promises has run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("createDeskPace()", () => {
  test("holds documents back until the desk has decided on the first entries, and then lets more wait", async () => {
    const { pace, begun, ingest, endAll } = documents();
    for (let number = 1; number <= 20; number += 1) void ingest(number);
    await settled();
    expect(begun).toEqual([1, 2]);
    await endAll();
    expect(begun).toEqual([1, 2, 3]);
    await endAll();
    pace.decided(60);
    await settled();
    expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test("counts what a pass has decided on, not what it repeats", async () => {
    const { pace, begun, ingest, endAll } = documents();
    pace.decided(0);
    for (let number = 1; number <= 20; number += 1) void ingest(number);
    await endAll();
    const before = begun.length;
    pace.decided(60);
    pace.decided(60);
    await settled();
    expect(begun.length).toBe(before + 1);
  });

  test("lets a document pass while no other is read, even if the desk does not decide", async () => {
    const { begun, ingest, endAll } = documents();
    void ingest(1, 5000);
    await endAll();
    void ingest(2);
    void ingest(3);
    await endAll();
    expect(begun).toEqual([1, 2, 3]);
  });

  test("lets all documents pass after a pass that failed, and after an ingest that failed", async () => {
    const { pace, begun, ingest, endAll } = documents();
    void ingest(1, 5000);
    await endAll();
    const failed = pace.run(
      () => Promise.reject(new Error("the disk is full")),
      () => 0,
    );
    await expect(failed).rejects.toThrow("the disk is full");
    pace.passEnded();
    void ingest(2);
    void ingest(3);
    await settled();
    expect(begun).toEqual([1, 2, 3]);
  });

  test("brings documents of nothing new through at once", async () => {
    const { begun, ingest, endAll } = documents();
    for (let number = 1; number <= 9; number += 1) void ingest(number, 0);
    while (begun.length < 9) await endAll();
    expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
