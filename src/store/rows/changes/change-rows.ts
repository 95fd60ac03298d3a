import type { ChangeKind } from "../../../domain/changes/change.ts";
import type { Noted, Touched } from "../groups/touched.ts";

/**
 * The kinds of changes. The position of a kind in this list is its number in the column `kind`, so the order must never
 * change.
 */
export const changeKinds: readonly ChangeKind[] = [
  "added",
  "revised",
  "placed",
  "withdrawn",
  "restored",
  "relabelled",
  "hidden",
  "shown",
  "removed",
];

/** The number of a kind in the column `kind`. */
export function kindNumber(kind: ChangeKind): number {
  return changeKinds.indexOf(kind);
}

/** A row of `changes` that is to be written. Its number and time are set when it is written. */
export interface NewChange {
  readonly kind: number;
  readonly entryId: number;
  readonly feedId: number;
  /** 1: the public must not learn of the change. */
  readonly isPrivate: 0 | 1;
  readonly revision: number | null;
  readonly copyId: number | null;
  readonly storyId: number | null;
}

/** An entry as a transaction leaves it. */
export interface PresentPlace {
  readonly entryId: number;
  readonly feedId: number;
  readonly copyId: number;
  readonly storyId: number;
  readonly revision: number;
  readonly isStruck: 0 | 1;
}

/** A member of a copy whose text was withdrawn or restored. `withdrawnBy`: as the transaction leaves it. */
export interface WithdrawalPlace extends PresentPlace {
  readonly withdrawnBy: number | null;
  /**
   * The feed of the notice that withdraws the copy, or withdrew it before; null when an editor withdrew it, or when the
   * notice no longer exists.
   */
  readonly noticeFeedId: number | null;
}

/**
 * The rows that a transaction adds to the log, in order. `present`: the noted entries that still exist. `members`: the
 * members of the copies in `touched.withdrawals`.
 */
export function changesOf(
  touched: Touched,
  present: ReadonlyMap<number, PresentPlace>,
  members: readonly WithdrawalPlace[],
): readonly NewChange[] {
  const noted = [...touched.entries].flatMap(([entryId, one]) => {
    const place = present.get(entryId);
    const kind = kindOf(one, place);
    return kind === null ? [] : [newChange(kind, place ?? { ...nowhere, entryId, feedId: one.feedId }, touched)];
  });
  const withdrawn = members.flatMap((member) => {
    const isNew = touched.entries.get(member.entryId)?.before === null;
    if (isNew || touched.withdrawals.get(member.copyId) === member.withdrawnBy) return [];
    const kind = member.withdrawnBy === null ? "restored" : "withdrawn";
    const isSecret = member.noticeFeedId !== null && touched.privateFeeds.has(member.noticeFeedId);
    return [{ ...newChange(kind, member, touched), ...(isSecret ? { isPrivate: 1 as const } : {}) }];
  });
  return [...noted, ...withdrawn];
}

const nowhere = { revision: null, copyId: null, storyId: null };

function newChange(
  kind: ChangeKind,
  {
    entryId,
    feedId,
    revision,
    copyId,
    storyId,
  }: Pick<NewChange, "entryId" | "feedId" | "revision" | "copyId" | "storyId">,
  { privateFeeds }: Touched,
): NewChange {
  const isPrivate = privateFeeds.has(feedId) ? 1 : 0;
  return { kind: kindNumber(kind), entryId, feedId, isPrivate, revision, copyId, storyId };
}

function kindOf({ before, kind, wasStruck }: Noted, place: PresentPlace | undefined): ChangeKind | null {
  if (kind === "removed") return "removed";
  if (place === undefined) return null;
  if (before === null) return "added";
  if (kind === "revised" || kind === "relabelled") return kind;
  if (wasStruck !== null && wasStruck !== (place.isStruck === 1)) return wasStruck ? "restored" : "withdrawn";
  const isMoved = before.copyId !== place.copyId || before.storyId !== place.storyId;
  return isMoved || kind === "placed" ? "placed" : null;
}
