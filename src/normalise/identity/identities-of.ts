import type { Entry } from "../../domain/entry.ts";
import { contentIdentity, type EntryIdentity, fallbackIdentity } from "./entry-identity.ts";

/**
 * Everything that an entry may be known by in the store, its own identity first, then the permalink, then what it says:
 * with neighbours at its page, or at a place that another story had before, an item goes by another id than alone. Each
 * guid once.
 */
export function identitiesOf(entry: Entry): readonly [EntryIdentity, ...EntryIdentity[]] {
  const { guid, guidOrigin, guidKey } = entry;
  const others: EntryIdentity[] = [];
  for (const identity of [fallbackIdentity(entry), contentIdentity(entry)]) {
    if (identity.guid !== guid && identity.guid !== others[0]?.guid) others.push(identity);
  }
  return [{ guid, guidOrigin, guidKey }, ...others];
}
