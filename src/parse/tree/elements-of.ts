import type { XmlElement } from "./xml-tree.ts";

/** The child elements, without texts. */
export function elementsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child): child is XmlElement => typeof child !== "string");
}
