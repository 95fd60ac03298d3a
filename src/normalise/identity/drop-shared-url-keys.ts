import type { Entry } from "../../domain/entry.ts";
import { foldText } from "../fold-text.ts";

/**
 * The entries of one document; those that share their address with an entry of another title lose the key of it. A live
 * page, a section's front or a programme's page that all items link to is no permalink: taken for one, it would make
 * one copy of all their stories.
 */
export function dropSharedUrlKeys(entries: readonly Entry[]): readonly Entry[] {
  const titles = new Map<string, Set<string>>();
  for (const { urlKey, title } of entries) {
    if (urlKey === null) continue;
    const seen = titles.get(urlKey) ?? new Set();
    titles.set(urlKey, seen.add(foldText(title)));
  }
  return entries.map((entry) => {
    const isShared = entry.urlKey !== null && (titles.get(entry.urlKey)?.size ?? 0) > 1;
    return isShared ? { ...entry, urlKey: null } : entry;
  });
}
