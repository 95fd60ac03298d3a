import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8 from growing the young generation until the returned function is called. Otherwise it would grow to 32 MB
 * while modules and configuration load, and hardly be used later.
 */
export function holdNewSpace(): () => void {
  setFlagsFromString("--semi-space-growth-factor=1");
  return () => setFlagsFromString("--semi-space-growth-factor=2");
}

/**
 * Lets each heap grow by half between two collections; V8's default lets a small heap grow fourfold. A poller at full
 * speed then holds 60 MB instead of 150, at no measurable cost in CPU.
 */
export function growHeapsSlowly(): void {
  setFlagsFromString("--heap-growing-percent=50");
}

/** The size of the young generation in long-lived threads: a quarter of V8's default, at no measurable cost. */
export const threadLimits = { maxYoungGenerationSizeMb: 12 };
