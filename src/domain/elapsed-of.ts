import type { Clock } from "./ports.ts";

/**
 * Milliseconds on the clock by which spans are measured: a machine whose clock is set makes no span shorter or longer.
 */
export function elapsedOf(clock: Clock): number {
  return clock.elapsed?.() ?? clock.now();
}
