import type { EvalItem } from "./eval-types.ts";

/** Items without a date arrive one second apart, from this time on. */
const undatedFrom = Date.UTC(2000, 0, 1);

/**
 * The items of a set in order of publication, with their positions in the file. If fewer than half are dated, the
 * file's own order is used, because the dates then say little about the order.
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
