import type { CarrierStanding } from "../domain/copies/carrier-standing.ts";
import type { CueKind } from "../domain/entry.ts";
import type { SourceKind } from "../domain/feed.ts";
import type { Instant } from "../domain/time.ts";
import type { PackedText } from "./text/pack-item.ts";

/**
 * An entry of the live window: what later entries are compared with. Its copy and its standing may change; the rest
 * stays.
 */
export interface LiveItem {
  readonly id: number;
  readonly feedId: number;
  readonly sourceId: number;
  /** The source's folded name, shared between its entries. */
  readonly sourceKey: string;
  readonly sourceKind: SourceKind;
  readonly sourceRank: number;
  /** The agency that the source is; null for others. */
  readonly own: string | null;
  /** Whose text it is: the credited agency, else the source where it is one; null for an outlet's own. */
  readonly agency: string | null;
  /** The source is that agency. */
  readonly ownAgency: boolean;
  readonly cue: CueKind | null;
  /** True where the permalink is of the site that the feed is asked at. */
  readonly ownPage: boolean;
  readonly arrivedAt: Instant;
  readonly publishedAt: Instant;
  readonly pack: PackedText;
  /** 0 until it is placed. */
  copyId: number;
  /** What it is to its copy. */
  standing: CarrierStanding;
}
