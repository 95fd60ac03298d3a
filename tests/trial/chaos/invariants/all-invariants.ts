import type { Invariant } from "../invariant.ts";
import { memoryBounded } from "./memory-bounded.ts";
import { noForeignWithdrawal } from "./no-foreign-withdrawal.ts";
import { noLicensedWord } from "./no-licensed-word.ts";
import { nothingDoubled } from "./nothing-doubled.ts";
import { nothingLost } from "./nothing-lost.ts";
import { plainLines } from "./plain-lines.ts";
import { pollsOnTime } from "./polls-on-time.ts";

/** Everything that holds on the worst of days. */
export const allInvariants: readonly Invariant[] = [
  nothingLost,
  nothingDoubled,
  noForeignWithdrawal,
  noLicensedWord,
  pollsOnTime,
  memoryBounded,
  plainLines,
];
