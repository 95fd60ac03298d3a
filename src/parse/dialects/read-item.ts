import type { DraftItem } from "../draft.ts";
import type { UntypedText } from "../text/text-construct.ts";
import type { XmlElement } from "../tree/xml-tree.ts";
import { coreFields } from "./core-fields.ts";
import { extensionFields } from "./extension-fields.ts";
import { type FieldReader, finishItem, type ItemState, newItemState } from "./item-state.ts";

const readers: ReadonlyMap<string, FieldReader> = new Map(Object.entries({ ...coreFields, ...extensionFields }));

/**
 * Reads one RSS item or Atom entry. `prepare` may set values that are not in the item's children (rdf:about), before
 * the children are read.
 */
export function readItem(
  element: XmlElement,
  untyped: UntypedText,
  prepare: (item: ItemState) => void = () => undefined,
): DraftItem {
  const item = newItemState(untyped, element.base);
  prepare(item);
  for (const child of element.children) {
    if (typeof child !== "string") readers.get(child.name)?.(item, child);
  }
  return finishItem(item, element);
}
