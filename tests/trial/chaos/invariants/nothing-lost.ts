import type { Invariant } from "../invariant.ts";

/** Whatever an agency shows is stored and decided on. */
export const nothingLost: Invariant = {
  name: "nothing lost",
  when: "after",
  async check({ agencies, readStored }) {
    const stored = new Set((await readStored()).map(({ feed, guid }) => `${feed} ${guid}`));
    return agencies.all.flatMap(({ url, name, items }) => {
      const lost = items.filter(({ guid }) => !stored.has(`${url} ${guid}`));
      return lost.map(({ guid }) => `${name}: ${guid} is not stored`);
    });
  },
};
