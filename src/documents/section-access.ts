import { createHash, timingSafeEqual } from "node:crypto";
import { WireError } from "../domain/errors.ts";
import { emptyFilter, type Section, type SectionFilter } from "../domain/section.ts";

/** The query parameter that holds an access key. */
export const keyParameter = "key";

export function isKeyed(section: Section): boolean {
  return (section.keys ?? []).length > 0;
}

/** The filter of a section's documents. A section with keys may show private sources. */
export function readingFilter(section: Section): SectionFilter {
  return isKeyed(section) ? { ...section.filter, opensPrivate: true } : section.filter;
}

/** Whether a section may be read with this key (null: without a key). The comparison takes constant time. */
export function opensSection(section: Section, key: string | null): boolean {
  if (!isKeyed(section)) return true;
  if (key === null || key.length > keyCharsMax) return false;
  const given = createHash("sha256").update(key, "utf8").digest();
  return (section.keys ?? []).filter(({ sha256 }) => timingSafeEqual(given, Buffer.from(sha256, "hex"))).length > 0;
}

const keyCharsMax = 200;

/** The sections that are served: the built-in `all` and the configured ones. */
export function allSections(configured: readonly Section[]): readonly Section[] {
  return [{ id: "all", title: "All stories", filter: emptyFilter }, ...configured.filter((one) => one.id !== "all")];
}

/** The section with this id; without an id, the built-in `all`. Throws WireError not-found. */
export function sectionNamed(configured: readonly Section[], id = "all"): Section {
  const section = allSections(configured).find((one) => one.id === id);
  if (section === undefined)
    throw new WireError("not-found", "There is no section with that name; /feeds.opml lists them.");
  return section;
}
