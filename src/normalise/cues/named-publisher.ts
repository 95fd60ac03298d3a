/**
 * The publisher that an aggregator's item names: `origin` (the item's `<source>`), or else the end of its title
 * ("Bridge reopens - Reuters"); null when the item names none. `aggregator`: the name of the aggregator itself, which
 * is not the publisher.
 */
export function namedPublisher(
  item: { readonly origin: string; readonly title: string },
  aggregator: string,
): string | null {
  const [, before = "", suffix = ""] = titleEnd.exec(item.title) ?? [];
  const name = item.origin === "" && /\s/u.test(before) ? suffix : item.origin;
  return name === "" || name.toLowerCase() === aggregator.toLowerCase() ? null : name;
}

/** Matches " - Name" at the end of a title, with any dash or "|". A publisher's name has 2 to 60 characters. */
const titleEnd = /^(.+)\s[-–—|]\s+(\S.{1,59})$/u;
