/** A body is cut off after this many characters. An article of 300,000 words has about 2 million characters. */
export const htmlCharsMax = 2_000_000;

/**
 * These elements may close themselves in XHTML. An HTML tokenizer would take the rest of the article for their content.
 */
const selfClosed = /<(?:script|style|textarea|title|xmp)(?=[\s/])[^<>]*\/>/gi;

/**
 * Bodies with another vocabulary (slides, charts) write text in <title>. An HTML tokenizer would read the markup after
 * such a tag as raw text, as in the title of a document.
 */
const titleTag = /<(\/?)title(?=[\s>/])/gi;

/**
 * Files (mostly pictures) that are written into the HTML as data: addresses: in quotes, in a style, or without quotes.
 * Large ones would push the text after them over the limit, and the sanitiser drops them in any case.
 */
const inlineFiles: readonly RegExp[] = [
  /("\s*data:)[^"]*/gi,
  /('\s*data:)[^']*/gi,
  /(\(\s*["']?data:)[^)]*/gi,
  /(=\s*data:)[^\s>]*/gi,
];

/**
 * Prepares HTML for an HTML tokenizer: removes data: addresses from a body that is too long, cuts the body at the
 * limit, removes the CDATA marks of a body that was wrapped twice, and removes or renames tags that would make the
 * tokenizer read the rest of the body as raw text.
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
