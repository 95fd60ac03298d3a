import { rmSync } from "node:fs";
import type { Fault } from "../fault.ts";

/** The store is deleted; the operator starts anew with an empty one, and the agencies still show everything. */
export const deletedStore: Fault = {
  name: "store deleted",
  can: () => null,
  do: async ({ storeFile }) => removeStore(storeFile),
  async heal({ service, storeFile }) {
    await service.end("SIGTERM");
    removeStore(storeFile);
    await service.start();
  },
  line: /was deleted or moved while in use/,
  healedLine: null,
  stopsServing: true,
};

/** With what SQLite keeps beside it. */
function removeStore(file: string): void {
  for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
}
