import { openReadStore, openStore } from "../../src/store/open-store.ts";
import { makeDatabase } from "../support/postgres-server.ts";
import { noon } from "../support/store-fixtures.ts";
import type { OpenedStore } from "./use-store.ts";

/** Opens a new store in a database of its own. */
export async function openPostgres(): Promise<OpenedStore & { readonly url: string }> {
  const url = await makeDatabase();
  const store = await openStore(url, { now: noon });
  return {
    url,
    store,
    openReader: () => openReadStore(url),
    openWriter: () => openStore(url, { now: noon }),
    destroy: () => store.close(),
  };
}
