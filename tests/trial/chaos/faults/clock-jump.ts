import type { Fault } from "../fault.ts";

/** The machine's clock jumps, by minutes or hours, forward or back, and later to the true time again. */
export const clockJump: Fault = {
  name: "clock jump",
  can: ({ machine }) => machine.fakeClock,
  async do({ service, pick }) {
    service.shiftClock(pick([-7_200, -600, -30, 30, 600, 7_200]));
  },
  heal: async ({ service }) => service.shiftClock(0),
  line: null,
  healedLine: null,
  stopsServing: false,
};
