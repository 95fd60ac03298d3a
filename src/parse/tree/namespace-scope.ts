import { assumedPrefix, knownPrefix } from "./namespaces.ts";
import type { RawAttribute } from "./xml-handler.ts";

/** The namespace declarations in force. `declared`: canonical prefixes by declared prefix in lower case. */
export interface Scope {
  readonly declared: ReadonlyMap<string, string>;
  readonly outer: Scope | null;
}

/** The scope inside a start tag; `outer` when the tag declares nothing. */
export function declare(attributes: readonly RawAttribute[], outer: Scope | null): Scope | null {
  const own = attributes.filter(({ name }) => name.startsWith("xmlns"));
  if (own.length === 0) return outer;
  const declared = new Map<string, string>();
  for (const { name, raw } of own) {
    if (name === "xmlns") declared.set("", knownPrefix(raw) ?? "");
    else if (name.charCodeAt(5) === 0x3a) {
      const prefix = name.slice(6).toLowerCase();
      declared.set(prefix, knownPrefix(raw) ?? assumedPrefix(prefix));
    }
  }
  return { declared, outer };
}

/**
 * The canonical name in lower case, for example "dc:date" for any prefix that is bound to Dublin Core. Feed elements
 * and attributes without a prefix have their local names.
 */
export function canonicalName(rawName: string, scope: Scope | null, isElement: boolean): string {
  const colon = rawName.indexOf(":");
  const local = (colon === -1 ? rawName : rawName.slice(colon + 1)).toLowerCase();
  if (colon === -1 && !isElement) return local;
  const prefix = colon === -1 ? "" : rawName.slice(0, colon).toLowerCase();
  const canonical = lookUp(prefix, scope);
  return canonical === "" ? local : `${canonical}:${local}`;
}

function lookUp(prefix: string, scope: Scope | null): string {
  for (let at = scope; at !== null; at = at.outer) {
    const canonical = at.declared.get(prefix);
    if (canonical !== undefined) return canonical;
  }
  return assumedPrefix(prefix);
}
