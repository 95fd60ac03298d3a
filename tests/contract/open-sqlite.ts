import { join } from "node:path";
import { openReadStore, openStore } from "../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { noon } from "../support/store-fixtures.ts";
import type { OpenedStore } from "./use-store.ts";

/** Opens a new store in a folder of its own. */
export async function openSqlite(): Promise<OpenedStore & { readonly folder: string }> {
  const folder = makeFolder();
  const url = `sqlite:${join(folder, "made/when/missing/wiredesk.db")}`;
  const store = await openStore(url, { now: noon });
  return {
    folder,
    store,
    openReader: () => openReadStore(url),
    openWriter: () => openStore(url, { now: noon }),
    destroy: async () => {
      await store.close();
      removeFolder(folder);
    },
  };
}
