import type { Fault } from "../fault.ts";

/** No name is found any more when the service starts. */
export const deadNames: Fault = {
  name: "DNS dead",
  can: ({ machine }) => machine.ownHosts,
  async do({ service }) {
    service.setNamesFound(false);
    await service.end("SIGTERM");
    await service.start();
  },
  heal: async ({ service }) => service.setNamesFound(true),
  line: /poll failed: .*wire\.chaos\.test/i,
  healedLine: null,
  stopsServing: false,
};
