import type { VetoCode } from "../../domain/reason-words.ts";

/**
 * Why two entries are not one copy, however similar they look. `reason-words.ts` has the words that readers see for
 * each code.
 */
export interface Veto {
  readonly code: VetoCode;
}
