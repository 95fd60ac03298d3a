import type { CarrierStanding } from "../domain/copies/carrier-standing.ts";
import type { CueKind } from "../domain/entry.ts";
import type { SourceKind } from "../domain/feed.ts";
import type { Instant } from "../domain/time.ts";
import type { PackedText } from "./text/pack-item.ts";

/**
 * An entry in the live window, with which later entries are compared. Only its copy, its standing and the editor's pin
 * may change.
 */
export interface LiveItem {
  readonly id: number;
  readonly feedId: number;
  readonly sourceId: number;
  /** The source's folded name. All entries of the source share the string. */
  readonly sourceKey: string;
  readonly sourceKind: SourceKind;
  readonly sourceRank: number;
  /** True for licensed copy, which the public does not see. */
  readonly isPrivate: boolean;
  /** The agency that the source is; null for other sources. */
  readonly own: string | null;
  /**
   * The agency that the text is attributed to: the credited agency, or the source itself if it is one; null for an
   * outlet's own text.
   */
  readonly agency: string | null;
  /** True when the source is the agency in `agency`. */
  readonly ownAgency: boolean;
  readonly cue: CueKind | null;
  /** True when the permalink is on the site that the feed is fetched from. */
  readonly ownPage: boolean;
  readonly arrivedAt: Instant;
  readonly publishedAt: Instant;
  readonly pack: PackedText;
  /** 0 until the entry is placed. */
  copyId: number;
  /** The entry's standing in its copy. */
  standing: CarrierStanding;
  /** True when an editor pinned the entry as lead. */
  pinned: boolean;
}
