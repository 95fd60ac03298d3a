import type { VetoCode } from "../../domain/reason-words.ts";

/** Why two entries are not one copy, however similar they look. The words are in `reason-words.ts`. */
export interface Veto {
  readonly code: VetoCode;
}
