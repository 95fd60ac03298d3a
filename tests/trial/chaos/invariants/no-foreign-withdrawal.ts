import type { Invariant } from "../invariant.ts";

/** No story is withdrawn, or called otherwise, because somebody else says so. */
export const noForeignWithdrawal: Invariant = {
  name: "no foreign withdrawal",
  when: "during",
  async check({ agencies, service }) {
    const { status, text } = await service.ask("/api/v1/entries?limit=100");
    if (status !== 200) return [];
    const titles = new Map(agencies.all.flatMap(({ items }) => items.map(({ guid, title }) => [guid, title])));
    const { items } = JSON.parse(text) as { items: readonly { guid: string; title: string; withdrawn: boolean }[] };
    return items.flatMap(({ guid, title, withdrawn }) => [
      ...(withdrawn && !guid.startsWith("claims-") ? [`${guid} is shown as withdrawn`] : []),
      ...(titles.has(guid) && titles.get(guid) !== title && !guid.startsWith("claims-")
        ? [`${guid} is shown as "${title}"`]
        : []),
    ]);
  },
};
