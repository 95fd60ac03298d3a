import type { LiveItem } from "../live-item.ts";
import type { PairFeatures } from "./pair-features.ts";

/** An entry, and the result of its comparison with the entry that is being decided. */
export interface Compared {
  readonly item: LiveItem;
  readonly features: PairFeatures;
}
