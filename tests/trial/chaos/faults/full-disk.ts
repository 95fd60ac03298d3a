import { appendFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "../fault.ts";

/** Nothing can be written any more where the store is. */
export const fullDisk: Fault = {
  name: "disk full",
  can: ({ machine }) => machine.mount,
  async do(world) {
    fill(world.disk);
    world.publish();
  },
  heal: async ({ disk }) => rmSync(ballastOf(disk)),
  line: /not stored: .*disk|disk is full|no space/i,
  healedLine: null,
  stopsServing: false,
};

/** The service writes beside us: what is free now may be taken in a moment, and the other way round. */
function fill(disk: string): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(ballastOf(disk), Buffer.alloc(Math.floor(bavail / 2) * bsize));
  for (const size of [1 << 20, 4_096]) {
    try {
      for (;;) appendFileSync(ballastOf(disk), Buffer.alloc(size));
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== "ENOSPC") throw thrown;
    }
  }
}

function ballastOf(disk: string): string {
  return join(disk, "ballast");
}
