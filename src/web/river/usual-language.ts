import type { WireItem } from "../../domain/section.ts";

/** The language of most items of a list, without its region; null when no language has more than half of the items. */
export function usualLanguage(items: readonly WireItem[]): string | null {
  const counts = new Map<string, number>();
  for (const { lead } of items) {
    const language = lead.language?.split("-")[0];
    if (language !== undefined) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  return [...counts].find(([, count]) => count > items.length / 2)?.[0] ?? null;
}
