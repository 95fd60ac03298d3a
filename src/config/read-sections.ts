import { listTerm, type TermLists } from "../domain/query/parse-query.ts";
import type { Section } from "../domain/section.ts";
import type { ConfigFile } from "./config-schema.ts";
import { type Report, readFilter, readOr } from "./matching/read-filter.ts";

/** Reads the `sections` part. Ids must be unique; queries and hours must be valid. */
export function readSections(read: ConfigFile, fault: Report): Section[] {
  const ids = new Set<string>();
  const names = { sources: new Map(read.sources.map(({ name }) => [name, name])), terms: read.terms };
  return read.sections.map(({ id, title, match, access }, index) => {
    if (ids.has(id)) fault(["sections", index, "id"], `"${id}" is used twice`);
    ids.add(id);
    const report: Report = (path, message) => fault(["sections", index, "match", ...path], message);
    return { id, title: title ?? id, filter: readFilter(match, names, report), keys: access?.keys ?? [] };
  });
}

/** Reads the part `terms`, which has lists of terms. A term is one word or phrase, word* or =exact. */
export function readTerms({ terms }: ConfigFile, fault: Report): TermLists {
  for (const [name, list] of Object.entries(terms))
    for (const [at, term] of list.entries())
      readOr(
        null,
        (path, message) => fault(["terms", name, ...path], message),
        at,
        () => listTerm(term),
      );
  return terms;
}
