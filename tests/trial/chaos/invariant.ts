import type { ChaosWorld } from "./chaos-world.ts";

/** Something that holds on a bad day too. */
export interface Invariant {
  readonly name: string;
  /** `during`: looked at while a fault lasts as well; `after`: once it is healed and the service has caught up. */
  readonly when: "during" | "after";
  /** What is wrong, a line each; nothing where it holds. */
  check(world: ChaosWorld): Promise<readonly string[]>;
}
