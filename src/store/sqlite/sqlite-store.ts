import type { Audience, PublicStore, ReadStore, Store } from "../../domain/store.ts";
import { backup } from "./backup.ts";
import type { Connection } from "./connection.ts";
import { deskMethods } from "./desk-methods.ts";
import { feedMethods } from "./feed-methods.ts";
import { saveFeedStamps } from "./feed-stamps.ts";
import { hubMethods } from "./hub-methods.ts";
import { purge } from "./purge.ts";
import { readMethods } from "./read-methods.ts";
import { readPageStamp } from "./read-page.ts";
import { upstreamHubMethods } from "./upstream-hub-methods.ts";

/** The whole port over one SQLite connection. */
export function sqliteStore(connection: Connection): Store {
  return {
    ...sqliteReadStore(connection),
    ...feedMethods(connection),
    ...deskMethods(connection),
    ...hubMethods(connection),
    ...upstreamHubMethods(connection),
    saveFeedStamps: (stamps, now) => connection.write(() => saveFeedStamps(connection, stamps, now)),
    backup: (file) => backup(connection, file),
    purge: (before, limit) => connection.write(() => purge(connection, before, limit)),
    forPublic() {
      const seen: Connection = { ...connection, audience: "public" };
      return { ...sqliteReadStore(seen), readPageStamp: (query) => seen.read(() => readPageStamp(seen, query)) };
    },
  };
}

/** A store that is opened for reading: for the public, and for editors behind it. */
export function sqlitePublicStore(connection: Connection): PublicStore {
  const of = (audience: Audience) => sqliteReadStore({ ...connection, audience });
  return { ...of("public"), forEditors: of("editors") };
}

function sqliteReadStore(connection: Connection): ReadStore {
  return {
    ...readMethods(connection),
    close: async () => {
      connection.db.close();
    },
  };
}
