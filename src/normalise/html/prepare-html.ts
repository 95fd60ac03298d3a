/** The limit for a body; the rest is cut off. (An article of 300,000 words has about 2 million characters.) */
export const htmlCharsMax = 2_000_000;

/**
 * These elements may close themselves in XHTML. An HTML tokenizer would take the rest of the article for their content.
 */
const selfClosed = /<(?:script|style|textarea|title|xmp)(?=[\s/])[^<>]*\/>/gi;

/**
 * Bodies with another vocabulary (slides, charts) write text in <title>, which an HTML tokenizer reads as the raw title
 * of a document.
 */
const titleTag = /<(\/?)title(?=[\s>/])/gi;

/**
 * Pictures inside the text as base64: in quotes, in a style, or bare. Large ones would push the text after them over
 * the limit, and the sanitiser drops them in any case.
 */
const inlineFiles: readonly RegExp[] = [
  /("\s*data:)[^"]*/gi,
  /('\s*data:)[^']*/gi,
  /(\(\s*["']?data:)[^)]*/gi,
  /(=\s*data:)[^\s>]*/gi,
];

/**
 * Prepares HTML for an HTML tokenizer: removes inline pictures from a body that is too long, cuts it at the limit,
 * removes the CDATA marks of a body that was wrapped twice, and changes tags that would swallow the rest.
 */
export function prepareHtml(html: string): string {
  const cut = html.length > htmlCharsMax ? withoutFiles(html).slice(0, htmlCharsMax) : html;
  if (!cut.includes("<")) return cut;
  const bare = cut.includes("<![CDATA[") ? cut.replaceAll("<![CDATA[", "").replaceAll("]]>", "") : cut;
  const open = bare.includes("/>") ? bare.replace(selfClosed, "") : bare;
  return open.replace(titleTag, "<$1span");
}

function withoutFiles(html: string): string {
  return inlineFiles.reduce((text, file) => text.replace(file, "$1,"), html);
}
