/**
 * Prepares a plain value for `feed` 6. Its library xml-js turns "&amp;" back into "&" before it writes, so an ampersand
 * must be escaped twice.
 */
export function feedText(text: string): string {
  return text.replaceAll("&", "&amp;");
}

/**
 * Prepares HTML for a CDATA section. xml-js splits only the first "]]>" of a value, so we write that sequence in a form
 * that means the same in HTML.
 */
export function feedHtml(html: string): string {
  return html.replaceAll("]]>", "]]&gt;");
}

/**
 * A document in parts: one text for each item, in order. Joined by line ends (JSON items also by commas), the parts are
 * the whole document.
 */
export interface WrittenFeed {
  readonly head: string;
  readonly items: readonly string[];
  readonly tail: string;
}
