import type { Revision } from "../../../domain/entry.ts";
import type { StoryDetail, WireItem } from "../../../domain/section.ts";
import type { Arrival } from "../../../domain/store.ts";
import type { Instant } from "../../../domain/time.ts";
import { commonLanguages } from "../../searching/common-languages.ts";
import { readFiledStates, readPresentStates } from "../entries/filed-states.ts";
import { hiddenFeeds } from "../feeds/private-feeds.ts";
import type { Transaction } from "../transaction.ts";
import { readStoredEntries } from "./items/stored-entries.ts";
import { lookUpSeen, seesEntry, visibilityOf } from "./items/visibility.ts";
import { readWireItems } from "./items/wire-items.ts";

/**
 * `ReadStore.readRevisions`, inside a transaction. If the entry's text is withdrawn, the public sees no state's text.
 */
export async function readRevisions(tx: Transaction, entryId: number): Promise<readonly Revision[]> {
  const sight = await visibilityOf(tx, null);
  await lookUpSeen(tx, sight, [entryId]);
  if (!seesEntry(sight, entryId)) return [];
  const entry = tx.audience === "public" ? (await readStoredEntries(tx, sight, [entryId])).get(entryId) : null;
  const isHidden = entry !== null && entry?.isWithdrawn !== false;
  const filed = (await readFiledStates(tx, [entryId])).get(entryId) ?? [];
  const present = (await readPresentStates(tx, [entryId])).get(entryId);
  return [...filed, ...(present === undefined ? [] : [present])].map((state) => ({
    ...state,
    entryId,
    ...(isHidden ? { text: "", html: "" } : {}),
    significant: state.significant === 1,
  }));
}

/** `ReadStore.readArrivals`, inside a transaction. */
export async function readArrivals(tx: Transaction, since: Instant, limit: number): Promise<readonly Arrival[]> {
  return await tx.all<Arrival>(
    `SELECT feed_id AS "feedId", first_seen_at AS "firstSeenAt", published_at AS "publishedAt", decided_at AS "decidedAt"
     FROM memberships WHERE first_seen_at >= $1::bigint AND feed_id <> ALL($2::bigint[])
     ORDER BY first_seen_at DESC, entry_id DESC LIMIT $3::bigint`,
    [since, [...(await hiddenFeeds(tx))], limit],
  );
}

/** `ReadStore.readLanguages`, inside a transaction. */
export async function readLanguages(tx: Transaction, limit: number): Promise<readonly string[]> {
  const hidden = await hiddenFeeds(tx);
  const rows = await tx.all<{ feedId: number; language: string | null }>(
    `SELECT m.feed_id AS "feedId", e.language FROM memberships m JOIN entries e ON e.id = m.entry_id
     ORDER BY m.first_seen_at DESC, m.entry_id DESC LIMIT $1::bigint`,
    [limit],
  );
  return commonLanguages(rows.filter(({ feedId }) => !hidden.has(feedId)).map(({ language }) => language));
}

/** `ReadStore.readCopy`, inside a transaction. */
export async function readCopy(tx: Transaction, asked: number): Promise<WireItem | null> {
  const id = await survivorOf(tx, "copies", asked);
  const sight = await visibilityOf(tx, null);
  const [item] = await readWireItems(tx, sight, { collapse: "copy", isForFeed: false }, [{ id, arrivedAt: null }]);
  return item ?? null;
}

const storyCopiesMax = 1000;
const storyEntriesMax = 5000;

/** `ReadStore.readStory`, inside a transaction. */
export async function readStory(tx: Transaction, asked: number): Promise<StoryDetail | null> {
  const id = await survivorOf(tx, "stories", asked);
  const story = await tx.get<{ pinned: number }>("SELECT pinned FROM stories WHERE id = $1 AND merged_into IS NULL", [
    id,
  ]);
  if (story === undefined) return null;
  const entryIds = await tx.all<{ id: number }>(
    `SELECT entry_id AS id FROM memberships WHERE story_id = $1 ORDER BY first_seen_at, entry_id LIMIT ${storyEntriesMax}`,
    [id],
  );
  const sight = await visibilityOf(tx, null);
  const seen = await readStoredEntries(
    tx,
    sight,
    entryIds.map((row) => row.id),
  );
  if (seen.size === 0) return null;
  const copies = await tx.all<{ id: number; arrivedAt: null }>(
    `SELECT id, NULL AS "arrivedAt" FROM copies WHERE story_id = $1 AND merged_into IS NULL
     ORDER BY arrived_at, id LIMIT ${storyCopiesMax}`,
    [id],
  );
  return {
    id,
    pinned: story.pinned === 1,
    copies: await readWireItems(tx, sight, { collapse: "copy", isForFeed: false, known: seen }, copies),
    entries: entryIds.map((row) => seen.get(row.id)).filter((entry) => entry !== undefined),
  };
}

/**
 * The most steps in a chain of redirects (`merged_into`). When a group is merged, the redirects that led to it are
 * rewritten to lead to the group that it was merged into. So a chain has several steps only after several merges in one
 * transaction.
 */
const redirectsMax = 100;

/** The group that an id was merged into, or the id itself. */
async function survivorOf(tx: Transaction, table: "copies" | "stories", id: number): Promise<number> {
  let present = id;
  for (let step = 0; step < redirectsMax; step += 1) {
    const row = await tx.get<{ into: number | null }>(`SELECT merged_into AS into FROM ${table} WHERE id = $1`, [
      present,
    ]);
    if (row === undefined || row.into === null) break;
    present = row.into;
  }
  return present;
}
