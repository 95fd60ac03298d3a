import { expect, test } from "vitest";
import { createDiskRoom } from "../../src/ingest/disk-room.ts";
import { createRecordingLog } from "../support/logs.ts";

const mb = 2 ** 20;

function roomOf(frees: readonly (number | null)[], size = 100_000 * mb) {
  const { log, lines } = createRecordingLog();
  let at = 0;
  const clock = { now: () => at * 60_000 };
  const room = createDiskRoom({
    clock,
    log,
    async readSpace() {
      const free = frees[at];
      if (free === undefined || free === null) throw new Error("no such disk");
      return { free, size };
    },
  });
  /** The outcome of each look: null when polling may go on, else the reason. */
  const lookAll = async () => {
    const outcomes: (string | null)[] = [];
    for (; at < frees.length; at += 1)
      outcomes.push(
        await room.look().then(
          () => null,
          (thrown: Error) => thrown.message,
        ),
      );
    return outcomes;
  };
  return { lookAll, warnings: () => lines.filter(({ level }) => level === "warn").map(({ message }) => message) };
}

test("warns once when the room gets small, and again after there was room", async () => {
  const { lookAll, warnings } = roomOf([5_000 * mb, 900 * mb, 800 * mb, 5_000 * mb, 700 * mb]);
  expect(await lookAll()).toEqual([null, null, null, null, null]);
  expect(warnings()).toEqual([
    "the store's disk has only 900 MB left; polling stops below 64 MB",
    "the store's disk has only 700 MB left; polling stops below 64 MB",
  ]);
});

test("holds polling back while almost nothing is left, and says what to do", async () => {
  const { lookAll } = roomOf([63 * mb, 65 * mb]);
  const [full, room] = await lookAll();
  expect(full).toMatch(/^the disk is full but for 63 MB: polling waits .* delete files, or move the store/);
  expect(room).toBeNull();
});

test("a small disk is measured by its size", async () => {
  const { lookAll } = roomOf([3 * mb, 0.05 * mb], 4 * mb);
  expect(await lookAll()).toEqual([null, expect.stringContaining("full but for 0.1 MB")]);
});

test("a disk that cannot be asked does not stop polling", async () => {
  expect(await roomOf([null, null]).lookAll()).toEqual([null, null]);
});
