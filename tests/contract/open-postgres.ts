import { openReadStore, openStore } from "../../src/store/open-store.ts";
import { makeDatabase } from "../support/postgres-server.ts";
import { noon } from "../support/store-fixtures.ts";
import type { OpenedStore } from "./use-store.ts";

/** Opens a new store in a database of its own. */
export async function openPostgres(): Promise<OpenedStore & { readonly url: string }> {
  const url = await makeDatabase();
  const opened: { close(): Promise<void> }[] = [];
  // A pool that stays open keeps the process of the tests from ending.
  const kept = <Store extends { close(): Promise<void> }>(store: Store): Store => {
    opened.push(store);
    return store;
  };
  const store = kept(await openStore(url, { now: noon }));
  return {
    url,
    store,
    openReader: async () => kept(await openReadStore(url)),
    openWriter: async () => kept(await openStore(url, { now: noon })),
    destroy: async () => {
      await Promise.all(opened.map((one) => one.close()));
    },
  };
}
