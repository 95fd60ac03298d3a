import type { Invariant } from "../invariant.ts";

/** Each story of an agency is one entry in its one state: no story here is ever changed by its agency. */
export const nothingDoubled: Invariant = {
  name: "nothing doubled",
  when: "after",
  async check({ agencies, readStored, service }) {
    const stored = await readStored();
    const published = new Set(agencies.all.flatMap(({ url, items }) => items.map(({ guid }) => `${url} ${guid}`)));
    const { text } = await service.ask("/feeds/all.json");
    const shown = (JSON.parse(text) as { items: { id: string; title: string }[] }).items;
    return [
      ...repeated(stored.map(({ feed, guid }) => `${feed} ${guid}`)).map((name) => `${name} is stored twice`),
      ...stored
        .filter(({ feed, guid }) => !published.has(`${feed} ${guid}`))
        .map(({ guid }) => `${guid} was never published`),
      ...stored.filter(({ revision }) => revision !== 1).map(({ guid }) => `${guid} is revised, and nobody changed it`),
      ...repeated(shown.map(({ id }) => id)).map((id) => `${id} is shown twice`),
      ...repeated(shown.map(({ title }) => title)).map((title) => `"${title}" is shown twice`),
    ];
  },
};

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}
