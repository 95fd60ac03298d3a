import type { ReadStore, Store } from "../../domain/store.ts";
import { backup } from "./backup.ts";
import type { Connection } from "./connection.ts";
import { deskMethods } from "./desk-methods.ts";
import { feedMethods } from "./feed-methods.ts";
import { purge } from "./purge.ts";
import { readMethods } from "./read-methods.ts";

/** The whole port over one SQLite connection. */
export function sqliteStore(connection: Connection): Store {
  return {
    ...sqliteReadStore(connection),
    ...feedMethods(connection),
    ...deskMethods(connection),
    backup: (file) => backup(connection, file),
    purge: (before, limit) => connection.write(() => purge(connection, before, limit)),
  };
}

export function sqliteReadStore(connection: Connection): ReadStore {
  return {
    ...readMethods(connection),
    close: async () => {
      connection.db.close();
    },
  };
}
