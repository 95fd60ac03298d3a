/**
 * The way into `feed` 6 (and the xml-js below it), whose two ways of writing text each lose something:
 * a plain value is written after "&amp;" was turned back into "&", so an ampersand goes in escaped once more.
 */
export function feedText(text: string): string {
  return text.replaceAll("&", "&amp;");
}

/** A CDATA value has its first "]]>" split and no other: HTML can say the same without it. */
export function feedHtml(html: string): string {
  return html.replaceAll("]]>", "]]&gt;");
}
