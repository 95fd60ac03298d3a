import type { AlertSetup } from "../../../domain/alerts/alert-setup.ts";
import type { Regroup, Ruled } from "../../../domain/desk-store.ts";
import { WireError } from "../../../domain/errors.ts";
import type { Instant } from "../../../domain/time.ts";
import type { DeskState, Verdict } from "../../../domain/verdict.ts";
import { type PendingRow, textsOf } from "../../rows/groups/decided-rows.ts";
import { withdrawnBy } from "../../rows/groups/editor-news.ts";
import { withMerges } from "../../rows/groups/kept-reasons.ts";
import { noneTouched, type Touched } from "../../rows/groups/touched.ts";
import type { NewsTeller } from "../alerts/tell-news.ts";
import { requireDesk } from "../commands/require-desk.ts";
import { privateFeeds } from "../feeds/private-feeds.ts";
import { bumpChangeMark, bumpWholeMark } from "../totals.ts";
import type { Transaction } from "../transaction.ts";
import { saveRuled } from "./editor-rulings.ts";
import { mergeCopies, mergeStories } from "./merge-groups.ts";
import { presentStories } from "./open-groups.ts";
import { placeEntries } from "./place-entries.ts";
import { type Placing, type PresentGroups, readFacts } from "./placing.ts";
import { plainRun } from "./plain-run.ts";
import { refreshGroups } from "./refresh-groups.ts";
import { ruleEntry } from "./rule-entry.ts";
import { setLeads, setStandings, setWithdrawn } from "./set-leads.ts";

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
  /** The fence of the desk's lease; null when no other process can make decisions. */
  readonly fence: number | null;
}

/**
 * `DeskStore.saveVerdicts`, inside a transaction. The reasons of merges are stored with the entry whose verdict caused
 * them.
 */
export async function saveVerdicts(
  tx: Transaction,
  verdicts: readonly Verdict[],
  state: DeskState,
  deciding: Deciding,
): Promise<void> {
  const first = readKnown(tx, verdicts.slice(0, runMax));
  const [, hidden] = await Promise.all([requireDesk(tx, deciding.fence), privateFeeds(tx), first]);
  const touched = noneTouched(hidden);
  let rest = verdicts;
  while (rest.length > 0) {
    const ahead = rest.slice(0, runMax);
    const known = await (rest === verdicts ? first : readKnown(tx, ahead));
    const run = ahead.slice(0, plainRun(ahead, known.facts, known.storyOf));
    await saveRun(tx, touched, run, { ...deciding, ...known });
    rest = rest.slice(run.length);
  }
  const { alerts, decidedOn, now, tellNews } = deciding;
  await refreshGroups(tx, touched, now);
  if (alerts !== null && now !== null)
    await tellNews(tx, touched.news, { setup: alerts, now, textsOf: textsOf(touched, decidedOn) });
  await saveDeskState(tx, state);
  if (verdicts.length > 0) await bumpChangeMark(tx, touched.movedPublic || isSeenByPublic(touched, verdicts));
}

/**
 * For how many verdicts the facts are read together. If a run ends earlier, the facts of the remaining verdicts are
 * read again.
 */
const runMax = 100;

/** The facts about entries before they are placed, and about the groups into which they are put. */
interface Known extends PresentGroups {
  readonly facts: Awaited<ReturnType<typeof readFacts>>;
  readonly copies: ReadonlyMap<number, KnownCopy>;
}

interface KnownCopy {
  readonly id: number;
  readonly story: number;
  readonly lead: number;
  readonly withdrawnBy: number | null;
  readonly mergedInto: number | null;
}

async function readKnown(
  tx: Transaction,
  placed: readonly { readonly entryId: number; readonly copyId: number; readonly storyId: number }[],
): Promise<Known> {
  const [facts, rows, stories] = await Promise.all([
    readFacts(
      tx,
      placed.map(({ entryId }) => entryId),
    ),
    tx.all<KnownCopy>(copiesSql, [placed.map(({ copyId }) => copyId)]),
    presentStories(
      tx,
      placed.map(({ storyId }) => storyId),
    ),
  ]);
  const there = rows.filter(({ mergedInto }) => mergedInto === null);
  return {
    facts,
    copies: new Map(rows.map((row) => [row.id, row])),
    storyOf: new Map(there.map(({ id, story }) => [id, story])),
    stories,
  };
}

const copiesSql = `SELECT id, story_id AS story, lead_entry_id AS lead, withdrawn_by AS "withdrawnBy", merged_into AS "mergedInto"
  FROM copies WHERE id = ANY($1::bigint[])`;

async function saveRun(
  tx: Transaction,
  touched: Touched,
  run: readonly Verdict[],
  { decidedOn, now, facts: known, copies, storyOf, stories }: Deciding & Known,
): Promise<void> {
  const placed = run.flatMap((verdict) => {
    const facts = known.get(verdict.entryId);
    return facts === undefined ? [] : [{ verdict, facts }];
  });
  if (placed.length === 0) return;
  const verdicts = placed.map(({ verdict }) => verdict);
  const placings = placed.map(({ verdict, facts }): Placing => {
    const { entryId, copyId, storyId, standing = "text" } = verdict;
    const revision = decidedOn.get(entryId)?.revision ?? facts.revision;
    const placement = { entryId, copyId, storyId, standing, reasons: withMerges(verdict), decidedAt: now };
    return { placement, facts, isPresent: revision === facts.revision };
  });
  await placeEntries(tx, touched, placings, { storyOf, stories });
  await tellCopies(tx, touched, verdicts, copies);
  for (const verdict of verdicts) {
    await setStandings(tx, touched, verdict.standings ?? []);
    if (verdict.leftCopy !== undefined) await setLeads(tx, [verdict.leftCopy]);
    for (const { from, into } of verdict.storyMerges) await mergeStories(tx, touched, from, into);
    await mergeCopies(tx, touched, verdict.copyMerges ?? [], verdict);
  }
}

/**
 * Writes the leads and withdrawals that verdicts give their copies, if they differ from the stored ones. A new copy is
 * stored with its first entry as lead.
 */
async function tellCopies(
  tx: Transaction,
  touched: Touched,
  verdicts: readonly Verdict[],
  copies: ReadonlyMap<number, KnownCopy>,
): Promise<void> {
  const first = new Map<number, number>();
  for (const { copyId, entryId } of verdicts) if (!first.has(copyId)) first.set(copyId, entryId);
  const leads = verdicts.filter(
    ({ copyId, leadEntryId }) => (copies.get(copyId)?.lead ?? first.get(copyId)) !== leadEntryId,
  );
  if (leads.length > 0) await setLeads(tx, leads);
  const withdrawn = verdicts
    .map(({ copyId, withdrawnBy = null }) => ({ copyId, withdrawnBy }))
    .filter(({ copyId, withdrawnBy }) => (copies.get(copyId)?.withdrawnBy ?? null) !== withdrawnBy);
  if (withdrawn.length > 0) await setWithdrawn(tx, touched, withdrawn);
}

/** Whether the public sees the entry of a verdict. */
function isSeenByPublic({ privateFeeds: hidden, entries }: Touched, verdicts: readonly Verdict[]): boolean {
  return verdicts.some(({ entryId }) => !hidden.has(entries.get(entryId)?.feedId ?? -1));
}

type Regrouping = Pick<Deciding, "alerts" | "tellNews"> & { readonly ruled: Ruled | null };

/** `DeskStore.saveRegroup`, inside a transaction. */
export async function saveRegroup(
  tx: Transaction,
  regroup: Regroup,
  state: DeskState,
  { ruled, alerts, tellNews }: Regrouping,
): Promise<void> {
  if (ruled !== null) await saveRuled(tx, ruled);
  const touched = noneTouched(await privateFeeds(tx));
  for (const entry of regroup.entries) {
    const known = await readKnown(tx, [entry]);
    const facts = known.facts.get(entry.entryId);
    if (facts === undefined) continue;
    const placing = { placement: { ...entry, decidedAt: null }, facts, isPresent: true };
    await placeEntries(tx, touched, [placing], known);
  }
  for (const lead of regroup.leads) {
    await setLeads(tx, [lead]);
    touched.copies.set(lead.copyId, touched.copies.get(lead.copyId) ?? null);
  }
  for (const ruling of regroup.entryRulings ?? []) {
    await ruleEntry(tx, touched, ruling, ruled?.command.answeredAt ?? null);
  }
  const now = ruled?.command.answeredAt ?? null;
  await refreshGroups(tx, touched, now);
  if (alerts !== null && now !== null)
    await tellNews(tx, withdrawnBy(regroup), { setup: alerts, now, textsOf: () => null });
  for (const { storyId, pinned } of regroup.pins) await pinStory(tx, storyId, pinned);
  await saveDeskState(tx, state);
  await bumpWholeMark(tx);
}

/** `DeskStore.readDeskState`, inside a transaction. */
export async function readDeskState(tx: Transaction): Promise<DeskState> {
  const row = await tx.get<DeskState>(
    `SELECT next_copy_id AS "nextCopyId", next_story_id AS "nextStoryId", statistics FROM desk WHERE id = 1`,
  );
  if (row === undefined) throw new Error("the row of the desk is missing");
  return row;
}

/** The counters never go back, because no two copies and no two stories may ever get the same id. */
async function saveDeskState(tx: Transaction, { nextCopyId, nextStoryId, statistics }: DeskState): Promise<void> {
  tx.send(
    `UPDATE desk SET next_copy_id = greatest(next_copy_id, :copy::bigint), next_story_id = greatest(next_story_id, :story::bigint),
     statistics = coalesce(:statistics::bytea, statistics) WHERE id = 1`,
    { copy: nextCopyId, story: nextStoryId, statistics: statistics === null ? null : Buffer.from(statistics) },
  );
}

async function pinStory(tx: Transaction, storyId: number, pinned: boolean): Promise<void> {
  const changed = await tx.run(
    `UPDATE stories SET pinned = :pinned
     WHERE id = coalesce((SELECT merged_into FROM stories WHERE id = :storyId), :storyId::bigint)`,
    { pinned: pinned ? 1 : 0, storyId },
  );
  if (changed === 0) throw new WireError("not-found", `there is no story ${storyId}`);
}
