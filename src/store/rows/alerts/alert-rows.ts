import type { HeldRow } from "../../../domain/alerts/release-held.ts";
import type { HeldEvent } from "../../../domain/alerts/route-alerts.ts";
import type { AlertThread, NewsEntry } from "../../../domain/alerts/story-news.ts";
import type { DateClass } from "../../../domain/entry.ts";
import { groupedBy } from "../../../domain/grouped-by.ts";
import type { Instant } from "../../../domain/time.ts";
import { type SearchedRow, searchedColumns, searchedOf } from "../../searching/searched-row.ts";
import { headlineOf, ownSummaryOf } from "../said-once.ts";

/**
 * The columns of `NewsEntry`. `house`: the store's expression for the outlet of an entry (`publisher-column.ts`).
 * Aliases: `entries` is e, `memberships` m, `copies` c, `sources` s.
 */
export const newsColumns = (
  house: string,
): string => `${searchedColumns}, e.id AS "entryId", e.feed_id AS "feedId", m.copy_id AS "copyId", m.story_id AS "storyId",
  s.id AS "sourceId", ${house} AS house, s.is_private AS "isPrivate", e.headline, e.summary, e.cue_number AS "cueNumber", e.text_key AS "textKey",
  e.content_hash AS "contentHash", e.published_at AS "publishedAt", e.date_class AS "dateClass", e.revised_at AS "revisedAt",
  e.stored_at AS "storedAt"`;

/** An entry as `newsColumns` selects it. */
export type NewsRow = SearchedRow & {
  readonly entryId: number;
  readonly feedId: number;
  readonly copyId: number;
  readonly storyId: number;
  readonly sourceId: number;
  readonly house: string;
  readonly isPrivate: number;
  readonly headline: string;
  readonly summary: string;
  readonly cueNumber: number | null;
  readonly textKey: string | null;
  readonly contentHash: string;
  readonly publishedAt: Instant;
  readonly dateClass: DateClass;
  readonly revisedAt: Instant;
  readonly storedAt: Instant;
};

/** `past`: the earlier words of the entry; "" when no rule asks for them. */
export function newsOf(row: NewsRow, past: string): NewsEntry {
  // This literal has no spreads, because they would make it many times slower.
  return {
    entryId: row.entryId,
    feedId: row.feedId,
    copyId: row.copyId,
    storyId: row.storyId,
    sourceId: row.sourceId,
    house: row.house,
    isPrivate: row.isPrivate === 1,
    headline: headlineOf(row.headline, row.title),
    summary: ownSummaryOf(row.summary),
    cueKind: row.cueKind,
    cueNumber: row.cueNumber,
    textKey: row.textKey,
    contentHash: row.contentHash,
    publishedAt: row.publishedAt,
    dateClass: row.dateClass,
    revisedAt: row.revisedAt,
    storedAt: row.storedAt,
    standing: row.standing,
    withdrawnBy: row.withdrawnBy,
    searched: searchedOf(row, past),
  };
}

/** The columns of `StoryMember`. `house` and the aliases are those of `newsColumns`; `stories` is t. */
export const memberColumns = (
  house: string,
): string => `m.entry_id AS "entryId", m.copy_id AS "copyId", m.story_id AS "storyId", s.id AS "sourceId", s.name AS "sourceName", ${house} AS house,
  s.is_private AS "isPrivate", m.first_seen_at AS "firstSeenAt", m.standing, c.lead_entry_id AS "leadEntryId",
  t.lead_entry_id AS "storyLeadId"`;

/** In a larger story, only the earliest entries count. */
export const alertMembersMax = 2000;

/** The columns of a thread. Alias: `alert_threads` is a. */
export const threadColumns = `a.rule, a.source_id AS "sourceId", a.began_at AS "beganAt", a.told, a.messages,
  a.first_serial AS "serial", a.first_title AS "title", a.first_url AS "deskUrl"`;

/**
 * An alert thread as its row holds it. `ownId`: the story for which the thread began. `storyId`: the same story, or the
 * story into which it was merged.
 */
export interface ThreadRow {
  readonly rule: string;
  readonly storyId: number;
  readonly ownId: number;
  readonly sourceId: number;
  readonly beganAt: Instant;
  readonly told: string;
  readonly messages: number;
  readonly serial: string | null;
  readonly title: string | null;
  readonly deskUrl: string | null;
}

/**
 * The threads of stories. If stories with threads were merged, the thread of the remaining story goes on. If the
 * remaining story has no thread, the earliest thread goes on. What was told in any of the threads counts as told.
 */
export function threadsOf(rows: readonly ThreadRow[]): readonly AlertThread[] {
  return [...groupedBy(rows, ({ storyId, rule }) => `${storyId} ${rule}`).values()].map(oneThread);
}

function oneThread(rows: readonly ThreadRow[]): AlertThread {
  const rank = (row: ThreadRow) => (row.ownId === row.storyId ? 0 : 1);
  const [kept] = [...rows].sort((a, b) => rank(a) - rank(b) || a.beganAt - b.beganAt || a.ownId - b.ownId);
  if (kept === undefined) throw new Error("a thread without rows");
  const { rule, storyId, sourceId, beganAt, messages, serial, title, deskUrl } = kept;
  const told = [...new Set(rows.flatMap((row) => JSON.parse(row.told) as readonly string[]))];
  const first = serial === null || title === null || deskUrl === null ? null : { serial, title, deskUrl };
  return { rule, storyId, sourceId, beganAt, messages, told, first };
}

/** The values of a thread's row. */
export function threadValues({ rule, storyId, sourceId, beganAt, told, messages, first }: AlertThread) {
  return {
    ...{ rule, storyId, sourceId, beganAt, told: JSON.stringify(told), messages },
    ...{ serial: first?.serial ?? null, title: first?.title ?? null, deskUrl: first?.deskUrl ?? null },
  };
}

/** At most this many events are released at a time. */
export const heldRowsMax = 5000;

/** A row of `alert_held`. */
export interface HeldTableRow {
  readonly id: number;
  readonly rule: string;
  readonly story_id: number;
  readonly begins: number;
  readonly item: string;
  readonly reason: HeldEvent["reason"];
  readonly due_at: Instant;
}

/** Reads a held event from its row. */
export function heldRowOf({ id, rule, story_id, begins, item, reason, due_at }: HeldTableRow): HeldRow {
  return { id, rule, storyId: story_id, begins: begins === 1, item: JSON.parse(item), reason, dueAt: due_at };
}

/** The values of a row of `alert_held`. */
export function heldValues({ rule, storyId, begins, item, reason, dueAt }: HeldEvent) {
  return { rule, storyId, begins: begins ? 1 : 0, item: JSON.stringify(item), reason, dueAt };
}
