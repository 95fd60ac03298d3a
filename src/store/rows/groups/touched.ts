import type { DecidedNews } from "../../../domain/alerts/story-news.ts";
import type { CarrierStanding } from "../../../domain/copies/carrier-standing.ts";
import type { Membership } from "../../../domain/verdict.ts";

/**
 * What a transaction changed. `copies` and `stories`: the changed groups, each with the group to which its members last
 * moved. A group that is empty at the end is redirected to that group.
 */
export interface Touched {
  readonly copies: Map<number, number | null>;
  readonly stories: Map<number, number | null>;
  /** Leads that stay in their copies after significant revisions. */
  readonly leadsToAnnounce: Set<number>;
  readonly privateFeeds: ReadonlySet<number>;
  /** What was decided on each entry. */
  readonly news: Map<number, DecidedNews["kind"]>;
  /** Entries that were revised after the desk had read them. */
  readonly outdated: Set<number>;
  /** True when an entry that the public sees was moved to another group. */
  movedPublic: boolean;
  copiesOpened: number;
  storiesOpened: number;
  /** The entries that may have to go into the log of changes. */
  readonly entries: Map<number, Noted>;
  /** The copies whose text was withdrawn or restored, with the notice that withdrew them before. */
  readonly withdrawals: Map<number, number | null>;
}

/** An entry that a transaction changed. */
export interface Noted {
  readonly feedId: number;
  /** Where the entry was before the transaction; null: in no group, because the desk had not decided on the entry. */
  readonly before: Membership | null;
  /** The change that is logged in any case; null: only a change of place or standing is logged. */
  readonly kind: "revised" | "placed" | "relabelled" | "removed" | null;
  /** Whether the entry's standing was "struck" before; null: the standing did not change. */
  readonly wasStruck: boolean | null;
}

/** The start of a transaction, when nothing is changed yet. `privateFeeds`: the feeds of private sources. */
export function noneTouched(privateFeeds: ReadonlySet<number>): Touched {
  return {
    copies: new Map(),
    stories: new Map(),
    leadsToAnnounce: new Set(),
    privateFeeds,
    news: new Map(),
    outdated: new Set(),
    movedPublic: false,
    copiesOpened: 0,
    storiesOpened: 0,
    entries: new Map(),
    withdrawals: new Map(),
  };
}

/**
 * Notes an entry for the log of changes. The first note of a transaction says where the entry was. `kind` and
 * `wasStruck` of later notes count only if the first had none, or if the entry is removed.
 */
export function noteEntry(
  { entries }: Touched,
  entryId: number,
  { feedId, before, kind = null, wasStruck = null }: Pick<Noted, "feedId" | "before"> & Partial<Noted>,
): void {
  const known = entries.get(entryId);
  if (known === undefined) entries.set(entryId, { feedId, before, kind, wasStruck });
  else {
    const told = kind === "removed" ? kind : (known.kind ?? kind);
    entries.set(entryId, { ...known, kind: told, wasStruck: known.wasStruck ?? wasStruck });
  }
}

/** An entry's place and standing. */
export interface StandingRow extends Membership {
  readonly entryId: number;
  readonly feedId: number;
  readonly standing: CarrierStanding | null;
}

/** Notes an entry whose standing is about to change, as the entry is before the change. */
export function noteStanding(touched: Touched, { entryId, feedId, copyId, storyId, standing }: StandingRow): void {
  noteEntry(touched, entryId, { feedId, before: { copyId, storyId }, wasStruck: standing === "struck" });
}

/**
 * Notes that a copy's text is withdrawn or restored. `before`: the id of the notice that withdrew it until now; 0: an
 * editor; null: it was not withdrawn.
 */
export function noteWithdrawal({ withdrawals }: Touched, copyId: number, before: number | null): void {
  if (!withdrawals.has(copyId)) withdrawals.set(copyId, before);
}

/** An entry that was moved with its group, and the copy in which it was. */
export interface MovedRow {
  readonly entry_id: number;
  readonly feed_id: number;
  readonly copy_id: number;
}

/** The entries that a poll changed: those with a new revision, and those whose guid was corrected. */
export interface Reread {
  readonly revisedIds: readonly number[];
  readonly healedIds: readonly number[];
}

/** An entry and its present place. */
export interface PlacedRow extends MovedRow {
  readonly story_id: number;
}

/** Notes an entry whose guid was corrected. */
export function noteRelabelled(touched: Touched, row: PlacedRow): void {
  const before = { copyId: row.copy_id, storyId: row.story_id };
  noteEntry(touched, row.entry_id, { feedId: row.feed_id, before, kind: "relabelled" });
}

/** Notes an entry that has a new revision, and its copy. */
export function touchRevised(touched: Touched, row: PlacedRow): void {
  const before = { copyId: row.copy_id, storyId: row.story_id };
  noteEntry(touched, row.entry_id, { feedId: row.feed_id, before, kind: "revised" });
  touchCopy(touched, row.copy_id, null);
}

/** Notes an entry that is deleted, and the groups that it leaves. */
export function touchPurged(
  touched: Touched,
  row: { readonly id: number; readonly feed_id: number; readonly copy_id: number; readonly story_id: number },
): void {
  const before = { copyId: row.copy_id, storyId: row.story_id };
  noteEntry(touched, row.id, { feedId: row.feed_id, before, kind: "removed" });
  touchCopy(touched, row.copy_id, null);
  touchStory(touched, row.story_id, null);
}

/** Notes two entries that are joined: `keep` gets a new revision, and `join` is removed. */
export function touchJoined(touched: Touched, keep: JoinedPlace, join: JoinedPlace): void {
  noteJoined(touched, keep, "revised");
  noteJoined(touched, join, "removed");
  if (keep.copy_id !== null) touchCopy(touched, keep.copy_id, null);
  if (join.copy_id !== null) touchCopy(touched, join.copy_id, keep.copy_id);
  if (join.story_id !== null) touchStory(touched, join.story_id, keep.story_id);
}

interface JoinedPlace {
  readonly id: number;
  readonly feed_id: number;
  readonly copy_id: number | null;
  readonly story_id: number | null;
}

/** Skips an entry on which the desk has not decided, because nobody has seen it. */
function noteJoined(touched: Touched, { id, feed_id, copy_id, story_id }: JoinedPlace, kind: Noted["kind"]): void {
  if (copy_id === null || story_id === null) return;
  noteEntry(touched, id, { feedId: feed_id, before: { copyId: copy_id, storyId: story_id }, kind });
}

/** Notes the entries that were moved with their group out of the story, and whether the public sees any of them. */
export function touchMoved(touched: Touched, moved: readonly MovedRow[], storyId: number): void {
  if (moved.some(({ feed_id }) => !touched.privateFeeds.has(feed_id))) touched.movedPublic = true;
  for (const { entry_id, feed_id, copy_id } of moved) {
    noteEntry(touched, entry_id, { feedId: feed_id, before: { copyId: copy_id, storyId } });
  }
}

/** Notes a changed copy. `wentTo`: the copy to which its members moved; null: they did not move. */
export function touchCopy(touched: Touched, copyId: number, wentTo: number | null): void {
  touched.copies.set(copyId, wentTo ?? touched.copies.get(copyId) ?? null);
}

/** Notes a changed story. `wentTo`: the story to which its members moved; null: they did not move. */
export function touchStory(touched: Touched, storyId: number, wentTo: number | null): void {
  touched.stories.set(storyId, wentTo ?? touched.stories.get(storyId) ?? null);
}

/**
 * Notes what a decision on an entry means to readers. If the entry has a revision that is newer than the decision
 * (`isPresent` is false), the desk still has to decide on that revision, so it is not news yet.
 */
export function touchNews(
  { news, outdated }: Touched,
  entryId: number,
  { copy_id, news: isNews }: { readonly copy_id: number | null; readonly news: 0 | 1 },
  isPresent: boolean,
): void {
  if (!isPresent) outdated.add(entryId);
  news.set(entryId, copy_id === null ? "new" : isNews === 1 && isPresent ? "changed" : "none");
}
