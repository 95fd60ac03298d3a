import type { XmlElement } from "./xml-tree.ts";

/** Child elements, texts left out. */
export function elementsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child): child is XmlElement => typeof child !== "string");
}
