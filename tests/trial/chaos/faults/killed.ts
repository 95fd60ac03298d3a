import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../fault.ts";

/** The process is killed at some moment, in the middle of anything. */
export const killed: Fault = {
  name: "kill -9",
  can: () => null,
  async do({ service, random }) {
    await sleep(random() * 400);
    await service.end("SIGKILL");
  },
  heal: ({ service }) => service.start(),
  line: null,
  healedLine: /was killed/,
  stopsServing: true,
};
