import type { Invariant } from "../invariant.ts";

const rssMbMax = 450;

/** The process stays small. */
export const memoryBounded: Invariant = {
  name: "memory bounded",
  when: "during",
  async check({ service }) {
    const mb = service.rssMb();
    return mb !== null && mb > rssMbMax ? [`the process holds ${Math.round(mb)} MB`] : [];
  },
};
