import type { StoredEntry } from "../../domain/entry.ts";
import type { HealStore, KeptEntry } from "../../domain/feeds/heal-store.ts";
import type { Instant } from "../../domain/time.ts";
import { stemOf } from "./heal-evidence.ts";

/** Which entries of a feed were together in one document, as far as the store still shows it. */
export interface Documents {
  /** Guid stems that several entries of one document share. */
  readonly sharedStems: ReadonlySet<string>;
  /** Keys of addresses that several entries of one document share. */
  readonly standingPages: ReadonlySet<string>;
  standSideBySide(one: Named, other: Named): boolean;
}

type Named = Pick<StoredEntry, "id" | "guid">;

export type HealReader = Pick<HealStore, "listEntryIds" | "readKept">;

const pageEntriesMax = 200;

/** Yields a feed's entries in order of id. */
export async function* entriesOf(store: HealReader, feedId: number): AsyncGenerator<KeptEntry> {
  const ids = await store.listEntryIds(feedId);
  for (let start = 0; start < ids.length; start += pageEntriesMax) {
    yield* await store.readKept(ids.slice(start, start + pageEntriesMax));
  }
}

/** Reads the whole feed once. `listed`: for each document that was kept, its guids. */
export async function readDocuments(
  store: HealReader,
  feedId: number,
  listed: readonly ReadonlySet<string>[],
): Promise<Documents> {
  const storedAt = new Map<number, Instant>();
  const [stems, pages] = [new Shared(), new Shared()];
  for await (const { entry, storedAt: at } of entriesOf(store, feedId)) {
    storedAt.set(entry.id, at);
    const within = [`at ${at}`, ...listed.flatMap((guids, place) => (guids.has(entry.guid) ? [`in ${place}`] : []))];
    for (const document of within) {
      stems.note(document, stemOf(entry));
      pages.note(document, entry.urlKey);
    }
  }
  return {
    sharedStems: stems.found,
    standingPages: pages.found,
    standSideBySide: (one, other) =>
      one.id !== other.id &&
      (storedAt.get(one.id) === storedAt.get(other.id) ||
        listed.some((guids) => one.guid !== other.guid && guids.has(one.guid) && guids.has(other.guid))),
  };
}

/** Collects the keys that occurred twice in one document. */
class Shared {
  readonly found = new Set<string>();
  readonly #seen = new Set<string>();

  note(document: string, key: string | null): void {
    if (key === null) return;
    const place = `${document} ${key}`;
    if (this.#seen.has(place)) this.found.add(key);
    this.#seen.add(place);
  }
}
