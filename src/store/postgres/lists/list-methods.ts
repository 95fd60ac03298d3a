import type { HubStore } from "../../../domain/hub.ts";
import type { ReadStore } from "../../../domain/store.ts";
import type { Connection } from "../connection.ts";
import { presentId } from "../entries/joined-ids.ts";
import { readForms } from "../words/read-forms.ts";
import { readStoredEntries } from "./items/stored-entries.ts";
import { visibilityOf } from "./items/visibility.ts";
import { pageFingerprint } from "./page-fingerprint.ts";
import { readEntries } from "./read-entries.ts";
import { readArrivals, readCopy, readLanguages, readRevisions, readStory } from "./read-groups.ts";
import { readHits } from "./read-hits.ts";
import { readPage } from "./read-page.ts";
import { readPlaces } from "./read-places.ts";
import { readToldAgain } from "./told-again.ts";

type ListMethods = Pick<
  ReadStore,
  | "readPage"
  | "readForms"
  | "readHits"
  | "readPlaces"
  | "readToldAgain"
  | "readEntry"
  | "readRevisions"
  | "readCopy"
  | "readStory"
  | "readEntries"
  | "readArrivals"
  | "readLanguages"
> &
  Pick<HubStore, "readPageFingerprint">;

/** The methods that read lists, groups and entries. */
export function listMethods(connection: Connection): ListMethods {
  return {
    readPage: (query, isForFeed) => connection.read((tx) => readPage(tx, query, isForFeed)),
    readForms: (words) => connection.read((tx) => readForms(tx, words)),
    readHits: (query) => connection.read((tx) => readHits(tx, query)),
    readPlaces: (query) => connection.read((tx) => readPlaces(tx, query)),
    readToldAgain: (query) => connection.read((tx) => readToldAgain(tx, query)),
    readEntry: (asked) =>
      connection.read(async (tx) => {
        const id = await presentId(tx, asked);
        return (await readStoredEntries(tx, await visibilityOf(tx, null), [id])).get(id) ?? null;
      }),
    readRevisions: (id) => connection.read(async (tx) => readRevisions(tx, await presentId(tx, id))),
    readCopy: (id) => connection.read((tx) => readCopy(tx, id)),
    readStory: (id) => connection.read((tx) => readStory(tx, id)),
    readEntries: (query) => connection.read((tx) => readEntries(tx, query)),
    readArrivals: (since, limit) => connection.read((tx) => readArrivals(tx, since, limit)),
    readLanguages: (limit) => connection.read((tx) => readLanguages(tx, limit)),
    readPageFingerprint: (query) => connection.read((tx) => pageFingerprint(tx, query)),
  };
}
