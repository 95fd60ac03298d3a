import type { CarrierStanding } from "../../domain/copies/carrier-standing.ts";
import type { CueKind } from "../../domain/entry.ts";
import { statesOf } from "../../domain/query/entry-states.ts";
import { authorLine, type Searched } from "../../domain/query/searched.ts";
import type { Instant } from "../../domain/time.ts";
import { detailsOf } from "../rows/entry-rows.ts";

/** The parts of an entry that a query tests, as `searchedColumns` selects them. */
export type SearchedRow = Omit<Searched, "author" | "past" | "categories" | "states" | "ofStory"> & {
  readonly details: string;
  readonly cueKind: CueKind | null;
  readonly significantAt: Instant;
  readonly standing: CarrierStanding | null;
  readonly withdrawnBy: number | null;
};

/** Aliases: `entries` is e, `memberships` m and `copies` c (both if joined), `sources` s. */
export const searchedColumns = `e.title, e.text, e.details, e.language, e.urgency, e.url, e.first_seen_at AS "firstSeenAt",
  e.cue_kind AS "cueKind", e.significant_at AS "significantAt", m.standing, c.withdrawn_by AS "withdrawnBy",
  s.name AS "sourceName", s.kind AS "sourceKind"`;

/**
 * `past`: the earlier words of the entry; "" when the query does not ask for them. Conditions on the entry's story are
 * not decided here.
 */
export function searchedOf(row: SearchedRow, past: string): Searched {
  const { authors, categories } = detailsOf(row.details);
  const { cueKind, withdrawnBy, significantAt, firstSeenAt } = row;
  const cue = cueKind === null ? null : { kind: cueKind, number: null, raw: "" };
  const standing = row.standing ?? "listed";
  const isWithdrawn = withdrawnBy !== null || standing === "struck";
  // This literal has no spreads, because they would make it many times slower.
  return {
    title: row.title,
    text: row.text,
    author: authorLine(authors),
    past,
    language: row.language,
    sourceName: row.sourceName,
    sourceKind: row.sourceKind,
    categories,
    urgency: row.urgency,
    states: statesOf({ cue, significantAt, firstSeenAt, standing, isWithdrawn }),
    url: row.url,
    firstSeenAt,
    ofStory: null,
  };
}
