import type { Ruled } from "../../../domain/desk-store.ts";
import { WireError } from "../../../domain/errors.ts";
import { type EditorRuling, entriesNamed, type RecordedRuling } from "../../../domain/verdict.ts";
import { type RulingRow, recordOf } from "../../rows/groups/ruling-rows.ts";
import { answerCommand } from "../commands/answer-command.ts";
import { readWaiting } from "../commands/waiting-commands.ts";
import type { Connection } from "../connection.ts";
import { seesEntry, type Visibility, visibilityOf } from "../lists/visibility.ts";

/** Every ruling that was carried out, oldest first. */
export function readEditorRulings(connection: Connection): readonly RecordedRuling[] {
  return connection.sql<RulingRow>(`SELECT ${columns} FROM editor_words w ORDER BY id`).all().map(recordOf);
}

/**
 * Records an editor's rulings as carried out, and answers their command, inside the transaction that regroups. Error:
 * conflict, when another desk has answered the command in the meantime.
 */
export function saveRuled(connection: Connection, { rulings, by, askedAt, command }: Ruled): void {
  if (!answerCommand(connection, command.id, { kind: "done", result: null }, command.answeredAt))
    throw new WireError("conflict", "that decision has already been carried out");
  const insert = connection.sql("INSERT INTO editor_words (word, said_by, said_at, carried_out) VALUES (?, ?, ?, 1)");
  for (const ruling of rulings) insert.run(JSON.stringify(ruling), by, askedAt);
}

const rulingsAboutMax = 100;
const waitingReadMax = 100;

/**
 * Rulings on a story, on stories merged into it, or on its entries; newest first. The statement reads the whole table,
 * which is small, because people make rulings by hand.
 */
export function readRulingsAbout(connection: Connection, storyId: number): readonly RecordedRuling[] {
  const sight = visibilityOf(connection, null);
  const carriedOut = connection.sql<RulingRow>(aboutSql).all({ storyId }).map(recordOf);
  return [...waitingAbout(connection, storyId), ...carriedOut]
    .slice(0, rulingsAboutMax)
    .filter(({ ruling }) => isSeen(connection, sight, ruling));
}

function isSeen(connection: Connection, sight: Visibility, ruling: EditorRuling): boolean {
  return entriesNamed(ruling).every((id) => seesEntry(connection, sight, id));
}

/** `ReadStore.readRulingsNaming`. */
export function readRulingsNaming(connection: Connection, entryIds: readonly number[]): readonly RecordedRuling[] {
  const sight = visibilityOf(connection, null);
  return connection
    .sql<RulingRow>(namingSql)
    .all(JSON.stringify(entryIds))
    .map(recordOf)
    .filter(({ ruling }) => isSeen(connection, sight, ruling))
    .reverse();
}

const rulingsNamingMax = 20_000;

const columns = "w.word, w.said_by, w.said_at";

const namingSql = `WITH asked AS (SELECT value AS id FROM json_each(?))
  SELECT ${columns} FROM editor_words w WHERE w.word ->> 'entryA' IN (SELECT id FROM asked)
    OR w.word ->> 'entryB' IN (SELECT id FROM asked) ORDER BY w.id DESC LIMIT ${rulingsNamingMax}`;

const aboutSql = `SELECT ${columns} FROM editor_words w
  WHERE EXISTS (SELECT 1 FROM memberships m WHERE m.entry_id = w.word ->> 'entryA' AND m.story_id = :storyId)
    OR EXISTS (SELECT 1 FROM memberships m WHERE m.entry_id = w.word ->> 'entryB' AND m.story_id = :storyId)
    OR EXISTS (SELECT 1 FROM memberships m WHERE m.entry_id = w.word ->> 'entryId' AND m.story_id = :storyId)
    OR EXISTS (SELECT 1 FROM stories s WHERE s.id = w.word ->> 'storyId' AND coalesce(s.merged_into, s.id) = :storyId)
  ORDER BY w.id DESC LIMIT ${rulingsAboutMax}`;

/** The rulings that wait for the desk, newest first. Usually there are none. */
function waitingAbout(connection: Connection, storyId: number): readonly RecordedRuling[] {
  return readWaiting(connection, "desk", 0, waitingReadMax)
    .toReversed()
    .flatMap(({ command, askedAt }) =>
      command.kind !== "recordRulings"
        ? []
        : command.rulings
            .filter((ruling) => isAbout(connection, ruling, storyId))
            .map((ruling) => ({ ruling, by: command.by, at: askedAt, carriedOut: false })),
    );
}

function isAbout(connection: Connection, ruling: EditorRuling, storyId: number): boolean {
  if (ruling.kind === "pin") return ruling.storyId === storyId;
  const member = connection.sql("SELECT 1 FROM memberships WHERE entry_id = ? AND story_id = ?");
  return entriesNamed(ruling).some((id) => member.get(id, storyId) !== undefined);
}
