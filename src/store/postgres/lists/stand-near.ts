/**
 * The places at which single words stand near one another, by the rule of FTS5's NEAR (fts5ExprNearIsMatch): at most
 * `distance` tokens lie between the end of each word and the beginning of the last one. `lists`: the places of each
 * word, in order. If there is no such place, all lists of the result are empty.
 */
export function standNear(lists: readonly (readonly number[])[], distance: number): readonly (readonly number[])[] {
  const found = lists.map((): number[] => []);
  const next = lists.map(() => 0);
  const placeOf = (list: number): number | undefined => lists[list]?.[next[list] ?? 0];
  for (let last = placeOf(0) ?? 0; ; ) {
    for (let agreed = 0, list = 0; agreed < lists.length; list = (list + 1) % lists.length) {
      while ((placeOf(list) ?? Number.POSITIVE_INFINITY) < last - 1 - distance) next[list] = (next[list] ?? 0) + 1;
      const place = placeOf(list);
      if (place === undefined) return found;
      agreed = place > last ? 1 : agreed + 1;
      last = Math.max(last, place);
    }
    let first = 0;
    for (const [list, places] of found.entries()) {
      const place = placeOf(list) ?? 0;
      if (places.at(-1) !== place) places.push(place);
      if (place < (placeOf(first) ?? 0)) first = list;
    }
    next[first] = (next[first] ?? 0) + 1;
    if (placeOf(first) === undefined) return found;
  }
}
