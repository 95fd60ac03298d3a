import type { Entry, StoredEntry } from "../../domain/entry.ts";
import type { KnownEntry } from "../../domain/feeds/feed-store.ts";
import { foldText } from "../../normalise/fold-text.ts";
import { identitiesOf } from "../../normalise/identity/entry-identity.ts";
import { guidFit } from "../../normalise/identity/guid-fit.ts";
import { guidStem } from "../../normalise/identity/guid-stem.ts";
import { similarText } from "../../normalise/identity/similar-text.ts";
import { statedAt } from "../../normalise/identity/stated-at.ts";

/** A stored entry in the form in which polling compares it with a new one. */
export function asKnown(entry: StoredEntry): KnownEntry {
  return { ...entry, purged: false };
}

/** If two entries are one, they share at least one of these keys: id, address, title, stated date, stem of the guid. */
export function identityKeysOf(entry: StoredEntry): readonly string[] {
  const stem = stemOf(entry);
  const stated = statedAt(entry, entry.revision);
  const ids = identitiesOf(entry).flatMap(({ guid, guidKey }) => [`i${guid}`, `g${guidKey}`]);
  return [
    ...new Set([
      ...ids,
      `g${entry.guidKey}`,
      `t${entry.title}`,
      ...(entry.urlKey === null ? [] : [`u${entry.urlKey}`]),
      ...(stated === null ? [] : [`d${stated}`]),
      ...(stem === null ? [] : [`s${stem}`]),
    ]),
  ];
}

export function stemOf({ guidOrigin, guidKey }: Entry): string | null {
  return guidOrigin === "guid" ? guidStem(guidKey) : null;
}

const likeTitleMin = 0.35;
const likeTextMin = 0.5;

/**
 * Whether the evidence that two entries are one is strong enough without the later entry's document. That document is
 * gone, so nobody knows whether it still contained the earlier entry. If both entries have real guids that differ,
 * their headlines or texts must be similar.
 */
export function isSpokenFor(entry: StoredEntry, past: StoredEntry, sharedStems: ReadonlySet<string>): boolean {
  if (guidFit(entry, asKnown(past), sharedStems) !== "different") return true;
  if (similarText(foldText(entry.title), foldText(past.title)) >= likeTitleMin) return true;
  return entry.text !== "" && similarText(entry.text, past.text) >= likeTextMin;
}
