import type { DecidedItem, DeskStore } from "../../domain/desk-store.ts";
import type { DedupeItem } from "../../domain/verdict.ts";

/**
 * Reads the store once for all of `items`. Returns, for each item, the decided entries with its permalink or its text,
 * however long ago they arrived.
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
