import type { EvalItem } from "./eval-types.ts";

/** Where items without a date stand in time: a second apart, from here on. */
const undatedFrom = Date.UTC(2000, 0, 1);

/**
 * The items of a set by place, in order of publication; where fewer than half are dated, dates say nothing of the order
 * and the file's own is taken.
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
