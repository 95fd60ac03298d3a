import { type JoinedState, joinedStates } from "../../rows/joined-states.ts";
import type { Transaction } from "../transaction.ts";
import { fileStates, readFiledStates, readPresentStates } from "./filed-states.ts";

/**
 * Joins the states of two entries: saves them as revisions of the entry `keepId`, in the order in which they were seen,
 * and makes the newest state its present state. Of successive states with the same content, only one is kept. The
 * joined entry (`joinId`) keeps its row in `entries`, which the caller deletes. If the kept entry takes over the joined
 * entry's guid, that row gets a new guid. Returns the change in the number of kept states: 0 or less.
 */
export async function joinStates(tx: Transaction, keepId: number, joinId: number): Promise<number> {
  const states = await statesOf(tx, [keepId, joinId]);
  const { filed, source, present, revision } = joinedStates(states, keepId, joinId);
  await tx.run("DELETE FROM revisions WHERE entry_id IN ($1, $2)", [keepId, joinId]);
  await fileStates(tx, [{ entryId: keepId, states: filed }]);
  if (source === joinId) await takeOver(tx, keepId, joinId);
  await tx.run(presentSql, { keepId, joinId, revision, ...present });
  return revision - states.length;
}

async function statesOf(tx: Transaction, ids: readonly number[]): Promise<readonly JoinedState[]> {
  const filed = await readFiledStates(tx, ids);
  const present = await readPresentStates(tx, ids);
  return ids.flatMap((entryId) => {
    const now = present.get(entryId);
    return [
      ...(filed.get(entryId) ?? []).map((state) => ({ ...state, entryId, isPresent: false })),
      ...(now === undefined ? [] : [{ ...now, entryId, isPresent: true }]),
    ];
  });
}

/** Takes the guid away from the joined entry first, because two entries of a feed cannot have the same guid. */
async function takeOver(tx: Transaction, keepId: number, joinId: number): Promise<void> {
  const row = await tx.get<{ guid: string }>("SELECT guid FROM entries WHERE id = $1", [joinId]);
  await tx.run("UPDATE entries SET guid = 'joined:' || id WHERE id = $1", [joinId]);
  await tx.run(
    `UPDATE entries SET (${columns}) = (SELECT ${columns} FROM entries j WHERE j.id = :joinId), guid = :guid WHERE id = :keepId`,
    { keepId, joinId, guid: row?.guid ?? "" },
  );
}

const columns = `published_at, updated_at, date_class, urgency, cue_kind, cue_number, cue_raw, language, credit, title,
  url, guid_origin, guid_key, url_key, text_key, content_hash, headline, summary, details, text, html, packed`;

const presentSql = `UPDATE entries e SET revision = :revision, revised_at = greatest(:seenAt::bigint, e.first_seen_at),
    significant = :significant, published_at = least(e.published_at, e.first_seen_at),
    stored_at = greatest(e.stored_at, j.stored_at), significant_at = greatest(e.significant_at, j.significant_at)
  FROM entries j WHERE e.id = :keepId AND j.id = :joinId`;
