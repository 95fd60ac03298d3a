import type { CarrierStanding } from "./copies/carrier-standing.ts";
import type { Reason } from "./reason.ts";
import type { Instant } from "./time.ts";
import type { DedupeItem, DeskState, EditorRuling, Membership, RecordedRuling, Verdict } from "./verdict.ts";

/** The store methods for the desk, which decides copies and stories. */
export interface DeskStore {
  /**
   * Takes or renews the one lease on deciding; null while another owner's is running. The answer is the lease's fence:
   * a greater one than before says that another owner has, or may have, decided in between.
   */
  takeDesk(owner: string, now: Instant, until: Instant): Promise<number | null>;
  /** The owner of a running lease; null where none. */
  readDeskOwner(now: Instant): Promise<string | null>;
  releaseDesk(owner: string): Promise<void>;
  readDeskState(): Promise<DeskState>;
  /**
   * Entries that wait for a decision, by arrival and id, at most `limit`: new ones, and revised ones with their
   * membership.
   */
  readPending(limit: number): Promise<readonly PendingItem[]>;
  /**
   * Decided entries that arrived in [from, to], by arrival and id, after the cursor. The live window is rebuilt from
   * them.
   */
  readWindow(window: {
    from: Instant;
    to: Instant;
    after: { at: Instant; id: number } | null;
    limit: number;
  }): Promise<readonly DecidedItem[]>;
  /** The oldest decided entries with one of these permalink or text keys, whenever they arrived. */
  readExact(keys: { urlKeys: readonly string[]; textKeys: readonly string[] }): Promise<readonly DecidedItem[]>;
  /** The entries of copies, by arrival, whenever they arrived; at most 200 of each. */
  readCarriers(copyIds: readonly number[]): Promise<readonly DecidedItem[]>;
  /** Decided entries by id. */
  readDecided(entryIds: readonly number[]): Promise<readonly DecidedItem[]>;
  /** The memberships of decided entries, without their texts. */
  readPlaced(entryIds: readonly number[]): Promise<readonly PlacedEntry[]>;
  /**
   * Decisions, the counters and statistics in one transaction; entries decided on leave the pending list. `now`: the
   * time of first decisions.
   */
  saveVerdicts(verdicts: readonly Verdict[], state: DeskState, now?: Instant | null): Promise<void>;
  /** Every ruling that was carried out, oldest first. */
  readEditorRulings(): Promise<readonly RecordedRuling[]>;
  /**
   * Regroups entries as an editor's decision or a recluster asks; replaces memberships, leads and reasons. `ruled`: the
   * decision that is carried out with it; it is recorded, and its command answered, in the same transaction. Error:
   * not-found where a story to pin is gone.
   */
  saveRegroup(regroup: Regroup, state: DeskState, ruled?: Ruled | null): Promise<void>;
}

export interface PendingItem {
  readonly item: DedupeItem;
  /** The present membership of a revised entry; null for a new entry. */
  readonly membership: Membership | null;
}

export interface PlacedEntry extends Membership {
  readonly entryId: number;
}

export interface DecidedItem {
  readonly item: DedupeItem;
  readonly membership: Membership;
  /** The lead of its copy. */
  readonly leadEntryId: number;
  /** What it is to its copy; absent: it carries the text. */
  readonly standing?: CarrierStanding;
  /** The entry whose notice withdrew the copy's text; absent or null: nobody's. */
  readonly withdrawnBy?: number | null;
}

/** A decision of an editor that is carried out. */
export interface Ruled {
  readonly rulings: readonly EditorRuling[];
  readonly by: string;
  readonly askedAt: Instant;
  /** The command to answer, and when. */
  readonly command: { readonly id: number; readonly answeredAt: Instant };
}

/** New memberships for entries decided before. Copies and stories left empty remember what they became. */
export interface Regroup {
  readonly entries: readonly {
    readonly entryId: number;
    readonly copyId: number;
    readonly storyId: number;
    readonly reasons: readonly Reason[];
  }[];
  readonly leads: readonly { readonly copyId: number; readonly leadEntryId: number }[];
  readonly pins: readonly { readonly storyId: number; readonly pinned: boolean }[];
}
