import type { Ruled } from "../../../domain/desk-store.ts";
import { WireError } from "../../../domain/errors.ts";
import { type EditorRuling, entriesNamed, type RecordedRuling } from "../../../domain/verdict.ts";
import { type RulingRow, recordOf } from "../../rows/groups/ruling-rows.ts";
import { answerCommand } from "../commands/answer-command.ts";
import { readWaiting } from "../commands/waiting-commands.ts";
import { hiddenFeeds } from "../feeds/private-feeds.ts";
import type { Transaction } from "../transaction.ts";

/** Every ruling that was carried out, oldest first. */
export async function readEditorRulings(tx: Transaction): Promise<readonly RecordedRuling[]> {
  return (await tx.all<RulingRow>(`SELECT ${columns} FROM editor_words w ORDER BY id`)).map(recordOf);
}

/**
 * Records an editor's rulings as carried out, and answers their command, inside the transaction that regroups. Error:
 * conflict, when another desk has answered the command in the meantime.
 */
export async function saveRuled(tx: Transaction, { rulings, by, askedAt, command }: Ruled): Promise<void> {
  if (!(await answerCommand(tx, command.id, { kind: "done", result: null }, command.answeredAt)))
    throw new WireError("conflict", "that decision has already been carried out");
  await tx.run(
    `INSERT INTO editor_words (word, said_by, said_at, carried_out) SELECT word, :by::text, :askedAt::bigint, 1
     FROM unnest(:words::text[]) WITH ORDINALITY k (word, at) ORDER BY at`,
    { words: rulings.map((ruling) => JSON.stringify(ruling)), by, askedAt },
  );
}

const rulingsAboutMax = 100;
const waitingReadMax = 100;

/**
 * Rulings on a story, on stories merged into it, or on its entries; newest first. The statement reads the whole table,
 * which is small, because people make rulings by hand.
 */
export async function readRulingsAbout(tx: Transaction, storyId: number): Promise<readonly RecordedRuling[]> {
  const carriedOut = (await tx.all<RulingRow>(aboutSql, { storyId })).map(recordOf);
  const all = [...(await waitingAbout(tx, storyId)), ...carriedOut].slice(0, rulingsAboutMax);
  return seenOf(tx, all, ({ ruling }) => ruling);
}

/** `ReadStore.readRulingsNaming`. */
export async function readRulingsNaming(
  tx: Transaction,
  entryIds: readonly number[],
): Promise<readonly RecordedRuling[]> {
  const rows = await tx.all<RulingRow>(namingSql, [entryIds]);
  const seen = await seenOf(tx, rows.map(recordOf), ({ ruling }) => ruling);
  return seen.toReversed();
}

/** Leaves out rulings that name an entry which the audience must not see. */
async function seenOf<Item>(
  tx: Transaction,
  items: readonly Item[],
  rulingOf: (item: Item) => EditorRuling,
): Promise<readonly Item[]> {
  const hidden = await hiddenFeeds(tx);
  if (hidden.size === 0) return items;
  const asked = [...new Set(items.flatMap((item) => entriesNamed(rulingOf(item))))];
  const rows = await tx.all<{ id: number }>(seenSql, { asked, hidden: [...hidden] });
  const seen = new Set(rows.map(({ id }) => id));
  return items.filter((item) => entriesNamed(rulingOf(item)).every((id) => seen.has(id)));
}

/** For a purged entry, only the feed is known. */
const seenSql = `SELECT id FROM entries WHERE id = ANY(:asked::bigint[]) AND feed_id <> ALL(:hidden::bigint[])
  UNION ALL SELECT id FROM purged WHERE id = ANY(:asked) AND feed_id <> ALL(:hidden)`;

const rulingsNamingMax = 20_000;

const columns = "w.word, w.said_by, w.said_at";

/** SQL for an id that a ruling names. There is no index for it, because rulings are few. */
function named(key: string): string {
  return `(w.word::json ->> '${key}')::bigint`;
}

const namingSql = `SELECT ${columns} FROM editor_words w
  WHERE ${named("entryA")} = ANY($1::bigint[]) OR ${named("entryB")} = ANY($1::bigint[])
  ORDER BY w.id DESC LIMIT ${rulingsNamingMax}`;

const aboutSql = `SELECT ${columns} FROM editor_words w
  WHERE EXISTS (SELECT 1 FROM memberships m WHERE m.story_id = :storyId
      AND m.entry_id IN (${["entryA", "entryB", "entryId"].map(named).join(", ")}))
    OR EXISTS (SELECT 1 FROM stories s WHERE s.id = ${named("storyId")} AND coalesce(s.merged_into, s.id) = :storyId)
  ORDER BY w.id DESC LIMIT ${rulingsAboutMax}`;

/** The rulings that wait for the desk, newest first. Usually there are none. */
async function waitingAbout(tx: Transaction, storyId: number): Promise<readonly RecordedRuling[]> {
  const waiting = (await readWaiting(tx, "desk", 0, waitingReadMax)).toReversed();
  const rulings = waiting.flatMap(({ command, askedAt }) =>
    command.kind !== "recordRulings"
      ? []
      : command.rulings.map((ruling) => ({ ruling, by: command.by, at: askedAt, carriedOut: false })),
  );
  if (rulings.length === 0) return [];
  const members = await tx.all<{ id: number }>(
    "SELECT entry_id AS id FROM memberships WHERE story_id = $1 AND entry_id = ANY($2::bigint[])",
    [storyId, rulings.flatMap(({ ruling }) => entriesNamed(ruling))],
  );
  const ids = new Set(members.map(({ id }) => id));
  return rulings.filter(({ ruling }) =>
    ruling.kind === "pin" ? ruling.storyId === storyId : entriesNamed(ruling).some((id) => ids.has(id)),
  );
}
