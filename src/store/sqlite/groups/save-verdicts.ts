import type { AlertSetup } from "../../../domain/alerts/alert-setup.ts";
import type { CarrierStanding } from "../../../domain/copies/carrier-standing.ts";
import type { Regroup, Ruled } from "../../../domain/desk-store.ts";
import { WireError } from "../../../domain/errors.ts";
import type { Instant } from "../../../domain/time.ts";
import type { DeskState, Verdict } from "../../../domain/verdict.ts";
import { type PendingRow, textsOf } from "../../rows/groups/decided-rows.ts";
import { withdrawnBy } from "../../rows/groups/editor-news.ts";
import { withMerges } from "../../rows/groups/kept-reasons.ts";
import {
  noneTouched,
  noteStanding,
  noteWithdrawal,
  type StandingRow,
  type Touched,
} from "../../rows/groups/touched.ts";
import type { NewsTeller } from "../alerts/tell-news.ts";
import { logTouched } from "../changes/log-changes.ts";
import type { Connection } from "../connection.ts";
import { privateFeeds } from "../feeds/private-feeds.ts";
import { bumpChangeMark, bumpWholeMark } from "../totals.ts";
import { saveRuled } from "./editor-rulings.ts";
import { mergeCopies } from "./merge-copies.ts";
import { mergeStories, placeEntry } from "./place-entry.ts";
import { refreshGroups } from "./refresh-groups.ts";
import { ruleEntry } from "./rule-entry.ts";

interface Deciding {
  /**
   * The entries as the desk received them. An entry that was revised since then gets its verdict, but stays pending.
   */
  readonly decidedOn: ReadonlyMap<number, PendingRow>;
  /** The decision time to store for entries that have none yet. */
  readonly now: Instant | null;
  /** The rules for alerts about the decisions; null: no alerts are written. */
  readonly alerts: AlertSetup | null;
  readonly tellNews: NewsTeller;
}

/**
 * `DeskStore.saveVerdicts`, inside a transaction. The reasons of merges are stored with the entry whose verdict caused
 * them.
 */
export function saveVerdicts(
  connection: Connection,
  verdicts: readonly Verdict[],
  state: DeskState,
  { decidedOn, now, alerts, tellNews }: Deciding,
): void {
  const touched = noneTouched(privateFeeds(connection));
  for (const verdict of verdicts) {
    const { entryId, copyId, storyId, storyMerges } = verdict;
    const reasons = withMerges(verdict);
    const placement = { entryId, copyId, storyId, reasons, decidedAt: now, standing: verdict.standing ?? "text" };
    if (!placeEntry(connection, touched, placement, decidedOn.get(entryId)?.revision ?? null)) continue;
    tellCopy(connection, touched, verdict);
    for (const one of verdict.standings ?? []) setStanding(connection, touched, one);
    if (verdict.leftCopy !== undefined) setLead(connection, verdict.leftCopy.copyId, verdict.leftCopy.leadEntryId);
    for (const { from, into } of storyMerges) mergeStories(connection, touched, from, into);
    mergeCopies(connection, touched, verdict.copyMerges ?? [], verdict);
  }
  refreshGroups(connection, touched);
  logTouched(connection, touched, now);
  if (alerts !== null && now !== null)
    tellNews(connection, touched.news, { setup: alerts, now, textsOf: textsOf(touched, decidedOn) });
  saveDeskState(connection, state);
  const isPublic = touched.movedPublic || verdicts.some((verdict) => isSeenByPublic(connection, touched, verdict));
  if (verdicts.length > 0) bumpChangeMark(connection, isPublic);
}

/** Writes the lead and the withdrawal that a verdict gives its copy, if they differ from the stored ones. */
function tellCopy(connection: Connection, touched: Touched, verdict: Verdict): void {
  const { copyId, leadEntryId, withdrawnBy = null } = verdict;
  const copy = connection
    .sql<{ lead: number; withdrawn: number | null }>(
      "SELECT lead_entry_id AS lead, withdrawn_by AS withdrawn FROM copies WHERE id = ?",
    )
    .get(copyId);
  if (copy === undefined) return;
  if (copy.lead !== leadEntryId) setLead(connection, copyId, leadEntryId);
  if (copy.withdrawn !== withdrawnBy)
    setWithdrawn(connection, touched, copyId, { before: copy.withdrawn, withdrawnBy });
}

/** Whether the public sees the entry of a verdict. */
function isSeenByPublic(connection: Connection, { privateFeeds }: Touched, { entryId }: Verdict): boolean {
  if (privateFeeds.size === 0) return true;
  const row = connection.sql<{ feed_id: number }>("SELECT feed_id FROM memberships WHERE entry_id = ?").get(entryId);
  return row === undefined || !privateFeeds.has(row.feed_id);
}

type Regrouping = Pick<Deciding, "alerts" | "tellNews"> & { readonly ruled: Ruled | null };

/** `DeskStore.saveRegroup`, inside a transaction. */
export function saveRegroup(
  connection: Connection,
  regroup: Regroup,
  state: DeskState,
  { ruled, alerts, tellNews }: Regrouping,
): void {
  if (ruled !== null) saveRuled(connection, ruled);
  const touched = noneTouched(privateFeeds(connection));
  for (const placement of regroup.entries) placeEntry(connection, touched, { ...placement, decidedAt: null });
  for (const { copyId, leadEntryId } of regroup.leads) {
    setLead(connection, copyId, leadEntryId);
    touched.copies.set(copyId, touched.copies.get(copyId) ?? null);
  }
  for (const ruling of regroup.entryRulings ?? []) {
    ruleEntry(connection, touched, ruling, ruled?.command.answeredAt ?? null);
  }
  refreshGroups(connection, touched);
  const now = ruled?.command.answeredAt ?? null;
  logTouched(connection, touched, now);
  if (alerts !== null && now !== null)
    tellNews(connection, withdrawnBy(regroup), { setup: alerts, now, textsOf: () => null });
  for (const { storyId, pinned } of regroup.pins) pinStory(connection, storyId, pinned);
  saveDeskState(connection, state);
  bumpWholeMark(connection);
}

/** `DeskStore.readDeskState`, inside a transaction. */
export function readDeskState(connection: Connection): DeskState {
  const row = connection
    .sql<DeskState>(
      "SELECT next_copy_id AS nextCopyId, next_story_id AS nextStoryId, statistics FROM desk WHERE id = 1",
    )
    .get();
  if (row === undefined) throw new Error("the row of the desk is missing");
  return row;
}

/** The counters never go back, because no two copies and no two stories may ever get the same id. */
function saveDeskState(connection: Connection, state: DeskState): void {
  connection
    .sql(
      `UPDATE desk SET next_copy_id = max(next_copy_id, ?), next_story_id = max(next_story_id, ?),
       statistics = coalesce(?, statistics) WHERE id = 1`,
    )
    .run(state.nextCopyId, state.nextStoryId, state.statistics);
}

/**
 * Sets a copy's lead. `refreshGroups` replaces a lead that is not a member. While an entry of a private source leads,
 * the store also keeps the last lead that the public could see.
 */
function setLead(connection: Connection, copyId: number, leadEntryId: number): void {
  connection
    .sql(
      `UPDATE copies SET lead_entry_id = :leadEntryId, public_lead_id = CASE WHEN EXISTS (
         SELECT 1 FROM memberships m CROSS JOIN feeds f ON f.id = m.feed_id CROSS JOIN sources s ON s.id = f.source_id
         WHERE m.entry_id = copies.lead_entry_id AND s.is_private = 1) THEN public_lead_id ELSE lead_entry_id END
       WHERE id = :copyId AND lead_entry_id <> :leadEntryId`,
    )
    .run({ leadEntryId, copyId });
}

/**
 * Writes which notice withdraws a copy; null: the copy is not withdrawn. When a source restores its text, readers who
 * learned of the withdrawal also learn of the restoration.
 */
function setWithdrawn(
  connection: Connection,
  touched: Touched,
  copyId: number,
  { before, withdrawnBy }: { readonly before: number | null; readonly withdrawnBy: number | null },
): void {
  noteWithdrawal(touched, copyId, before);
  connection
    .sql(
      `UPDATE copies SET withdrawn_by = :withdrawnBy, told_at = CASE WHEN :withdrawnBy IS NULL
         THEN max(coalesce(told_at, 0), coalesce((SELECT significant_at FROM entries WHERE id = withdrawn_by), 0))
         ELSE told_at END
       WHERE id = :copyId`,
    )
    .run({ withdrawnBy, copyId });
}

function setStanding(
  connection: Connection,
  touched: Touched,
  { entryId, standing }: { readonly entryId: number; readonly standing: CarrierStanding },
): void {
  const row = connection.sql<StandingRow>(standingSql).get(entryId);
  if (row === undefined) return;
  noteStanding(touched, row);
  connection
    .sql("UPDATE memberships SET standing = ? WHERE entry_id = ?")
    .run(standing === "text" ? null : standing, entryId);
}

const standingSql = `SELECT entry_id AS "entryId", feed_id AS "feedId", copy_id AS "copyId", story_id AS "storyId", standing
  FROM memberships WHERE entry_id = ?`;

function pinStory(connection: Connection, storyId: number, pinned: boolean): void {
  const { changes } = connection
    .sql(
      "UPDATE stories SET pinned = :pinned WHERE id = coalesce((SELECT merged_into FROM stories WHERE id = :storyId), :storyId)",
    )
    .run({ pinned: pinned ? 1 : 0, storyId });
  if (changes === 0) throw new WireError("not-found", `there is no story ${storyId}`);
}
