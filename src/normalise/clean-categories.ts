import { cleanLine } from "./clean-text.ts";

const categoriesMax = 100;
const categoryCharsMax = 200;

/** Categories with clean names, each once whatever its case, in the feed's order, at most 100. */
export function cleanCategories(categories: readonly string[]): readonly string[] {
  const byFold = new Map<string, string>();
  for (const category of categories.slice(0, 4 * categoriesMax)) {
    const name = cleanLine(category).slice(0, categoryCharsMax);
    const fold = name.toLowerCase();
    if (name !== "" && !byFold.has(fold) && byFold.size < categoriesMax) byFold.set(fold, name);
  }
  return [...byFold.values()];
}
