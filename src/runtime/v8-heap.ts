import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8 from doubling the space for new objects until the answered function is called. It else does so with every
 * module and every line of the configuration that survives: 32 MB of it are taken, and hardly used, by the time that
 * the program is loaded.
 */
export function holdNewSpace(): () => void {
  setFlagsFromString("--semi-space-growth-factor=1");
  return () => setFlagsFromString("--semi-space-growth-factor=2");
}

/**
 * Lets the heap of every thread grow by half between two collections; V8 lets a small one grow fourfold. A poller at
 * full speed then holds 60 MB in place of 150, for the same processor time within what can be measured.
 */
export function growHeapsSlowly(): void {
  setFlagsFromString("--heap-growing-percent=50");
}

/**
 * What threads that live as long as the process have for new objects: a quarter of what V8 takes by itself, at no
 * measurable cost.
 */
export const threadLimits = { maxYoungGenerationSizeMb: 12 };
