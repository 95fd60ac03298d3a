/**
 * The parts of a story's page. Each part has an address of its own, so that people can share it, and so that it needs
 * no script.
 */
export const storyTabs = [
  ["versions", "Versions"],
  ["carriers", "Carriers"],
  ["changes", "Changes"],
  ["why", "Why"],
  ["history", "History"],
] as const;

export type StoryTab = (typeof storyTabs)[number][0];

/** The part that an address names; the versions if it names none. */
export function storyTabOf(named: string | null): StoryTab {
  return storyTabs.find(([tab]) => tab === named)?.[0] ?? "versions";
}
