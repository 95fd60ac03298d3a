import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { secondMs } from "../domain/time.ts";

/**
 * Lets each heap grow by half between two collections; V8's default lets a small heap grow fourfold. A poller at full
 * speed then holds 60 MB instead of 150, at no measurable cost in CPU. Threads that start from now on get their young
 * generation in its full size at once, because `boundNewSpace` prevents it from growing.
 */
export function growHeapsSlowly(): void {
  setFlagsFromString("--heap-growing-percent=50");
  setFlagsFromString(`--min-semi-space-size=${semiSpaceMb}`);
}

/**
 * Lets a function run eight times as long as usual before V8 optimises it. Otherwise V8 optimises loaders, lexers and
 * tables while modules load, although these hardly run again, and this takes as much time as the loading itself. With
 * this setting, a start and a first poll of 3,000 entries take a seventh less CPU. Code that runs for minutes is still
 * optimised. `v8`: the version of V8. Versions after 11 count calls instead and do not have this setting.
 */
export function optimiseLater(v8 = process.versions.v8, set = setFlagsFromString): void {
  if (v8.startsWith("11.")) set(`--interrupt-budget=${8 * interruptBudgetUsual}`);
}

/** The default of V8 11, in bytes of bytecode. */
const interruptBudgetUsual = 67_584;

/** Half the young generation of a thread: an eighth of V8's default, at no measurable cost. */
const semiSpaceMb = 2;
/** The limits of a thread that this process starts. */
export const threadLimits = { maxYoungGenerationSizeMb: 3 * semiSpaceMb };

/**
 * Keeps the young generation of the calling thread (the main thread) at 8 MB from now on. V8 would let it grow to 32 MB
 * while modules and configuration load, and would hardly use that space later. With 4 MB, a poll that stores new items
 * takes a tenth more CPU. Only the command line of node can set the limit of the main thread. So this function makes
 * the young generation grow to 8 MB once, and then stops its growth. V8 shrinks it again while the heap is idle, so it
 * is made to grow again every `newSpaceLookMs`.
 */
export function boundNewSpace(): void {
  growNewSpace();
  keepNewSpace();
  setInterval(growNewSpace, newSpaceLookMs).unref();
}

/**
 * Keeps the young generation from growing after the calling thread has started another thread. V8 allows growth again
 * when it makes the new thread's heap, at some time before the new thread is online. A busy thread learns late that the
 * new thread is online, so until it does, it stops the growth every `stopAgainMs`. Each thread that starts others calls
 * this.
 */
export function keepNewSpace(): void {
  process.on("worker", (thread) => {
    const again = setInterval(stopGrowth, stopAgainMs).unref();
    const end = (): void => {
      clearInterval(again);
      stopGrowth();
    };
    thread.once("online", end).once("exit", end);
  });
}

const stopAgainMs = 5;

function stopGrowth(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}

const mainNewSpaceBytes = 8 * 1024 * 1024;
const newSpaceLookMs = 10 * secondMs;
/** `growNewSpace` makes at most this many blocks. Far fewer are enough to fill the space. */
const ballastMax = 4_000;
const blockNumbers = 1_000;
const blocksPerLook = 16;

/**
 * V8 grows the space in a collection that much memory survives. Few large blocks of numbers take half the time of many
 * small objects (45 and 85 ms of a start), because V8 copies them as they are.
 */
function growNewSpace(): void {
  const block = Array.from({ length: blockNumbers }, (_, at) => at + 0.5);
  const ballast: number[][] = [];
  setFlagsFromString("--semi-space-growth-factor=2");
  while (newSpaceBytes() < mainNewSpaceBytes && ballast.length < ballastMax)
    for (let made = 0; made < blocksPerLook; made += 1) ballast.push(block.slice());
  stopGrowth();
}

function newSpaceBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space")?.space_size ?? mainNewSpaceBytes;
}
