import { statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChaosWorld } from "../chaos-world.ts";
import type { Fault } from "../fault.ts";

/** The worlds whose service left a log behind when it was killed. One that had written nothing leaves none. */
const leftLog = new WeakSet<ChaosWorld>();

/** The process is killed at some moment, in the middle of anything. */
export const killed: Fault = {
  name: "kill -9",
  can: () => null,
  async do(world) {
    await sleep(world.random() * 400);
    await world.service.end("SIGKILL");
    const bytes = statSync(`${world.storeFile}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (bytes > 0) leftLog.add(world);
    else leftLog.delete(world);
  },
  heal: ({ service }) => service.start(),
  line: null,
  healedLine: (world) => (leftLog.has(world) ? /was killed/ : null),
  stopsServing: true,
};
