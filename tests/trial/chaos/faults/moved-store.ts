import { renameSync } from "node:fs";
import type { Fault } from "../fault.ts";

/** The store's file is moved away, and back. */
export const movedStore: Fault = {
  name: "store moved away",
  can: () => null,
  do: async ({ storeFile }) => renameSync(storeFile, `${storeFile}.away`),
  heal: async ({ storeFile }) => renameSync(`${storeFile}.away`, storeFile),
  line: /was deleted or moved while in use; until it is back/,
  healedLine: /the store is back/,
  stopsServing: true,
};
