import { DOMParser, type Document, type Element, type Node, XMLSerializer } from "@xmldom/xmldom";
import type { WrittenFeed } from "./written-feed.ts";

/**
 * Finishes a document that `feed` wrote: declares `namespaces` on the root (so that every item stands for itself),
 * hands the tree to `finish`, which answers the items' elements, and writes it with one line a child of `containers`
 * (element names) and the items last in their parent `place`. Same input, same text.
 */
export function finishXml(
  xml: string,
  rules: {
    readonly namespaces: Readonly<Record<string, string>>;
    readonly containers: ReadonlySet<string>;
    /** Takes the items out of the tree, finishes them and all else. */
    readonly finish: (root: Element) => { readonly place: Element; readonly items: readonly Element[] };
  },
): WrittenFeed {
  const root = parseXml(xml);
  for (const [prefix, uri] of Object.entries(rules.namespaces)) {
    // Away first: `feed` declares some where it needs them, and the order must not depend on what it needed.
    root.removeAttribute(`xmlns:${prefix}`);
    root.setAttributeNS(xmlnsUri, `xmlns:${prefix}`, uri);
  }
  stripIndentation(root);
  const { place, items } = rules.finish(root);
  for (const item of items) {
    appendMark(place);
    place.appendChild(item);
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
 * Stands between items until the text is cut there. No content can hold it: safe HTML has no comments, and all else is
 * escaped.
 */
const mark = "item";

function appendMark(place: Element): void {
  place.appendChild((place.ownerDocument as Document).createComment(mark));
}

const xmlnsUri = "http://www.w3.org/2000/xmlns/";

function parseXml(xml: string): Element {
  const parser = new DOMParser({
    // The parser's own way folds U+2028 and U+0085 too, which XML 1.0 does not ask for; cleanText has done what it
    // does.
    normalizeLineEndings: (text: string) => text,
    locator: false,
    onError: (level: string, message: string) => {
      // Warnings are about taste; whether the result is well-formed is looked at when it is written.
      if (level === "warning") return;
      throw new Error(`the writer made a broken document: ${level}: ${message}`);
    },
  });
  const root = parser.parseFromString(xml, "application/xml").documentElement;
  if (root === null) throw new Error("the writer made an empty document");
  return root;
}

/** Whitespace between elements goes; a text, a CDATA section, and whitespace that is all of a value stay. */
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
 * The RSS profile's advice on plain text: "&" and "<" as &#x26; and &#x3C;, which no reader takes for the HTML that
 * &amp;lt;b> might be; and the W3C validator, seeing them, does not warn of "S&P500". The serializer writes &amp;
 * alone: so noncharacters stand in until it is done (cleanText leaves none in any value).
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
