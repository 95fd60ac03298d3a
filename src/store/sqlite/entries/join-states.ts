import { type JoinedState, joinedStates } from "../../rows/joined-states.ts";
import type { Connection } from "../connection.ts";
import { fileStates, readFiledStates, readPresentState } from "./filed-states.ts";

/**
 * Joins the states of two entries: saves them as revisions of the entry `keepId`, in the order in which they were seen,
 * and makes the newest state its present state. Of successive states with the same content, only one is kept. The
 * joined entry (`joinId`) keeps its row in `entries`, which the caller deletes. If the kept entry takes over the joined
 * entry's guid, that row gets a new guid. Returns the change in the number of kept states: 0 or less.
 */
export function joinStates(connection: Connection, keepId: number, joinId: number): number {
  const states = [...statesOf(connection, keepId), ...statesOf(connection, joinId)];
  const { filed, source, present, revision } = joinedStates(states, keepId, joinId);
  connection.sql("DELETE FROM revisions WHERE entry_id IN (?, ?)").run(keepId, joinId);
  fileStates(connection, keepId, filed);
  if (source === joinId) takeOver(connection, keepId, joinId);
  connection.sql(presentSql).run({ keepId, joinId, revision, ...present });
  return revision - states.length;
}

function statesOf(connection: Connection, entryId: number): readonly JoinedState[] {
  const present = readPresentState(connection, entryId);
  return [
    ...readFiledStates(connection, entryId).map((state) => ({ ...state, entryId, isPresent: false })),
    ...(present === null ? [] : [{ ...present, entryId, isPresent: true }]),
  ];
}

/** Takes the guid away from the joined entry first, because two entries of a feed cannot have the same guid. */
function takeOver(connection: Connection, keepId: number, joinId: number): void {
  const row = connection.sql<{ guid: string }>("SELECT guid FROM entries WHERE id = ?").get(joinId);
  connection.sql("UPDATE entries SET guid = 'joined:' || id WHERE id = ?").run(joinId);
  connection
    .sql(
      `UPDATE entries SET (${columns}) = (SELECT ${columns} FROM entries j WHERE j.id = :joinId), guid = :guid
       WHERE id = :keepId`,
    )
    .run({ keepId, joinId, guid: row?.guid ?? "" });
}

const columns = `published_at, updated_at, date_class, urgency, cue_kind, cue_number, cue_raw, language, credit, title,
  url, guid_origin, guid_key, url_key, text_key, content_hash, headline, summary, details, text, html, packed`;

const presentSql = `UPDATE entries SET revision = :revision, revised_at = max(:seenAt, first_seen_at), significant = :significant,
    published_at = min(published_at, first_seen_at),
    stored_at = max(stored_at, (SELECT j.stored_at FROM entries j WHERE j.id = :joinId)),
    significant_at = max(significant_at, (SELECT j.significant_at FROM entries j WHERE j.id = :joinId))
  WHERE id = :keepId`;
