/**
 * Writes elements so that an HTML parser (living standard, section 13.2.6) builds exactly the tree that we mean. A
 * parser closes, moves or duplicates misplaced elements. This writer closes such elements itself and reopens those that
 * may continue.
 */
export interface HtmlNesting {
  /**
   * Writes a whole start tag with its attributes. The element stays open until `close` is called with the returned
   * value.
   */
  open(name: string, startTag: string): OpenElement;
  close(element: OpenElement): void;
  /** Writes an element without content. */
  addVoid(name: string, startTag: string): void;
  /** Writes text that is already escaped. */
  addText(text: string): void;
  /** True when the current position is inside an element with this name. */
  has(name: string): boolean;
}

export interface OpenElement {
  readonly name: string;
  readonly startTag: string;
  isOpen: boolean;
}

export function createHtmlNesting(out: string[]): HtmlNesting {
  const nest: Nest = { out, stack: [] };
  return {
    open(name, startTag) {
      makePlace(nest, name);
      return push(nest, name, startTag);
    },
    close(element) {
      if (element.isOpen) closeFrom(nest, nest.stack.lastIndexOf(element));
    },
    addVoid(name, startTag) {
      makePlace(nest, name);
      out.push(startTag);
    },
    addText(text) {
      if (text.trim() !== "") makePlace(nest, "#text");
      // Whitespace between rows and cells has no meaning.
      else if (tableContexts.has(top(nest))) return;
      out.push(text);
    },
    has: (name) => nest.stack.some((element) => element.name === name),
  };
}

interface Nest {
  readonly out: string[];
  readonly stack: OpenElement[];
}

function push({ out, stack }: Nest, name: string, startTag: string): OpenElement {
  const element = { name, startTag, isOpen: true };
  out.push(startTag);
  stack.push(element);
  return element;
}

function top({ stack }: Nest): string {
  return stack.at(-1)?.name ?? "";
}

/** Closes the element at `index` of the stack and all elements inside it. */
function closeFrom({ out, stack }: Nest, index: number): void {
  for (const element of stack.splice(index).reverse()) {
    element.isOpen = false;
    out.push("</", element.name, ">");
  }
}

function makePlace(nest: Nest, name: string): void {
  if (tableParts.has(name)) makePlaceInTable(nest, name);
  else if (tableContexts.has(top(nest))) openCell(nest);
  if (closesParagraph.has(name)) endParagraph(nest);
  if (name === "li" || name === "dd" || name === "dt") endListItem(nest, name);
  if (headings.has(name) && headings.has(top(nest))) closeFrom(nest, nest.stack.length - 1);
  if (name === "rt" || name === "rp") endRubyPart(nest);
}

/**
 * Closes an open p before a block, and reopens the elements inside that p, so that a link around the block continues.
 */
function endParagraph(nest: Nest): void {
  const index = innermost(nest, ["p"], scopeEnds);
  if (index < 0) return;
  const inner = nest.stack.slice(index + 1);
  closeFrom(nest, index);
  for (const element of inner) {
    nest.out.push(element.startTag);
    element.isOpen = true;
    nest.stack.push(element);
  }
}

function endListItem(nest: Nest, name: string): void {
  const index = innermost(nest, name === "li" ? ["li"] : ["dd", "dt"], listEnds);
  if (index >= 0) closeFrom(nest, index);
}

function endRubyPart(nest: Nest): void {
  const ruby = innermost(nest, ["ruby"], scopeEnds);
  if (ruby >= 0) closeFrom(nest, ruby + 1);
}

/**
 * Closes the elements between a table part and the part it belongs to, and opens a row for a cell when there is none.
 */
function makePlaceInTable(nest: Nest, name: string): void {
  closeFrom(nest, innermost(nest, parentsOf[name] ?? ["table"], tableOnly) + 1);
  if ((name === "td" || name === "th") && top(nest) !== "tr") push(nest, "tr", "<tr>");
}

/** Opens a cell for content that is not a part of a table. */
function openCell(nest: Nest): void {
  makePlaceInTable(nest, "td");
  push(nest, "td", "<td>");
}

/**
 * The index of the innermost element with one of these names; -1 when there is none. The search stops at the first of
 * `ends`.
 */
function innermost({ stack }: Nest, names: readonly string[], ends: ReadonlySet<string>): number {
  for (let index = stack.length - 1; index >= 0; index -= 1) {
    const name = stack[index]?.name ?? "";
    if (names.includes(name)) return index;
    if (ends.has(name)) return -1;
  }
  return -1;
}

const setOf = (names: string): ReadonlySet<string> => new Set(names.split(" "));

const tableOnly = setOf("table");
const tableParts = setOf("caption col colgroup tbody td tfoot th thead tr");
/** Only parts of a table may be direct children of these elements. */
const tableContexts = setOf("table tbody tfoot thead tr colgroup");
const sections = ["tbody", "tfoot", "thead"];
const parentsOf: Readonly<Record<string, readonly string[]>> = {
  td: ["tr", ...sections, "table"],
  th: ["tr", ...sections, "table"],
  tr: [...sections, "table"],
  col: ["colgroup", "table"],
};
const headings = setOf("h1 h2 h3 h4 h5 h6");
const closesParagraph = setOf(
  "article aside blockquote dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table ul",
);
/** Section 13.2.4.2: a start tag closes no element outside the nearest one of these. */
const scopeEnds = setOf("table td th caption");
/** A list item outside the nearest one of these belongs to another list. */
const listEnds = setOf("table td th caption ol ul dl");
