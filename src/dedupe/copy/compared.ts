import type { LiveItem } from "../live-item.ts";
import type { PairFeatures } from "./pair-features.ts";

export interface Compared {
  readonly item: LiveItem;
  readonly features: PairFeatures;
}
