import type { NamedEntry, Reason, ToldReason } from "../../../domain/reason.ts";
import { tellReason } from "../../../domain/reason-words.ts";
import type { Connection } from "../connection.ts";
import { seesEntry, type Visibility } from "./visibility.ts";

/**
 * Puts an entry's stored reasons (JSON; null: none) into words for the reader. A reason is left out if it names an
 * entry that the reader may not see, because the words name sources and times.
 */
export function tellReasons(connection: Connection, sight: Visibility, list: string | null): readonly ToldReason[] {
  if (list === null) return [];
  const nameOf = (id: number): NamedEntry | null => nameEntry(connection, sight, id);
  return (JSON.parse(list) as readonly Reason[])
    .filter(({ entries }) => entries.every((id) => seesEntry(connection, sight, id)))
    .map(({ text, ...reason }) => tellReason(sight.isPartial ? reason : { ...reason, text }, nameOf));
}

function nameEntry(connection: Connection, sight: Visibility, id: number): NamedEntry | null {
  const known = sight.names.get(id);
  if (known !== undefined) return known;
  const named = connection.sql<NamedEntry>(presentSql).get(id) ?? connection.sql<NamedEntry>(purgedSql).get(id) ?? null;
  sight.names.set(id, named);
  return named;
}

const presentSql = `SELECT s.name AS source, m.first_seen_at AS at FROM memberships m
  CROSS JOIN feeds f ON f.id = m.feed_id CROSS JOIN sources s ON s.id = f.source_id WHERE m.entry_id = ?`;

const purgedSql = `SELECT s.name AS source, NULL AS at FROM purged p
  CROSS JOIN feeds f ON f.id = p.feed_id CROSS JOIN sources s ON s.id = f.source_id WHERE p.id = ?`;
