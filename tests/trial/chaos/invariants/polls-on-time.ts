import type { Invariant } from "../invariant.ts";

/** Feeds are due every second; this leaves room for a busy machine and for the backoff of a short failure. */
const gapMsMax = 40_000;

/** While the service runs, no well agency is left alone for long, whatever happens beside it. */
export const pollsOnTime: Invariant = {
  name: "polls on time",
  when: "during",
  async check({ agencies, service }) {
    const { upSince } = service;
    if (upSince === null) return [];
    return agencies.all.flatMap(({ name, manner, lastAskedAt }) => {
      const gapMs = performance.now() - Math.max(lastAskedAt, upSince);
      return manner === "well" && gapMs > gapMsMax ? [`${name} was not asked for ${Math.round(gapMs / 1_000)} s`] : [];
    });
  },
};
