import type { EvalItem } from "./eval-types.ts";

/** The time before the first item, for items without a date. */
const undatedFrom = Date.UTC(2000, 0, 1);

/**
 * The items of a set in order of publication, with their positions in the file. An item without a date arrives one
 * second after the item before it in the file. If fewer than half of the items are dated, all dates are ignored,
 * because they then say little about the order.
 */
export function arrivals(items: readonly EvalItem[]): readonly { readonly at: number; readonly place: number }[] {
  const dates = items.map((item) => (item.published === null ? Number.NaN : Date.parse(item.published)));
  const dated = dates.filter((date) => !Number.isNaN(date)).length * 2 >= items.length;
  let last = undatedFrom;
  const placed = dates.map((date, place) => {
    last = dated && !Number.isNaN(date) ? date : last + 1000;
    return { at: last, place };
  });
  return placed.sort((a, b) => a.at - b.at || a.place - b.place);
}
