import type { Carrier } from "../section.ts";

/**
 * How many outlets carry an item. An outlet that withdrew its text does not count: it no longer confirms the news.
 */
export function countOutlets(carriers: readonly Pick<Carrier, "source" | "isStruck">[]): number {
  return countHouses(carriers.filter(({ isStruck }) => !isStruck).map(({ source }) => source));
}

/**
 * How many outlets these sources are. Sources of one family are one outlet, because one house confirms nothing twice. A
 * source that has the family's name belongs to it.
 */
export function countHouses(sources: readonly HouseName[]): number {
  return new Set(sources.map(houseOf)).size;
}

/** The house of a source, in the form in which houses are compared: its family, or else the source alone. */
export function houseOf({ name, family }: HouseName): string {
  return sourceKey(family ?? name);
}

/** The form in which the names of sources and families are compared. */
export function sourceKey(name: string): string {
  return name.normalize("NFC").trim().toLowerCase();
}

interface HouseName {
  readonly name: string;
  readonly family?: string | null | undefined;
}
