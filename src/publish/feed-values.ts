/**
 * Prepares a plain value for `feed` 6. The xml-js library below it turns "&amp;" back into "&" before it writes, so an
 * ampersand must be escaped once more.
 */
export function feedText(text: string): string {
  return text.replaceAll("&", "&amp;");
}

/** xml-js splits only the first "]]>" of a CDATA value, so we write the sequence in a form that HTML reads the same. */
export function feedHtml(html: string): string {
  return html.replaceAll("]]>", "]]&gt;");
}

/**
 * A document in parts, one text an item, in order. Joined by line ends (JSON items also by commas) they are the whole
 * document.
 */
export interface WrittenFeed {
  readonly head: string;
  readonly items: readonly string[];
  readonly tail: string;
}
