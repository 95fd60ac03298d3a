import type { Entry } from "../domain/entry.ts";
import type { Feed } from "../domain/feed.ts";
import type { EntryChange, FeedStore } from "../domain/feeds/feed-store.ts";
import type { DeletedEntry } from "../domain/parsed-feed.ts";
import type { ReadStore } from "../domain/store.ts";
import { cleanLine } from "../normalise/clean-text.ts";
import { contentHash, textKey } from "../normalise/content-hash.ts";
import { headlineOf } from "../normalise/cues/headline-of.ts";
import { urgency } from "../normalise/cues/urgency.ts";
import { guidKey } from "../normalise/identity/fold-url.ts";

/**
 * Removes the entries that the same document says were deleted. RFC 6721 section 3: an entry that was updated after its
 * deletion stays. An entry whose deletion has no time stays too.
 */
export function withoutDeleted(entries: readonly Entry[], deleted: readonly DeletedEntry[]): readonly Entry[] {
  if (deleted.length === 0) return entries;
  const whenByGuid = new Map(deleted.map(({ ref, when }) => [cleanLine(ref), when?.at ?? null]));
  return entries.filter((entry) => {
    const when = whenByGuid.get(entry.guid) ?? null;
    return when === null || (entry.updatedAt ?? entry.publishedAt) > when;
  });
}

/**
 * Revises each stored entry that the feed says was deleted into a notice of its withdrawal, so that readers learn of
 * it. Only the feed's own entries are affected, matched by the exact id. An entry that the document still lists (see
 * `withoutDeleted`), or that is already withdrawn, stays as it is.
 */
export async function decideDeleted(
  store: Pick<FeedStore, "readKnown"> & Pick<ReadStore, "readEntry">,
  feed: Feed,
  deleted: readonly DeletedEntry[],
  listed: readonly Entry[],
): Promise<EntryChange[]> {
  if (deleted.length === 0) return [];
  const standing = new Set(listed.map(({ guid }) => guid));
  const changes: EntryChange[] = [];
  for (const { ref, comment } of deleted) {
    const guid = cleanLine(ref);
    if (guid === "" || standing.has(guid)) continue;
    const known = await store.readKnown(feed.id, [{ guid, guidKey: guidKey(guid), urlKey: null }]);
    const own = known.find((entry) => entry.guid === guid && !entry.purged);
    const stored = own === undefined ? null : await store.readEntry(own.id);
    if (stored === null || stored.cue?.kind === "withdrawn") continue;
    changes.push({ kind: "revised", id: stored.id, entry: withdrawn(stored, feed, comment), significant: true });
  }
  return changes;
}

/** The entry as a notice of its withdrawal: the headline stays, and the feed's comment replaces the text. */
function withdrawn(stored: Entry, feed: Feed, comment: string | null): Entry {
  const title = `WITHDRAWN: ${stored.title}`;
  const { cue, headline } = headlineOf(title, { sourceName: feed.source.name, siteUrl: feed.siteUrl });
  const text = comment === null ? "" : cleanLine(comment);
  const content = { ...stored, title, text, attachments: [] };
  return {
    ...content,
    headline,
    summary: text,
    html: "",
    imageUrl: null,
    cue: cue ?? { kind: "withdrawn", number: null, raw: "WITHDRAWN:" },
    urgency: urgency("withdrawn"),
    contentHash: contentHash(content),
    textKey: textKey(headline, text),
  };
}
