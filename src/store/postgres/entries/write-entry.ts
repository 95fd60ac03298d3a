import type { EntryChange, IdentityKeys } from "../../../domain/feeds/feed-store.ts";
import type { Instant } from "../../../domain/time.ts";
import type { EntryValues } from "../../rows/entry-rows.ts";
import { identityHash } from "../../rows/identity-hash.ts";
import { columnsOf } from "../columns.ts";
import type { Transaction } from "../transaction.ts";
import { type PreparedChanges, preparedOf } from "./prepare-changes.ts";

type NewEntry = Extract<EntryChange, { kind: "new" }>;

/**
 * Inserts new entries of a feed, which then wait for the desk. Returns their ids by change, in the order of the
 * changes. If another poller has already stored an entry with a change's guid, the entry is not new, and the change is
 * left out.
 */
export async function insertEntries(
  tx: Transaction,
  { feedId, storedAt }: { readonly feedId: number; readonly storedAt: Instant },
  changes: readonly NewEntry[],
  prepared: PreparedChanges,
): Promise<ReadonlyMap<EntryChange, number>> {
  if (changes.length === 0) return new Map();
  const rows = changes.map((change) => {
    const { publishedAt, firstSeenAt } = change.entry;
    return { ...preparedOf(prepared, change).values, publishedAt, firstSeenAt };
  });
  const inserted = await tx.all<{ id: number; guid: string }>(insertSql, { ...columnsOf(rows), feedId, storedAt });
  const ids = new Map(inserted.map(({ id, guid }) => [guid, id]));
  const idByChange = new Map<EntryChange, number>();
  for (const change of changes) {
    const id = ids.get(change.entry.guid);
    if (id !== undefined) idByChange.set(change, id);
    ids.delete(change.entry.guid);
  }
  const waiting = [...idByChange].map(([change, id]) => ({ id, at: (change as NewEntry).entry.firstSeenAt }));
  tx.send(
    "INSERT INTO pending (first_seen_at, entry_id) SELECT * FROM unnest(:at::bigint[], :id::bigint[])",
    columnsOf(waiting),
  );
  return idByChange;
}

/**
 * Writes the new identity of an unchanged entry. Returns false in two cases: when another entry has the guid, nothing
 * is written; when the entry was purged, only the hashes of its identity are updated.
 */
export async function healEntry(tx: Transaction, id: number, keys: IdentityKeys): Promise<boolean> {
  const row = await tx.get<{ feed_id: number }>("SELECT feed_id FROM entries WHERE id = $1", [id]);
  if (row === undefined) {
    await tx.run("UPDATE purged SET guid_hash = $1, guid_key_hash = $2, url_key_hash = $3 WHERE id = $4", [
      identityHash(keys.guid),
      identityHash(keys.guidKey),
      keys.urlKey && identityHash(keys.urlKey),
      id,
    ]);
    return false;
  }
  if (await isTaken(tx, row.feed_id, keys.guid, id)) return false;
  await tx.run("UPDATE entries SET guid = $1, guid_key = $2, url_key = $3 WHERE id = $4", [
    keys.guid,
    keys.guidKey,
    keys.urlKey,
    id,
  ]);
  return true;
}

/**
 * Whether another entry of the feed has the guid. Two entries of a feed cannot share a guid. So if the guid is taken,
 * the entry keeps its older identity.
 */
export async function isTaken(tx: Transaction, feedId: number, guid: string, exceptId: number): Promise<boolean> {
  const row = await tx.get(
    "SELECT 1 FROM entries WHERE feed_id = $1 AND md5(guid)::uuid = md5($2)::uuid AND guid = $2 AND id <> $3",
    [feedId, guid, exceptId],
  );
  return row !== undefined;
}

/** A revision that will replace an entry's present state. */
export interface Rewrite {
  readonly id: number;
  readonly values: EntryValues;
  readonly significant: 0 | 1;
}

/** Writes the new states of entries. Save their present states with `fileStates` first. */
export function rewriteEntries(
  tx: Transaction,
  rewrites: readonly Rewrite[],
  times: { readonly now: Instant; readonly storedAt: Instant },
): void {
  const rows = rewrites.map(({ id, values, significant }) => ({ ...values, id, significant }));
  tx.send(reviseSql, { ...columnsOf(rows), ...times });
}

/** The columns that hold an entry's present state, as `entryValues` names them. */
const saidColumns = `published_at, updated_at, date_class, urgency, cue_kind, cue_number, cue_raw, language, credit, title, url,
  guid_origin, guid, guid_key, url_key, text_key, content_hash, headline, summary, details, text, html, packed`;
const saidArrays = `:publishedAt::bigint[], :updatedAt::bigint[], :dateClass::text[], :urgency::int[], :cueKind::text[],
  :cueNumber::int[], :cueRaw::text[], :language::text[], :credit::text[], :title::text[], :url::text[], :guidOrigin::text[], :guid::text[],
  :guidKey::text[], :urlKey::text[], :textKey::text[], :contentHash::text[], :headline::text[], :summary::text[], :details::text[],
  :text::text[], :html::text[], :packed::bytea[]`;

const insertSql = `INSERT INTO entries (feed_id, revision, first_seen_at, revised_at, stored_at, significant_at, significant, ${saidColumns})
  SELECT :feedId::bigint, 1, first_seen_at, first_seen_at, greatest(first_seen_at, :storedAt::bigint), first_seen_at, 1, ${saidColumns}
  FROM unnest(:firstSeenAt::bigint[], ${saidArrays}) n (first_seen_at, ${saidColumns})
  ON CONFLICT (feed_id, (md5(guid)::uuid)) DO NOTHING RETURNING id, guid`;

const reviseSql = `UPDATE entries e SET revision = e.revision + 1, revised_at = greatest(e.revised_at, :now::bigint), significant = n.significant,
    stored_at = CASE n.significant WHEN 1 THEN greatest(e.stored_at, :now, :storedAt::bigint) ELSE e.stored_at END,
    significant_at = CASE n.significant WHEN 1 THEN greatest(e.significant_at, :now) ELSE e.significant_at END,
    ${saidColumns.replace(/\w+/g, "$& = n.$&")}
  FROM unnest(:id::bigint[], :significant::smallint[], ${saidArrays}) n (id, significant, ${saidColumns}) WHERE e.id = n.id`;
