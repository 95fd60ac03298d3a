import type { Change, ChangeKind, LogPlace } from "../../../domain/changes/change.ts";
import type { Revision, StoredEntry } from "../../../domain/entry.ts";
import { emptyFilter, type SectionFilter } from "../../../domain/section.ts";
import type { Audience } from "../../../domain/store.ts";
import type { Instant } from "../../../domain/time.ts";
import { chosenFeeds, type NamedFeed } from "../../searching/filter-plan.ts";
import { changeKinds } from "./change-rows.ts";

/**
 * The changes that a reader learns from rows of the log. `entries`: the present entries that the reader sees and that
 * pass the list's filter. `past`: the revisions of the entries in `revisedSince`.
 */
export function toldChanges(
  rows: readonly ChangeRow[],
  reader: ChangeReader,
  entries: ReadonlyMap<number, StoredEntry>,
  past: ReadonlyMap<number, readonly Revision[]>,
): readonly Change[] {
  return rows.flatMap((row): Change[] => {
    const entry = entries.get(row.entryId) ?? null;
    const kind = toldKind(row, entry, reader);
    if (kind === null) return [];
    const { at, entryId } = row;
    if (kind === "removed") return [{ at, kind, entryId, ...gone }];
    const { revision, copyId, storyId } = row;
    const isPast = entry !== null && revision !== null && revision < entry.revision;
    const said = isPast ? (past.get(entryId)?.find(({ number }) => number === revision) ?? null) : null;
    return [{ at, kind, entryId, revision, copyId, storyId, entry, past: said }];
  });
}

const gone = { revision: null, copyId: null, storyId: null, entry: null, past: null };

/** The ids of the entries that have a later revision than one of their rows in the log. */
export function revisedSince(rows: readonly ChangeRow[], entries: ReadonlyMap<number, StoredEntry>): readonly number[] {
  const ids = rows
    .filter(({ entryId, revision }) => revision !== null && revision < (entries.get(entryId)?.revision ?? 0))
    .map(({ entryId }) => entryId);
  return [...new Set(ids)];
}

/** A row of `changes` as it is read. */
export interface ChangeRow {
  readonly seq: number;
  readonly at: Instant;
  readonly kind: number;
  readonly entryId: number;
  readonly feedId: number;
  readonly isPrivate: 0 | 1;
  readonly revision: number | null;
  readonly copyId: number | null;
  readonly storyId: number | null;
}

/** The columns of `ChangeRow`. */
export const changeColumns = `seq, at, kind, entry_id AS "entryId", feed_id AS "feedId", is_private AS "isPrivate", revision,
  copy_id AS "copyId", story_id AS "storyId"`;

/** The reader of a list of changes. */
export interface ChangeReader {
  readonly audience: Audience;
  /** True when the filter lets the reader see private sources, for example because of a key. */
  readonly isOpened: boolean;
  /** True when the list that is read has a filter. */
  readonly isFiltered: boolean;
  /** Whether the reader may learn that a private entry of this feed was removed. */
  readonly hearsOf: (feedId: number) => boolean;
}

/**
 * The reader of a list with this filter. `feeds`: all feeds, if the filter lets the reader see private sources. Such a
 * reader learns that a private entry was removed only if all entries of its feed are in the list. Otherwise the reader
 * would learn of an entry that the list never showed.
 */
export function changeReader(audience: Audience, filter: SectionFilter, feeds: readonly NamedFeed[]): ChangeReader {
  const isOpened = filter.opensPrivate === true;
  const { sources, kinds, feedId, opensPrivate, ...rest } = filter;
  const isWhole = JSON.stringify({ ...emptyRest, ...rest }) === JSON.stringify(emptyRest);
  const whole = new Set(isOpened && isWhole ? chosenFeeds(feeds, filter, new Set()) : []);
  return {
    audience,
    isOpened,
    isFiltered: !isWhole || sources.length + kinds.length > 0 || feedId !== null,
    hearsOf: (id) => audience === "editors" || whole.has(id),
  };
}

const { sources: _sources, kinds: _kinds, feedId: _feedId, ...emptyRest } = emptyFilter;

/**
 * Whether the log still has all changes after the place `after`. `end`: the end of the log. `row`: the change at the
 * place; null when it is forgotten. `first`: the number of the oldest change that is kept; null when no change is kept.
 */
export function isKept(
  after: LogPlace,
  { end, row, first }: { readonly end: LogPlace; readonly row: LogPlace | null; readonly first: number | null },
): boolean {
  if (after.seq > end.seq || after.seq < (first ?? end.seq + 1) - 1) return false;
  const known = after.seq === end.seq ? end : row;
  return known === null || known.at === after.at;
}

/**
 * The change that the reader learns from a row; null: none. `entry`: the entry as the reader sees it now; null when the
 * reader does not see it, or when it does not pass the filter.
 *
 * The public never learns of a private entry's rows. When the source becomes public, the row "shown" announces the
 * entry. When the source becomes private, the row "hidden" tells the public that the entry is removed, because the
 * public could see it before.
 */
function toldKind(row: ChangeRow, entry: StoredEntry | null, reader: ChangeReader): ChangeKind | null {
  const kind = changeKinds[row.kind];
  const isPublic = reader.audience === "public" && !reader.isOpened;
  if (kind === undefined || (isPublic && row.isPrivate === 1)) return null;
  switch (kind) {
    case "removed":
      return row.isPrivate === 0 || reader.hearsOf(row.feedId) ? "removed" : null;
    case "hidden":
      if (isPublic) return "removed";
      return entry === null ? null : reader.isOpened ? "relabelled" : "hidden";
    case "shown":
      if (entry === null) return null;
      return isPublic ? "added" : reader.isOpened ? "relabelled" : "shown";
    case "revised":
    case "relabelled":
      // A revision can make an entry leave a list. The log does not say whether the entry was in the list before, so
      // the reader of a list with a filter is told that the entry was removed.
      if (entry === null) return reader.isFiltered && row.isPrivate === 0 ? "removed" : null;
      return kind;
    case "added":
    case "placed":
    case "withdrawn":
    case "restored":
      return entry === null ? null : kind;
  }
}
