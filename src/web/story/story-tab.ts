/** The parts of a story's page. Each has an address of its own, so that it can be sent and needs no script. */
export const storyTabs = [
  ["versions", "Versions"],
  ["carriers", "Carriers"],
  ["changes", "Changes"],
  ["why", "Why"],
  ["history", "History"],
] as const;

export type StoryTab = (typeof storyTabs)[number][0];

/** The part that an address asks for; the versions unless it names another. */
export function storyTabOf(named: string | null): StoryTab {
  return storyTabs.find(([tab]) => tab === named)?.[0] ?? "versions";
}
