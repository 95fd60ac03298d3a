import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../fault.ts";

/** The process stands still for seconds, as under a debugger or on a machine that sleeps. */
export const frozen: Fault = {
  name: "SIGSTOP",
  can: () => null,
  async do({ service, random }) {
    service.freeze();
    await sleep(500 + random() * 4_000);
  },
  async heal({ service }) {
    service.thaw();
  },
  line: null,
  healedLine: null,
  stopsServing: true,
};
