import type { Manner } from "../chaos-agencies.ts";
import type { Fault } from "../fault.ts";

/** One agency answers as none should. */
function badAgency(name: string, manner: Exclude<Manner, "well">): Fault {
  return {
    name,
    can: () => null,
    async do({ agencies, pick }) {
      const agency = pick(agencies.all);
      agency.publish();
      agency.manner = manner;
    },
    async heal({ agencies }) {
      for (const agency of agencies.all) if (agency.manner === manner) agency.manner = "well";
    },
    line: /poll failed: \S/,
    healedLine: null,
    stopsServing: false,
  };
}

export const badAgencies: readonly Fault[] = [
  badAgency("agency hangs", "hangs"),
  badAgency("agency cuts off", "cuts"),
  badAgency("agency sends garbage", "garbage"),
  badAgency("hostile feed", "hostile"),
];
