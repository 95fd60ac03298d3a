import type { VetoCode } from "../../domain/reason-words.ts";

/** Why two entries are not one copy however alike they look. Its words stand in `reason-words.ts`. */
export interface Veto {
  readonly code: VetoCode;
}
