import type { AlertSetup } from "./alerts/alert-setup.ts";
import type { CarrierStanding } from "./copies/carrier-standing.ts";
import type { Reason } from "./reason.ts";
import type { Instant } from "./time.ts";
import type {
  DedupeItem,
  DeskState,
  EditorRuling,
  EntryRuling,
  Membership,
  RecordedRuling,
  Verdict,
} from "./verdict.ts";

/** The store methods for the desk, which decides copies and stories. */
export interface DeskStore {
  /**
   * Takes or renews the one lease on deciding. Returns the lease's fence, or null while another owner holds the lease.
   * A fence greater than the last one means that another owner has, or may have, decided in between.
   */
  takeDesk(owner: string, now: Instant, until: Instant): Promise<number | null>;
  /** The owner of a running lease; null when there is none. */
  readDeskOwner(now: Instant): Promise<string | null>;
  releaseDesk(owner: string): Promise<void>;
  readDeskState(): Promise<DeskState>;
  /**
   * At most `limit` entries that wait for a decision, in order of arrival and id: new entries, and revised entries with
   * their membership.
   */
  readPending(limit: number): Promise<readonly PendingItem[]>;
  /**
   * Decided entries that arrived in [from, to], in order of arrival and id, beginning behind the place `after`. The
   * desk rebuilds its live window from them.
   */
  readWindow(window: {
    from: Instant;
    to: Instant;
    after: { at: Instant; id: number } | null;
    limit: number;
  }): Promise<readonly DecidedItem[]>;
  /** Like `readWindow`, but without titles and texts, which are most of the data. */
  readWindowFacts(window: Parameters<DeskStore["readWindow"]>[0]): Promise<readonly DecidedFacts[]>;
  /** The oldest decided entries with one of these permalink keys or text keys, however long ago they arrived. */
  readExact(keys: { urlKeys: readonly string[]; textKeys: readonly string[] }): Promise<readonly DecidedItem[]>;
  /** The entries of these copies in order of arrival, however long ago they arrived; at most 200 for each copy. */
  readCarriers(copyIds: readonly number[]): Promise<readonly DecidedItem[]>;
  /** Decided entries by id. */
  readDecided(entryIds: readonly number[]): Promise<readonly DecidedItem[]>;
  /** The memberships of decided entries, without their texts. */
  readPlaced(entryIds: readonly number[]): Promise<readonly PlacedEntry[]>;
  /**
   * Saves decisions, counters and statistics in one transaction, and removes the decided entries from the pending list.
   * `now`: the time that is recorded for entries on which the desk decides for the first time. `fence`: the fence of
   * the lease under which the desk decided; null when no other desk can run. If another desk holds the lease by now,
   * throws store-locked and writes nothing. `alerts`: the rules that report the decisions; their messages go into the
   * outbox in the same transaction. null: nothing is reported.
   */
  saveVerdicts(
    verdicts: readonly Verdict[],
    state: DeskState,
    now?: Instant | null,
    fence?: number | null,
    alerts?: AlertSetup | null,
  ): Promise<void>;
  /** Every ruling that was carried out, oldest first. */
  readEditorRulings(): Promise<readonly RecordedRuling[]>;
  /**
   * Regroups entries as an editor's decision or a recluster requires: replaces memberships, leads and reasons. `ruled`:
   * the decision behind the regroup. The same transaction records it and answers its command. `fence` as with
   * `saveVerdicts`. `alerts`: the rules that report an editor's withdrawals. Error: not-found when a story to pin is
   * gone; store-locked.
   */
  saveRegroup(
    regroup: Regroup,
    state: DeskState,
    ruled?: Ruled | null,
    fence?: number | null,
    alerts?: AlertSetup | null,
  ): Promise<void>;
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
  /** The entry's standing in its copy; absent: it carries the text. */
  readonly standing?: CarrierStanding;
  /** The entry whose notice withdrew the copy's text; 0: an editor did; absent or null: nobody did. */
  readonly withdrawnBy?: number | null;
}

/** A decided entry whose title, headline and text are empty. `revision`: the revision that it has now. */
export interface DecidedFacts extends DecidedItem {
  readonly revision: number;
}

/** An editor's decision that is being carried out. */
export interface Ruled {
  readonly rulings: readonly EditorRuling[];
  readonly by: string;
  readonly askedAt: Instant;
  /** The command to answer, and the time of the answer. */
  readonly command: { readonly id: number; readonly answeredAt: Instant };
}

/**
 * New memberships for entries that were decided before. Copies and stories that become empty keep a record of the copy
 * or story that they were merged into.
 */
export interface Regroup {
  readonly entries: readonly {
    readonly entryId: number;
    readonly copyId: number;
    readonly storyId: number;
    readonly reasons: readonly Reason[];
  }[];
  readonly leads: readonly { readonly copyId: number; readonly leadEntryId: number }[];
  readonly pins: readonly { readonly storyId: number; readonly pinned: boolean }[];
  /** Editors' rulings on single entries, in the order in which they were made; absent: none. */
  readonly entryRulings?: readonly EntryRuling[];
}
