/**
 * Writes elements so that a parser of HTML (the living standard, section 13.2.6) reads the very tree that is written:
 * it would close, move or duplicate elements that have no place where they stand. What has to be closed is closed here,
 * and what may go on is opened again.
 */
export interface HtmlNesting {
  /**
   * Writes a start tag (whole, with its attributes). The element stays open until `close` is called with what this
   * answers.
   */
  open(name: string, startTag: string): OpenElement;
  close(element: OpenElement): void;
  /** Writes an element without content. */
  addVoid(name: string, startTag: string): void;
  /** Writes text, escaped already. */
  addText(text: string): void;
  /** The elements around the present place. */
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
      // Space between rows and cells means nothing.
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

/** Closes the element at an index of the stack and everything in it. */
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

/** Closes an open p for a block, and opens again what else was open in it: a link around a block goes on around it. */
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
 * Closes what stands between a part of a table and the part that it belongs into, and opens a row where there is none.
 */
function makePlaceInTable(nest: Nest, name: string): void {
  closeFrom(nest, innermost(nest, parentsOf[name] ?? ["table"], tableOnly) + 1);
  if ((name === "td" || name === "th") && top(nest) !== "tr") push(nest, "tr", "<tr>");
}

/** What is no part of a table stands in a cell. */
function openCell(nest: Nest): void {
  makePlaceInTable(nest, "td");
  push(nest, "td", "<td>");
}

/**
 * The index of the innermost element of one of these names, looked for no further out than the first of `ends`; -1
 * where there is none.
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
/** Only parts of the table may stand in these. */
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
/** Section 13.2.4.2: no start tag closes what is outside of these. */
const scopeEnds = setOf("table td th caption");
/** Beyond these a list item is another list's. */
const listEnds = setOf("table td th caption ol ul dl");
