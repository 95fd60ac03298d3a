import type { ChaosWorld } from "./chaos-world.ts";

/** Something that a bad day does to the service. */
export interface Fault {
  readonly name: string;
  /** Null where this machine can do it; else what is missing, in a few words. */
  can(world: ChaosWorld): string | null;
  /** Makes it happen, and waits until the service has met it. */
  do(world: ChaosWorld): Promise<void>;
  /** Takes it back. The service must then come to itself without help, or was started again here. */
  heal(world: ChaosWorld): Promise<void>;
  /** What the operator reads of it in the log; null where nothing is wrong in the operator's eyes. */
  readonly line: RegExp | null;
  /** What the operator reads once it is over; null where nothing more is to be said. */
  readonly healedLine: RegExp | null | ((world: ChaosWorld) => RegExp | null);
  /** While it lasts readers get 503, or no answer: nobody looks at documents. */
  readonly stopsServing: boolean;
}
