import { DOMParser, type Document, type Element, type Node, XMLSerializer } from "@xmldom/xmldom";
import type { WrittenFeed } from "./feed-values.ts";

/**
 * Finishes a document that the library `feed` wrote. It declares `namespaces` on the root, so that each item can be cut
 * out on its own. It hands the tree to `finish`, which returns the elements of each item. It writes each child of
 * `containers` (element names) on its own line, and the items last inside `place`. The same input gives the same text.
 */
export function finishXml(
  xml: string,
  rules: {
    readonly namespaces: Readonly<Record<string, string>>;
    readonly containers: ReadonlySet<string>;
    /** Takes the items out of the tree. The items and the frame around them are then serialised separately. */
    readonly finish: (root: Element) => { readonly place: Element; readonly items: readonly (readonly Element[])[] };
  },
): WrittenFeed {
  const root = parseXml(xml);
  for (const [prefix, uri] of Object.entries(rules.namespaces)) {
    // Remove the declarations that `feed` made: their order depends on the feed's content, and ours must not.
    root.removeAttribute(`xmlns:${prefix}`);
    root.setAttributeNS(xmlnsUri, `xmlns:${prefix}`, uri);
  }
  stripIndentation(root);
  const { place, items } = rules.finish(root);
  for (const elements of items) {
    appendMark(place);
    for (const element of elements) place.appendChild(element);
  }
  appendMark(place);
  breakLines(root, rules.containers);
  markPlainText(root);
  const text = withReferences(new XMLSerializer().serializeToString(root, { requireWellFormed: true }));
  const parts = text.split(`\n<!--${mark}-->\n`);
  const head = `<?xml version="1.0" encoding="utf-8"?>\n${parts[0]}`;
  return { head, items: parts.slice(1, -1), tail: `${parts.at(-1)}\n` };
}

/**
 * A marker between items at which the text is cut. No content can contain the marker, because safe HTML has no comments
 * and everything else is escaped.
 */
const mark = "item";

function appendMark(place: Element): void {
  place.appendChild((place.ownerDocument as Document).createComment(mark));
}

const xmlnsUri = "http://www.w3.org/2000/xmlns/";

function parseXml(xml: string): Element {
  const parser = new DOMParser({
    // The parser's default also folds U+2028 and U+0085, which XML 1.0 does not ask for. `cleanText` has already
    // normalised the line ends.
    normalizeLineEndings: (text: string) => text,
    locator: false,
    onError: (level: string, message: string) => {
      // Warnings are about style. The serialiser checks later that the result is well-formed.
      if (level === "warning") return;
      throw new Error(`the writer made a broken document: ${level}: ${message}`);
    },
  });
  const root = parser.parseFromString(xml, "application/xml").documentElement;
  if (root === null) throw new Error("the writer made an empty document");
  return root;
}

/** Drops whitespace between elements. Keeps text, CDATA sections, and values that consist only of whitespace. */
function stripIndentation(element: Element): void {
  const children = [...element.childNodes];
  const elements = children.filter(isElement);
  if (elements.length === 0) return;
  for (const child of children) if (child.nodeType === textNode) element.removeChild(child);
  for (const child of elements) stripIndentation(child);
}

function breakLines(element: Element, containers: ReadonlySet<string>): void {
  if (!containers.has(element.nodeName)) return;
  const document = element.ownerDocument as Document;
  const children = [...element.childNodes];
  for (const child of children) {
    element.insertBefore(document.createTextNode("\n"), child);
    if (isElement(child)) breakLines(child, containers);
  }
  if (children.length > 0) element.appendChild(document.createTextNode("\n"));
}

/**
 * Marks "&" and "<" in plain text, so that they are written as &#x26; and &#x3C;. The RSS profile advises these forms
 * because no reader takes them for HTML, and the W3C validator then does not warn about "S&P500". The serialiser itself
 * writes only &amp; and &lt;, so noncharacters stand in for the two characters until it is done. `cleanText` leaves no
 * noncharacters in values.
 */
function markPlainText(element: Element): void {
  if (plainText.has(element.nodeName)) {
    for (const child of element.childNodes)
      if (child.nodeType === textNode) child.nodeValue = marked(child.nodeValue ?? "");
  }
  const title = element.getAttribute("title");
  if (title !== null) element.setAttribute("title", marked(title));
  for (const child of element.childNodes) if (isElement(child)) markPlainText(child);
}

const plainText = new Set(
  "title description subtitle category source name rights dc:creator dc:rights media:title media:credit".split(" "),
);

function marked(text: string): string {
  return text.replaceAll("&", ampersand).replaceAll("<", lessThan);
}

function withReferences(xml: string): string {
  return xml.replaceAll(ampersand, "&#x26;").replaceAll(lessThan, "&#x3C;");
}

const ampersand = "\uFDD0";
const lessThan = "\uFDD1";

function isElement(node: Node): node is Element {
  return node.nodeType === elementNode;
}

const elementNode = 1;
const textNode = 3;
