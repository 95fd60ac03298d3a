import type { StoredEntry } from "../../domain/entry.ts";
import type { SourceKind } from "../../domain/feed.ts";
import type { Carrier, Collapse, WireItem } from "../../domain/section.ts";
import type { Instant } from "../../domain/time.ts";
import type { Reason } from "../../domain/verdict.ts";
import type { Connection } from "./connection.ts";
import { type StoredEntryRow, storedEntryOf, storedEntrySql } from "./entry-rows.ts";

export const carriersMax = 200;

/** One group as a list shows it; `arrivedAt` null stands for its first arrival. null when there is no such group. */
export function readWireItem(
  connection: Connection,
  collapse: Collapse,
  id: number,
  arrivedAt: Instant | null,
): WireItem | null {
  const facts = factsOf(connection, collapse, id);
  const lead = facts === null ? null : readStoredEntry(connection, facts.leadEntryId);
  if (facts === null || lead === null || lead.copyId === null || lead.storyId === null) return null;
  return {
    collapse,
    id,
    copyId: lead.copyId,
    storyId: lead.storyId,
    lead,
    carriers: collapse === "none" ? [carrierFrom(lead)] : readCarriers(connection, collapse, id, lead),
    arrivedAt: arrivedAt ?? facts.arrivedAt,
    significantAt: facts.significantAt ?? lead.significantAt,
    copyCount: facts.copyCount,
  };
}

export function readStoredEntry(connection: Connection, id: number): StoredEntry | null {
  const row = connection.sql<StoredEntryRow>(`${storedEntrySql} WHERE e.id = ?`).get(id);
  return row === undefined ? null : storedEntryOf(row);
}

interface Facts {
  readonly leadEntryId: number;
  readonly arrivedAt: Instant;
  readonly significantAt: Instant | null;
  readonly copyCount: number;
}

function factsOf(connection: Connection, collapse: Collapse, id: number): Facts | null {
  return connection.sql<Facts>(factsSql[collapse]).get(id) ?? null;
}

const factsSql: Readonly<Record<Collapse, string>> = {
  copy: `SELECT lead_entry_id AS leadEntryId, arrived_at AS arrivedAt, significant_at AS significantAt, 1 AS copyCount
    FROM copies WHERE id = ? AND merged_into IS NULL`,
  story: `SELECT s.lead_entry_id AS leadEntryId, s.arrived_at AS arrivedAt, s.significant_at AS significantAt,
    (SELECT count(*) FROM copies c WHERE c.story_id = s.id AND c.merged_into IS NULL) AS copyCount
    FROM stories s WHERE s.id = ? AND s.merged_into IS NULL`,
  none: `SELECT entry_id AS leadEntryId, first_seen_at AS arrivedAt, NULL AS significantAt, 1 AS copyCount
    FROM memberships WHERE entry_id = ?`,
};

interface CarrierRow {
  readonly id: number;
  readonly feed_id: number;
  readonly url: string | null;
  readonly title: string;
  readonly published_at: Instant;
  readonly first_seen_at: Instant;
  readonly reasons: string | null;
  readonly source_id: number;
  readonly source_name: string;
  readonly source_kind: SourceKind;
  readonly source_rank: number;
}

/** The lead first, then by arrival. */
function readCarriers(
  connection: Connection,
  collapse: "copy" | "story",
  id: number,
  lead: StoredEntry,
): readonly Carrier[] {
  const rows = connection.sql<CarrierRow>(carriersSql[collapse]).all(id, lead.id);
  return [carrierFrom(lead), ...rows.map(carrierOf)];
}

function carriersOf(member: "copy_id" | "story_id"): string {
  return `SELECT e.id, e.feed_id, e.url, e.title, e.published_at, e.first_seen_at, r.list AS reasons,
    s.id AS source_id, s.name AS source_name, s.kind AS source_kind, s.rank AS source_rank
    FROM memberships m CROSS JOIN entries e ON e.id = m.entry_id
    CROSS JOIN feeds f ON f.id = e.feed_id CROSS JOIN sources s ON s.id = f.source_id
    LEFT JOIN reasons r ON r.entry_id = e.id
    WHERE m.${member} = ? AND m.entry_id <> ? ORDER BY m.first_seen_at, m.entry_id LIMIT ${carriersMax - 1}`;
}

const carriersSql = { copy: carriersOf("copy_id"), story: carriersOf("story_id") } as const;

function carrierOf(row: CarrierRow): Carrier {
  return {
    entryId: row.id,
    feedId: row.feed_id,
    source: { id: row.source_id, name: row.source_name, kind: row.source_kind, rank: row.source_rank },
    url: row.url,
    title: row.title,
    publishedAt: row.published_at,
    firstSeenAt: row.first_seen_at,
    reasons: row.reasons === null ? [] : (JSON.parse(row.reasons) as Reason[]),
  };
}

function carrierFrom(entry: StoredEntry): Carrier {
  const { id, feedId, source, url, title, publishedAt, firstSeenAt, reasons } = entry;
  return { entryId: id, feedId, source, url, title, publishedAt, firstSeenAt, reasons };
}
