import type { DecidedItem, DeskStore } from "../../domain/desk-store.ts";
import type { DedupeItem } from "../../domain/verdict.ts";

/**
 * One look into the store for all of `items`: answers, for each, the decided entries with its permalink or its text,
 * whenever they arrived.
 */
export async function readExact(
  store: Pick<DeskStore, "readExact">,
  items: readonly DedupeItem[],
): Promise<(item: DedupeItem) => DecidedItem[]> {
  const found = await store.readExact({
    urlKeys: [...new Set(items.flatMap((item) => item.urlKey ?? []))],
    textKeys: [...new Set(items.flatMap((item) => item.textKey ?? []))],
  });
  return (item) =>
    found.filter(
      ({ item: other }) =>
        (item.urlKey !== null && other.urlKey === item.urlKey) ||
        (item.textKey !== null && other.textKey === item.textKey),
    );
}
