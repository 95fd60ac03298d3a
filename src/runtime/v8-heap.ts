import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8 from growing the young generation until the returned function is called. Otherwise it would reach 32 MB
 * while modules and configuration load, and hardly use it later.
 */
export function holdNewSpace(): () => void {
  setFlagsFromString("--semi-space-growth-factor=1");
  return () => setFlagsFromString("--semi-space-growth-factor=2");
}

/**
 * Lets each heap grow by half between two collections, where V8 lets a small one grow fourfold. A poller at full speed
 * then holds 60 MB instead of 150, at no measurable cost in CPU.
 */
export function growHeapsSlowly(): void {
  setFlagsFromString("--heap-growing-percent=50");
}

/** The young generation of long-lived threads: a quarter of the V8 default, at no measurable cost. */
export const threadLimits = { maxYoungGenerationSizeMb: 12 };
