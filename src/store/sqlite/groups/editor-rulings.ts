import type { Instant } from "../../../domain/time.ts";
import type { EditorRuling, RecordedRuling } from "../../../domain/verdict.ts";
import type { Connection } from "../connection.ts";
import { seesEntry, visibilityOf } from "../lists/visibility.ts";

/** Words recorded after id `afterId`, oldest first. */
export function readEditorRulings(connection: Connection, afterId: number): readonly RecordedRuling[] {
  return connection
    .sql<WordRow>(`SELECT ${columns} FROM editor_words w WHERE id > ? ORDER BY id`)
    .all(afterId)
    .map(recordOf);
}

const wordsAboutMax = 100;

/**
 * Words on a story, on what was merged into it, or on its entries; newest first. Words are said by hand, so their table
 * is small.
 */
export function readWordsAbout(connection: Connection, storyId: number): readonly RecordedRuling[] {
  const sight = visibilityOf(connection, null);
  return connection
    .sql<WordRow>(
      `SELECT ${columns} FROM editor_words w
       WHERE EXISTS (SELECT 1 FROM memberships m WHERE m.entry_id = w.word ->> 'entryA' AND m.story_id = :storyId)
         OR EXISTS (SELECT 1 FROM memberships m WHERE m.entry_id = w.word ->> 'entryB' AND m.story_id = :storyId)
         OR EXISTS (SELECT 1 FROM stories s WHERE s.id = w.word ->> 'storyId' AND coalesce(s.merged_into, s.id) = :storyId)
       ORDER BY w.id DESC LIMIT ${wordsAboutMax}`,
    )
    .all({ storyId })
    .map(recordOf)
    .filter(
      ({ ruling: word }) =>
        word.kind === "pin" || [word.entryA, word.entryB].every((id) => seesEntry(connection, sight, id)),
    );
}

const columns = "w.id, w.word, w.said_by, w.said_at, w.carried_out";

interface WordRow {
  readonly id: number;
  readonly word: string;
  readonly said_by: string;
  readonly said_at: Instant;
  readonly carried_out: number;
}

function recordOf(row: WordRow): RecordedRuling {
  return {
    id: row.id,
    ruling: JSON.parse(row.word) as EditorRuling,
    by: row.said_by,
    at: row.said_at,
    carriedOut: row.carried_out === 1,
  };
}
