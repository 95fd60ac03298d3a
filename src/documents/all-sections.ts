import { emptyFilter, type Section } from "../domain/section.ts";

/** The sections that are served: `all`, which is built in, and the configured ones. */
export function allSections(configured: readonly Section[]): readonly Section[] {
  return [{ id: "all", title: "All stories", filter: emptyFilter }, ...configured.filter((one) => one.id !== "all")];
}
