import { DOMParser, type Element, type Node } from "@xmldom/xmldom";

/** Returns the root of a document. The rules check what an XML parser reads, not the text. */
export function rootOf(xml: string): Element {
  const root = new DOMParser({ onError: () => undefined }).parseFromString(xml, "application/xml").documentElement;
  if (root === null) throw new Error("no document");
  return root;
}

export function children(parent: Element, name?: string): Element[] {
  return [...parent.childNodes].filter(isElement).filter((child) => name === undefined || child.nodeName === name);
}

export function childNames(parent: Element): string[] {
  return children(parent).map((child) => child.nodeName);
}

/** Every element with one of these names, at any depth; all elements when no name is given. */
export function all(root: Element, ...names: string[]): Element[] {
  return (names.length === 0 ? ["*"] : names).flatMap((name) => [...root.getElementsByTagName(name)]);
}

export function textOf(element: Element): string {
  return element.textContent ?? "";
}

export function attribute(element: Element, name: string): string {
  return element.getAttribute(name) ?? "";
}

/** Only the text directly in the element; `""` when it contains elements. */
export function ownText(element: Element): string {
  return [...element.childNodes].map((child) => (child.nodeType === 1 ? "" : (child.nodeValue ?? ""))).join("");
}

export function isUnique(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}
