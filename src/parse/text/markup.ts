import { absoluteUrl } from "../absolute-url.ts";
import { voidNames } from "../tree/element-names.ts";
import type { XmlElement } from "../tree/xml-tree.ts";
import { meantText } from "./meant-text.ts";

/** All text below an element, markup left out. */
export function textOf(element: XmlElement): string {
  const { children } = element;
  if (children.length === 1 && typeof children[0] === "string") return children[0];
  let text = "";
  for (const child of children) text += typeof child === "string" ? child : textOf(child);
  // A character may have been parted by the end of a CDATA section.
  return meantText(text);
}

/**
 * What stands inside an element as HTML. Text is HTML already where the element holds nothing but text (escaped
 * markup); from the first element on, the author wrote the markup as XML and the text is text. Addresses that stand
 * under another xml:base than `base` are made absolute.
 */
export function innerHtml(element: XmlElement, textIsHtml: boolean, base: string): string {
  const { children } = element;
  if (textIsHtml && children.length === 1 && typeof children[0] === "string") return children[0];
  const out: string[] = [];
  let escaping = !textIsHtml;
  for (const child of children) {
    if (typeof child === "string") out.push(escaping ? escapeHtml(child) : child);
    else {
      escaping = true;
      writeElement(child, base, out);
    }
  }
  return meantText(out.join(""));
}

/** The tree is at most depthMax deep: see ParseLimits. */
function writeElement(element: XmlElement, base: string, out: string[]): void {
  const colon = element.rawName.indexOf(":");
  const name = colon === -1 ? element.rawName : element.rawName.slice(colon + 1);
  out.push("<", name);
  for (const [attribute, written] of element.attributes) {
    const isElsewhere = element.base !== base && addressAttributes.has(attribute) && !written.startsWith("#");
    const value = isElsewhere ? (absoluteUrl(written, element.base) ?? written) : written;
    out.push(" ", attribute, '="', escapeAttribute(value), '"');
  }
  out.push(">");
  if (voidNames.has(name.toLowerCase())) return;
  for (const child of element.children) {
    if (typeof child === "string") out.push(escapeHtml(child));
    else writeElement(child, base, out);
  }
  out.push("</", name, ">");
}

/** Attributes of HTML that hold one address. */
export const addressAttributes: ReadonlySet<string> = new Set(
  "href src poster cite data data-src data-lazy-src data-original".split(" "),
);

/** Text as HTML or XML text. */
export function escapeHtml(text: string): string {
  if (!/[&<>]/.test(text)) return text;
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

export function escapeAttribute(text: string): string {
  return escapeHtml(text).replaceAll('"', "&quot;");
}
