/** No body is longer; what lies beyond is cut off (a 300,000-word article has about 2 million characters). */
export const htmlCharsMax = 2_000_000;

/** In XHTML these may close themselves; an HTML tokenizer would take the rest of the article for their content. */
const selfClosed = /<(?:script|style|textarea|title|xmp)(?=[\s/])[^<>]*\/>/gi;

/**
 * Bodies that hold another vocabulary (slides, charts) write words in <title>, which an HTML tokenizer reads as the raw
 * text of a document's head.
 */
const titleTag = /<(\/?)title(?=[\s>/])/gi;

/**
 * Pictures that stand in the text as base64, in quotes, in a style or bare. Those of megabytes would push the words
 * behind them over the bound, and the sanitiser drops them anyhow.
 */
const inlineFiles: readonly RegExp[] = [
  /("\s*data:)[^"]*/gi,
  /('\s*data:)[^']*/gi,
  /(\(\s*["']?data:)[^)]*/gi,
  /(=\s*data:)[^\s>]*/gi,
];

/**
 * HTML made fit for an HTML tokenizer: inline pictures taken out of what is too long, cut to its bound, CDATA marks of
 * a body that was wrapped twice taken off, nothing that swallows the rest.
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
