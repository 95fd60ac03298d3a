import { textOf } from "../text/markup.ts";
import { elementsOf } from "../tree/elements-of.ts";
import type { XmlElement } from "../tree/xml-tree.ts";

/**
 * The elements at a path of names ("contentmeta/subject/name") below an element. Names are canonical, in lower case.
 */
export function allAt(element: XmlElement, path: string): readonly XmlElement[] {
  let level: readonly XmlElement[] = [element];
  for (const name of path.split("/"))
    level = level.flatMap((parent) => elementsOf(parent).filter((child) => child.name === name));
  return level;
}

/** The first element at a path; null when there is none. */
export function firstAt(element: XmlElement, path: string): XmlElement | null {
  return allAt(element, path)[0] ?? null;
}

/** The text of the first element at a path that is not empty, with single spaces; "" when there is none. */
export function textAt(element: XmlElement, path: string): string {
  for (const found of allAt(element, path)) {
    const text = textOf(found).replace(/\s+/g, " ").trim();
    if (text !== "") return text;
  }
  return "";
}

/**
 * All elements with a name, at any depth, in document order. Elements inside a found element are left out. The
 * recursion is safe, because the tree is at most `depthMax` levels deep.
 */
export function descendants(element: XmlElement, name: string): readonly XmlElement[] {
  return elementsOf(element).flatMap((child) => (child.name === name ? [child] : descendants(child, name)));
}
