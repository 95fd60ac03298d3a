import { renameSync, rmSync } from "node:fs";
import SqliteDatabase from "better-sqlite3";
import type { Fault } from "../fault.ts";

/** A backup is put in the place of the store while it is in use: the service says so and ends, and is started again. */
export const replacedStore: Fault = {
  name: "store replaced",
  can: () => null,
  async do({ service, storeFile }) {
    const store = new SqliteDatabase(storeFile, { readonly: true });
    await store.backup(`${storeFile}.backup`);
    store.close();
    renameSync(`${storeFile}.backup`, storeFile);
    const code = await service.ended();
    if (code !== 1) throw new Error(`the service ended with ${code} where 1 was expected`);
  },
  async heal({ service, storeFile }) {
    for (const end of ["-wal", "-shm"]) rmSync(storeFile + end, { force: true });
    await service.start();
  },
  line: /was replaced by another file while in use; wiredesk stops/,
  healedLine: null,
  stopsServing: true,
};
