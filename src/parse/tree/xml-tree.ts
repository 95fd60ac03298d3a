import { absoluteUrl } from "../absolute-url.ts";
import type { ParseLimits } from "../parse-limits.ts";
import type { ProblemLog } from "../problem-log.ts";
import { meantText } from "../text/meant-text.ts";
import { bodyNames, containerNames, fieldNames, itemNames, leafNames, voidNames } from "./element-names.ts";
import { type DeclaredEntities, decodeEntities, joinSurrogates, noEntities } from "./entities.ts";
import { canonicalName, declare, type Scope } from "./namespace-scope.ts";
import { readXmlEvents } from "./xml-events.ts";
import type { RawAttribute, XmlHandler } from "./xml-handler.ts";

/**
 * An element as the dialects read it. Names are in lower case with canonical prefixes ("dc:date"); feed elements have
 * no prefix.
 */
export interface XmlElement {
  readonly name: string;
  /** The name as written, with its prefix and case. */
  readonly rawName: string;
  /** Attributes by canonical lower-case name. If a name occurs twice, the first attribute is kept. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Child elements and decoded texts. */
  readonly children: readonly (XmlElement | string)[];
  /** The xml:base in force, absolute. */
  readonly base: string;
  /** The xml:lang in force. */
  readonly language: string | null;
  readonly offset: number;
}

/**
 * Reads a text as a tree. All roots of the text are children of one element without a name. Never throws; the limits
 * may end the reading early.
 */
export function readXmlTree(text: string, url: string, limits: ParseLimits, problems: ProblemLog): XmlElement {
  const root: OpenElement = { ...emptyElement, base: url, children: [], scope: null };
  const state: TreeState = {
    stack: [root],
    openCounts: new Map(),
    elementCount: 0,
    itemCount: 0,
    overDepth: 0,
    entities: noEntities,
    full: false,
    names: new Map(),
    namesScope: null,
    limits,
    problems,
  };
  readXmlEvents(text, handlerFor(state), limits, problems);
  const left = state.stack.at(-1);
  if (left !== undefined && left !== root && !state.full) {
    problems.note("truncated", `The document ends inside <${left.rawName}>`, text.length);
  }
  return root;
}

interface OpenElement extends XmlElement {
  readonly children: (XmlElement | string)[];
  readonly scope: Scope | null;
}

interface TreeState {
  readonly stack: OpenElement[];
  /**
   * The number of open elements by canonical name. An end tag whose name is not open is recognised without a search.
   */
  readonly openCounts: Map<string, number>;
  elementCount: number;
  itemCount: number;
  /** The number of open elements that are nested deeper than `depthMax`. */
  overDepth: number;
  entities: DeclaredEntities;
  full: boolean;
  /** Canonical names by raw name, valid within `namesScope`. */
  readonly names: Map<string, string>;
  namesScope: Scope | null;
  readonly limits: ParseLimits;
  readonly problems: ProblemLog;
}

const noAttributes: ReadonlyMap<string, string> = new Map();

const emptyElement = { name: "", rawName: "", attributes: noAttributes, language: null, offset: 0 };

function handlerFor(state: TreeState): XmlHandler {
  return {
    open: (name, attributes, selfClosing, offset) => openElement(state, name, attributes, selfClosing, offset),
    close: (name, offset) => closeElement(state, name, offset),
    // References to surrogates that were escaped once more, for HTML inside XML, are joined here as well.
    text: (raw) => addText(state, meantText(joinSurrogates(decodeEntities(raw, state.entities)))),
    cdata: (value) => addText(state, meantText(joinSurrogates(value))),
    entities(declared) {
      state.entities = declared;
    },
    openName: () => state.stack.at(-1)?.rawName ?? "",
    isFull: () => state.full,
  };
}

function addText(state: TreeState, text: string): void {
  const top = state.stack.at(-1);
  if (top === undefined || text === "") return;
  if (containerNames.has(top.name) && text.trim() === "") return;
  top.children.push(text);
}

function openElement(
  state: TreeState,
  rawName: string,
  rawAttributes: readonly RawAttribute[],
  selfClosing: boolean,
  offset: number,
): void {
  const scope = declare(rawAttributes, state.stack.at(-1)?.scope ?? null);
  const name = nameIn(state, rawName, scope);
  closeImplied(state, name, offset);
  countElement(state, name);
  const parent = state.stack.at(-1);
  if (state.full || parent === undefined) return;
  const attributes = readAttributes(state, rawAttributes, scope, offset);
  const base = attributes.get("xml:base");
  const element: OpenElement = {
    name,
    rawName,
    attributes,
    children: [],
    base: base === undefined ? parent.base : (absoluteUrl(base, parent.base) ?? parent.base),
    language: attributes.get("xml:lang") ?? parent.language,
    offset,
    scope,
  };
  parent.children.push(element);
  if (!selfClosing && !voidNames.has(name)) pushElement(state, element);
}

/** Looks a name up in a cache, because documents use a few names thousands of times. */
function nameIn(state: TreeState, rawName: string, scope: Scope | null): string {
  if (scope !== state.namesScope) {
    state.names.clear();
    state.namesScope = scope;
  }
  const known = state.names.get(rawName);
  if (known !== undefined) return known;
  const name = canonicalName(rawName, scope, true);
  state.names.set(rawName, name);
  return name;
}

function countElement(state: TreeState, name: string): void {
  const { elementsMax, itemsMax } = state.limits;
  state.elementCount += 1;
  if (state.elementCount > elementsMax) fill(state, `elementsMax ${elementsMax}`);
  if (!itemNames.has(name)) return;
  state.itemCount += 1;
  if (state.itemCount > itemsMax) fill(state, `itemsMax ${itemsMax}`);
}

function pushElement(state: TreeState, element: OpenElement): void {
  if (state.stack.length > state.limits.depthMax) {
    if (state.overDepth === 0)
      state.problems.note("too-deep", "Elements nested too deep were read flat", element.offset);
    state.overDepth += 1;
    return;
  }
  state.stack.push(element);
  state.openCounts.set(element.name, (state.openCounts.get(element.name) ?? 0) + 1);
}

function fill(state: TreeState, limit: string): void {
  state.full = true;
  state.problems.stop(limit);
}

function closeElement(state: TreeState, rawName: string, offset: number): void {
  const name = nameIn(state, rawName, state.stack.at(-1)?.scope ?? null);
  if (state.overDepth > 0 && !isStructural(name)) {
    state.overDepth -= 1;
    return;
  }
  if ((state.openCounts.get(name) ?? 0) === 0) {
    if (!voidNames.has(name)) state.problems.note("stray-end-tag", `</${rawName}> closes nothing`, offset);
    return;
  }
  const top = state.stack.at(-1);
  if (top?.name !== name) state.problems.note("end-tag-missing", `<${top?.rawName}> is not closed`, offset);
  while (state.stack.length > 1 && popElement(state) !== name);
}

function isStructural(name: string): boolean {
  return itemNames.has(name) || containerNames.has(name) || leafNames.has(name);
}

function popElement(state: TreeState): string {
  const name = state.stack.pop()?.name ?? "";
  state.overDepth = 0;
  state.openCounts.set(name, (state.openCounts.get(name) ?? 1) - 1);
  return name;
}

/**
 * Closes an element whose end tag is evidently missing: an item (with everything open inside it) when another item
 * starts, or a field of one text when another field starts.
 */
function closeImplied(state: TreeState, name: string, offset: number): void {
  const { stack } = state;
  const top = stack.at(-1);
  if (top === undefined || containerNames.has(top.name)) return;
  if (itemNames.has(name)) {
    const keep = stack.findLastIndex((open) => containerNames.has(open.name));
    if (stack.slice(keep + 1).some(embedsXml)) return;
    state.problems.note("end-tag-missing", `<${top.rawName}> is not closed`, offset);
    while (stack.length > keep + 1) popElement(state);
    return;
  }
  const inBody = bodyNames.has(top.name);
  if (!leafNames.has(top.name)) return;
  if (!fieldNames.has(name) && (inBody || (name !== "link" && name !== "title"))) return;
  if (name === top.name && top.children.length === 0) return;
  state.problems.note("end-tag-missing", `<${top.rawName}> is not closed`, offset);
  popElement(state);
}

/** Whether Atom content holds an XML document of its own (RFC 4287 section 4.1.3), which may be a feed. */
function embedsXml({ name, attributes }: XmlElement): boolean {
  return name === "content" && (attributes.get("type") ?? "").endsWith("xml");
}

function readAttributes(
  state: TreeState,
  raw: readonly RawAttribute[],
  scope: Scope | null,
  offset: number,
): ReadonlyMap<string, string> {
  if (raw.length === 0) return noAttributes;
  const attributes = new Map<string, string>();
  for (const attribute of raw) {
    if (attribute.name.startsWith("xmlns")) continue;
    const name = canonicalName(attribute.name, scope, false);
    if (attributes.has(name)) {
      state.problems.note("duplicate-attribute", `Attribute ${attribute.name} is given twice`, offset);
    } else attributes.set(name, meantText(decodeEntities(attribute.raw, state.entities)));
  }
  return attributes;
}
