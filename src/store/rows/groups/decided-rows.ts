import type { NewsTexts } from "../../../domain/alerts/match-news.ts";
import type { CarrierStanding } from "../../../domain/copies/carrier-standing.ts";
import type { DecidedFacts, DecidedItem, PendingItem } from "../../../domain/desk-store.ts";
import type { CueKind } from "../../../domain/entry.ts";
import type { SourceKind } from "../../../domain/feed.ts";
import { authorLine } from "../../../domain/query/searched.ts";
import type { Instant } from "../../../domain/time.ts";
import type { DedupeItem } from "../../../domain/verdict.ts";
import { cueOf, detailsOf } from "../entry-rows.ts";
import { isOwnPage } from "../is-own-page.ts";
import { headlineOf } from "../said-once.ts";
import type { Touched } from "./touched.ts";

/** The columns of an entry that the desk compares. Aliases: `entries` is e, `feeds` f, `sources` s. */
export const itemColumns = `e.id, e.feed_id, s.id AS source_id, s.name AS source_name, s.kind AS source_kind, s.rank AS source_rank,
  s.is_private AS source_private, e.title, e.headline, e.text, e.language, e.cue_kind, e.cue_number, e.cue_raw, e.credit, e.url, e.url_key, e.text_key, f.spec_url,
  e.first_seen_at, e.published_at`;

/** `itemColumns` with empty texts. */
export const factColumns = `${itemColumns.replace("e.title, e.headline, e.text", "'' AS title, '' AS headline, '' AS text")}, e.revision`;

interface ItemRow {
  readonly id: number;
  readonly feed_id: number;
  readonly source_id: number;
  readonly source_name: string;
  readonly source_kind: SourceKind;
  readonly source_rank: number;
  readonly source_private: number;
  readonly title: string;
  readonly headline: string;
  readonly text: string;
  readonly language: string | null;
  readonly cue_kind: CueKind | null;
  readonly cue_number: number | null;
  readonly cue_raw: string | null;
  readonly credit: string | null;
  readonly url: string | null;
  readonly url_key: string | null;
  readonly spec_url: string;
  readonly text_key: string | null;
  readonly first_seen_at: Instant;
  readonly published_at: Instant;
}

/** The columns of `PendingRow`. Alias: `memberships` is m. */
export const pendingColumns = `${itemColumns}, e.details, e.revision, m.copy_id, m.story_id`;

/** An entry that waits for the desk. `copy_id` and `story_id` are null for a new entry. */
export type PendingRow = ItemRow & {
  readonly details: string;
  readonly revision: number;
  readonly copy_id: number | null;
  readonly story_id: number | null;
};

/** An entry on which the desk has decided. */
export type DecidedRow = ItemRow & {
  readonly copy_id: number;
  readonly story_id: number;
  readonly lead_entry_id: number;
} & {
  readonly standing: CarrierStanding | null;
  readonly withdrawn_by: number | null;
};

function itemOf(row: ItemRow): DedupeItem {
  return {
    id: row.id,
    feedId: row.feed_id,
    sourceId: row.source_id,
    sourceName: row.source_name,
    sourceKind: row.source_kind,
    sourceRank: row.source_rank,
    ...(row.source_private === 1 ? { isPrivate: true } : {}),
    title: row.title,
    headline: headlineOf(row.headline, row.title),
    text: row.text,
    language: row.language,
    cue: cueOf(row),
    credit: row.credit,
    urlKey: row.url_key,
    ownPage: isOwnPage(row.spec_url, row.url),
    textKey: row.text_key,
    arrivedAt: row.first_seen_at,
    publishedAt: row.published_at,
  };
}

/** Reads a pending entry from its row. */
export function pendingOf(row: PendingRow): PendingItem {
  return {
    item: itemOf(row),
    membership: row.copy_id === null || row.story_id === null ? null : { copyId: row.copy_id, storyId: row.story_id },
  };
}

/**
 * Returns a function that gives the texts of an entry as the desk read them; the rules of alerts test these texts
 * first. It returns null when the desk did not read the entry, or when the entry was revised since then.
 */
export function textsOf(
  { outdated }: Pick<Touched, "outdated">,
  decidedOn: ReadonlyMap<number, PendingRow>,
): (entryId: number) => NewsTexts | null {
  return (entryId) => {
    const row = outdated.has(entryId) ? undefined : decidedOn.get(entryId);
    return row === undefined ? null : newsTextsOf(row);
  };
}

function newsTextsOf({ title, text, details, language, cue_kind }: PendingRow): NewsTexts {
  return {
    ...{ title, text, past: "", language, cueKind: cue_kind },
    // Few rules ask for authors, so the details are read only then.
    get author() {
      return authorLine(detailsOf(details).authors);
    },
  };
}

/** Reads a decided entry from its row. */
export function decidedOf(row: DecidedRow): DecidedItem {
  return {
    item: itemOf(row),
    membership: { copyId: row.copy_id, storyId: row.story_id },
    leadEntryId: row.lead_entry_id,
    ...(row.standing === null ? {} : { standing: row.standing }),
    ...(row.withdrawn_by === null ? {} : { withdrawnBy: row.withdrawn_by }),
  };
}

/** Reads a decided entry with its revision from its row. */
export function factsOf(row: DecidedRow & { readonly revision: number }): DecidedFacts {
  return { ...decidedOf(row), revision: row.revision };
}
