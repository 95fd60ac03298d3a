import type { SourceKind } from "../feed.ts";

/** The facts that decide which outlet stands behind an entry or a carrier. */
export interface Told {
  readonly source: { readonly name: string; readonly kind: SourceKind; readonly family?: string | null | undefined };
  /** See `Entry`. */
  readonly publisher?: string | null | undefined;
  readonly isStruck?: boolean;
}

/**
 * How many outlets carry an item. Sources of one family are one outlet, because two reports of one house do not confirm
 * each other. A source that has the name of the family belongs to the family. An item of an aggregator counts for the
 * publisher that it names. An outlet that withdrew its text does not count.
 */
export function countOutlets(told: readonly Told[]): number {
  const families = new Map(told.map(({ source }) => [sourceKey(source.name), sourceKey(source.family ?? source.name)]));
  const houses = told.filter(({ isStruck }) => isStruck !== true).map(houseOf);
  return new Set(houses.map((house) => families.get(house) ?? house)).size;
}

/** The house behind an entry or carrier, in the form in which houses are compared. */
function houseOf(told: Told): string {
  return sourceKey(publisherOf(told) ?? told.source.family ?? told.source.name);
}

/** The name under which an entry or carrier is shown: the publisher that an aggregator names, or else the source. */
export function outletName(told: Told): string {
  return publisherOf(told) ?? told.source.name;
}

/** The publisher of an aggregator's item; null when the item names none, or when the source is no aggregator. */
export function publisherOf({ source, publisher }: Told): string | null {
  return source.kind === "aggregator" ? (publisher ?? null) : null;
}

/** The form in which the names of sources, publishers and families are compared. */
export function sourceKey(name: string): string {
  return name.normalize("NFC").trim().toLowerCase();
}
