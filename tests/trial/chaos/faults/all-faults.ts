import type { Fault } from "../fault.ts";
import { badAgencies } from "./bad-agency.ts";
import { clockJump } from "./clock-jump.ts";
import { deadNames } from "./dead-names.ts";
import { deletedStore } from "./deleted-store.ts";
import { flood } from "./flood.ts";
import { frozen } from "./frozen.ts";
import { fullDisk } from "./full-disk.ts";
import { hubStorm } from "./hub-storm.ts";
import { killed } from "./killed.ts";
import { movedStore } from "./moved-store.ts";
import { replacedStore } from "./replaced-store.ts";

/** Everything that a bad day may bring. */
export const allFaults: readonly Fault[] = [
  killed,
  frozen,
  fullDisk,
  movedStore,
  deletedStore,
  replacedStore,
  clockJump,
  deadNames,
  ...badAgencies,
  flood,
  hubStorm,
];
