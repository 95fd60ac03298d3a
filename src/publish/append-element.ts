import type { Document, Element } from "@xmldom/xmldom";

/** The content of a new element: its attributes by name (a null attribute is left out) and its text. */
export interface ElementContent {
  readonly attributes?: Readonly<Record<string, string | number | null>>;
  readonly text?: string | number | null;
}

/**
 * Appends `<name …>text</name>` in the namespace `uri` and returns the element. `name` carries the prefix that the root
 * declares.
 */
export function appendElement(
  parent: Element,
  uri: string | null,
  name: string,
  content: ElementContent = {},
): Element {
  const document = parent.ownerDocument as Document;
  const element = document.createElementNS(uri, name);
  for (const [key, value] of Object.entries(content.attributes ?? {})) {
    if (value !== null) element.setAttribute(key, String(value));
  }
  const text = content.text ?? null;
  if (text !== null) element.appendChild(document.createTextNode(String(text)));
  parent.appendChild(element);
  return element;
}
