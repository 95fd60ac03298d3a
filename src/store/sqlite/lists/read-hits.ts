import { firedMax, type Hits, type HitsQuery, hitPartsMax, hitsMax } from "../../../domain/query/hits.ts";
import type { SectionFilter } from "../../../domain/section.ts";
import { hourMs, type Instant } from "../../../domain/time.ts";
import { first } from "../../searching/listed.ts";
import type { Connection } from "../connection.ts";
import { candidates } from "./candidates.ts";
import type { Candidate } from "./candidates-by-index.ts";
import { entryTester } from "./entry-tester.ts";
import { filterMatch, noTest } from "./filter-match.ts";
import { listGroups } from "./read-page.ts";

/** `ReadStore.readHits`, inside a transaction. */
export function readHits(connection: Connection, query: HitsQuery): Hits {
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), hitsMax);
  const { filter, collapse, since } = query;
  const groups = new Set<number>();
  const hours = new Map<Instant, number>();
  let entries = 0;
  let oldestAt: Instant | null = null;
  let isWhole = true;
  for (const { id, at } of entriesOf(connection, query, filter)) {
    if (entries >= limit) {
      isWhole = false;
      break;
    }
    entries += 1;
    groups.add(id);
    oldestAt = Math.min(at, oldestAt ?? at);
    const hour = at - (at % hourMs);
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
  }
  const parts = query.parts
    .slice(0, hitPartsMax)
    .map((part) => countOf(entriesOf(connection, query, { ...filter, query: part }), limit));
  const fired = since === null ? null : countFired(connection, { filter, collapse, since });
  const inOrder = [...hours].sort(([a], [b]) => b - a);
  return { entries, items: groups.size, isWhole, oldestAt, hours: inOrder, fired, parts };
}

/** The entries that match a filter, newest stretch of time first. */
function* entriesOf(
  connection: Connection,
  { collapse, since, limit }: Pick<HitsQuery, "collapse" | "since" | "limit">,
  filter: SectionFilter,
): Generator<Candidate> {
  const found = filterMatch(connection, filter, limit);
  if (found.kind === "none") return;
  const match =
    found.kind === "all" ? ({ kind: "some", drive: null, rest: noTest, whole: noTest, query: null } as const) : found;
  const passes = entryTester(connection, match.rest);
  const from = since ?? Number.NEGATIVE_INFINITY;
  for (const entry of candidates(connection, { match, collapse, from: first.at, step: -1 })) {
    // Entries within one quarter of an hour come in no particular order, so the walk stops only an hour before `from`.
    if (entry.at < from - hourMs) return;
    if (entry.at >= from && passes(entry)) yield entry;
  }
}

function countOf(entries: Iterable<Candidate>, limit: number): number {
  let count = 0;
  for (const _ of entries) {
    count += 1;
    if (count >= limit) break;
  }
  return count;
}

/**
 * Counts the items that began to match at or after `since`. The list starts with the latest items, so only its
 * beginning is read.
 */
function countFired(
  connection: Connection,
  { filter, collapse, since }: { filter: SectionFilter; collapse: HitsQuery["collapse"]; since: Instant },
): number {
  const page = { filter, collapse, sort: "matched", limit: firedMax, after: null } as const;
  return listGroups(connection, page, firedMax).filter(({ at }) => at >= since).length;
}
