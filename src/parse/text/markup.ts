import { absoluteUrl } from "../absolute-url.ts";
import { voidNames } from "../tree/element-names.ts";
import type { XmlElement } from "../tree/xml-tree.ts";
import { meantText } from "./meant-text.ts";

/** All text inside an element, without markup. */
export function textOf(element: XmlElement): string {
  const { children } = element;
  if (children.length === 1 && typeof children[0] === "string") return children[0];
  let text = "";
  for (const child of children) text += typeof child === "string" ? child : textOf(child);
  // Repair mojibake only now, because a CDATA section may end in the middle of a character.
  return meantText(text);
}

/**
 * The content of an element as HTML. `textIsHtml`: whether text is HTML already (escaped markup). Text after the first
 * child element is always plain, because there the author wrote the markup as XML. Addresses under another xml:base
 * than `base` are made absolute.
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

/** The recursion is safe, because the tree is at most `depthMax` levels deep (see ParseLimits). */
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

/** The HTML attributes that hold one address. */
export const addressAttributes: ReadonlySet<string> = new Set(
  "href src poster cite data data-src data-lazy-src data-original".split(" "),
);

/** Escapes text for HTML or XML. */
export function escapeHtml(text: string): string {
  if (!/[&<>]/.test(text)) return text;
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Escapes text for the value of an attribute in double quotes. */
export function escapeAttribute(text: string): string {
  return escapeHtml(text).replaceAll('"', "&quot;");
}
