import type { CueKind } from "../domain/entry.ts";
import type { SourceKind } from "../domain/feed.ts";
import type { Instant } from "../domain/time.ts";
import type { PackedText } from "./text/pack-item.ts";

/** An entry of the live window: what later entries are compared with. Its copy may change; the rest stays. */
export interface LiveItem {
  readonly id: number;
  readonly feedId: number;
  readonly sourceId: number;
  /** The source's folded name, shared between its entries. */
  readonly sourceKey: string;
  readonly sourceKind: SourceKind;
  readonly sourceRank: number;
  /** Folded name of the credited agency. */
  readonly credit: string | null;
  /** Whose text it is: the credited agency, else the source where it is one; null for an outlet's own. */
  readonly agency: string | null;
  /** The source is that agency. */
  readonly ownAgency: boolean;
  readonly cue: CueKind | null;
  readonly arrivedAt: Instant;
  readonly publishedAt: Instant;
  readonly pack: PackedText;
  /** 0 until it is placed. */
  copyId: number;
}
