import { join } from "node:path";
import { openReadStore, openStore } from "../../src/store/open-store.ts";
import { describeHubStore } from "../contract/hub-contract.ts";
import { describeStore } from "../contract/store-contract.ts";
import type { OpenedStore } from "../contract/use-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { noon } from "../support/store-fixtures.ts";

describeStore("SQLite", open);
describeHubStore("SQLite", open);

async function open(): Promise<OpenedStore> {
  const folder = makeFolder();
  const url = `sqlite:${join(folder, "made/when/missing/wiredesk.db")}`;
  const store = await openStore(url, { now: noon });
  const file = join(folder, "backup.db");
  return {
    store,
    openReader: () => openReadStore(url),
    openWriter: () => openStore(url, { now: noon }),
    backup: { file, open: () => openReadStore(`sqlite:${file}`) },
    destroy: async () => {
      await store.close();
      removeFolder(folder);
    },
  };
}
