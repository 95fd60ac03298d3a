import { expect, test } from "vitest";
import { testItem } from "../../support/feed-documents.ts";
import { ferry } from "./texts.ts";
import { openWire, type ShownItem, type WireWorld } from "./wire-world.ts";

const sources = {
  "Harbour Post": { kind: "outlet", rank: 50 },
  "Northern Wire": { kind: "agency", rank: 50 },
  "Bay News": { kind: "outlet", rank: 50 },
  "Gromp Wire": { kind: "agency", rank: 1, isPrivate: true },
} as const;

/** Sources, each with a text of its own, in one story in the order in which they came. */
async function oneStory(...names: readonly (keyof typeof sources)[]): Promise<{ wire: WireWorld; story: number }> {
  const wire = await openWire(sources);
  for (const [n, name] of names.entries()) await wire.poll(name, [name === "Northern Wire" ? ferry : testItem(n)]);
  const entries = await wire.store.readEntries({ filter: all, since: null, afterId: 0, limit: 9 });
  const [first, ...others] = entries.map(({ storyId }) => storyId!);
  if (others.length > 0) expect(await wire.decide(first!, { action: "merge", with: others })).toBe(200);
  return { wire, story: first! };
}

const all = { sources: [], kinds: [], languages: [], categories: [], query: null, urgencyMax: null, feedId: null };

async function led(wire: WireWorld): Promise<ShownItem["_wiredesk"]> {
  const [item, ...others] = (await wire.items("?collapse=story")) as [ShownItem, ...ShownItem[]];
  expect(others).toEqual([]);
  return item._wiredesk;
}

test("an outlet that came first with a text of its own does not lead an agency's story, an equal outlet goes on leading", async () => {
  expect((await led((await oneStory("Harbour Post", "Northern Wire")).wire)).source).toBe("Northern Wire");
  expect((await led((await oneStory("Northern Wire", "Harbour Post")).wire)).source).toBe("Northern Wire");
  expect((await led((await oneStory("Harbour Post", "Bay News")).wire)).source).toBe("Harbour Post");
});

test("a withdrawn text leads no story that has another, and leads it again when it is restored", async () => {
  const { wire, story } = await oneStory("Harbour Post", "Northern Wire");
  await wire.poll("Northern Wire", [{ ...ferry, title: `WITHDRAWN: ${ferry.title}` }]);
  expect(await led(wire)).toMatchObject({ source: "Harbour Post", withdrawn: false });
  const [, agency] = (await wire.json(`/api/v1/stories/${story}`)).entries;
  await wire.poll("Northern Wire", [ferry]);
  expect(await led(wire)).toMatchObject({ source: "Northern Wire", withdrawn: false });
  await wire.decide(story, { action: "withdraw", entries: [agency.id] });
  expect(await led(wire)).toMatchObject({ source: "Harbour Post", withdrawn: false });
});

test("an editor's pin leads the story of its copy", async () => {
  const { wire, story } = await oneStory("Harbour Post", "Northern Wire");
  const [outlet] = (await wire.json(`/api/v1/stories/${story}`)).entries;
  await wire.decide(story, { action: "lead", entry: outlet.id });
  expect((await led(wire)).source).toBe("Harbour Post");
});

test("who does not see the licensed copy that leads a story is shown who leads among what is seen", async () => {
  const { wire } = await oneStory("Gromp Wire", "Harbour Post", "Northern Wire");
  expect((await led(wire)).source).toBe("Northern Wire");
});
