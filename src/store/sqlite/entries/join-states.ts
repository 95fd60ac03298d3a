import type { Connection } from "../connection.ts";
import { type FiledState, fileStates, readFiledStates, readPresentState } from "./filed-states.ts";
import { lastRevisionsMax } from "./write-entry.ts";

interface State extends FiledState {
  readonly entryId: number;
  readonly isPresent: boolean;
}

/**
 * Files the states of two entries as revisions of the first, in the order in which they were seen, and makes the newest
 * its present one. States that say the same one after the other are one. Of the joined entry only its row is left, with
 * another guid. Answers how many more states are kept than before, which is not positive.
 */
export function joinStates(connection: Connection, keepId: number, joinId: number): number {
  const all = [...statesOf(connection, keepId), ...statesOf(connection, joinId)].toSorted(
    (a, b) =>
      a.seenAt - b.seenAt || lateness(a, joinId) - lateness(b, joinId) || a.number - b.number || a.entryId - b.entryId,
  );
  const kept = thinned(all.filter((state, at) => state.contentHash !== all[at + 1]?.contentHash));
  const present = kept.at(-1);
  // The newest state may repeat one that is filed: then the newest present one has it.
  const source = present?.isPresent === true ? present.entryId : keepId;
  connection.sql("DELETE FROM revisions WHERE entry_id IN (?, ?)").run(keepId, joinId);
  const filed = kept
    .slice(0, -1)
    .map((state, at) => ({ ...state, number: at + 1, significant: isSignificant(state, kept[at - 1]) }));
  fileStates(connection, keepId, filed);
  if (source === joinId) takeOver(connection, keepId, joinId);
  connection.sql(presentSql).run({
    ...{ keepId, joinId, revision: kept.length, seenAt: present?.seenAt ?? 0 },
    significant: present === undefined ? 1 : isSignificant(present, kept.at(-2)),
  });
  return kept.length - all.length;
}

function statesOf(connection: Connection, entryId: number): readonly State[] {
  const present = readPresentState(connection, entryId);
  return [
    ...readFiledStates(connection, entryId).map((state) => ({ ...state, entryId, isPresent: false })),
    ...(present === null ? [] : [{ ...present, entryId, isPresent: true }]),
  ];
}

/** Among states seen at one moment, the joined entry's present state comes last. */
function lateness({ isPresent, entryId }: State, joinId: number): number {
  return isPresent && entryId === joinId ? 1 : 0;
}

/** The first and the last, as for any entry. */
function thinned(states: readonly State[]): readonly State[] {
  const [first, ...rest] = states;
  return first === undefined ? [] : [first, ...rest.slice(-lastRevisionsMax)];
}

/** The first state is news, and any after it that has other words. */
function isSignificant({ title, text }: State, before: State | undefined): 0 | 1 {
  return before === undefined || before.title !== title || before.text !== text ? 1 : 0;
}

/** The guid goes over last: two entries of a feed never have the same. */
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
