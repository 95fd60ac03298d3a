import { type DeclaredEntities, noEntities } from "./entities.ts";

interface EntityLimits {
  readonly entitiesMax: number;
  readonly entityCharsMax: number;
  readonly expansionCharsMax: number;
}

export interface Doctype {
  /** The offset after the closing ">". */
  readonly end: number;
  readonly entities: DeclaredEntities;
}

/**
 * Reads the DOCTYPE whose keyword is at `start` (after "<!"); null for any other declaration, and for a DOCTYPE without
 * its ">". Internal general entities with literal values are kept. References to entities inside such a value stay
 * text, so that entities cannot multiply ("billion laughs"). External entities (SYSTEM, PUBLIC) and parameter entities
 * are never followed.
 */
export function readDoctype(text: string, start: number, limits: EntityLimits): Doctype | null {
  if (text.slice(start, start + 7).toUpperCase() !== "DOCTYPE") return null;
  const close = text.indexOf(">", start);
  const subset = text.indexOf("[", start);
  if (close === -1) return null;
  if (subset === -1 || subset > close) return { end: close + 1, entities: noEntities };
  const subsetEnd = text.indexOf("]", lastDeclarationEnd(text, subset));
  const end = subsetEnd === -1 ? close : text.indexOf(">", subsetEnd);
  if (end === -1) return null;
  const valueByName = readEntities(text.slice(subset + 1, subsetEnd === -1 ? close : subsetEnd), limits);
  return { end: end + 1, entities: { valueByName, expansionCharsLeft: limits.expansionCharsMax } };
}

/**
 * The offset after the declarations of an internal subset. Their quoted values are skipped, because "]" occurs there.
 */
function lastDeclarationEnd(text: string, from: number): number {
  let at = from + 1;
  for (;;) {
    at = skipSpace(text, at);
    if (!text.startsWith("<!", at) && !text.startsWith("<?", at)) return at;
    const end = text.startsWith("<!--", at) ? endOf(text, "-->", at) : declarationEnd(text, at);
    if (end === -1) return at;
    at = end;
  }
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? -1 : at + mark.length;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

function declarationEnd(text: string, from: number): number {
  let quote = "";
  for (let at = from; at < text.length; at += 1) {
    const char = text[at] ?? "";
    if (quote !== "") {
      if (char === quote) quote = "";
    } else if (char === '"' || char === "'") quote = char;
    else if (char === ">") return at + 1;
  }
  return -1;
}

const entityPattern = /<!ENTITY[ \t\r\n]{1,20}([A-Za-z_][\w.-]{0,40})[ \t\r\n]{1,20}(?:"([^"]*)"|'([^']*)')/g;

function readEntities(subset: string, limits: EntityLimits): ReadonlyMap<string, string> {
  const entities = new Map<string, string>();
  for (const [, name, double, single] of subset.matchAll(entityPattern)) {
    if (entities.size >= limits.entitiesMax) break;
    const value = double ?? single ?? "";
    // XML 1.0 section 4.2: the first declaration of a name counts.
    if (name !== undefined && value.length <= limits.entityCharsMax && !entities.has(name)) entities.set(name, value);
  }
  return expandCharacterReferences(entities);
}

/** XML 1.0 section 4.4.8: character references in an entity's value are expanded at its declaration. */
function expandCharacterReferences(entities: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const expanded = new Map<string, string>();
  for (const [name, value] of entities) {
    expanded.set(
      name,
      value.replace(/&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));/g, (whole, hexadecimal?: string, decimal?: string) => {
        const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
        return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? whole : String.fromCodePoint(code);
      }),
    );
  }
  return expanded;
}
