import type { Entry } from "../../domain/entry.ts";
import { summaryOf } from "../../domain/text/summary-of.ts";
import { packText, unpackText } from "./pack-text.ts";

/**
 * Most entries repeat themselves: the headline is the title, the summary is the beginning of the text, and the HTML is
 * the text with or without paragraphs. A row holds the title and the text, and short marks instead of the repetitions.
 * A mark begins with a control character, which no text contains, and is written only if the original can be restored
 * exactly. Other long HTML is compressed with the text as dictionary. Older rows hold no marks.
 */
const mark = "\u0001";
/** The mark for HTML that the column `packed` holds. */
export const packedMark = `${mark}z`;

/** HTML as a row holds it: unchanged, as a mark, or as `packedMark` with the compressed bytes. */
interface KeptHtml {
  readonly html: string;
  readonly packed: Buffer | null;
}

/** The columns of a row that may hold marks. */
export function saidOnce({
  title,
  text,
  headline,
  summary,
  html,
}: Pick<Entry, "title" | "text" | "headline" | "summary" | "html">): Pick<Entry, "headline" | "summary"> & KeptHtml {
  return {
    headline: headline !== "" && headline === title ? mark : headline,
    summary: summary !== "" && summary === summaryOf(text) ? mark : summary,
    ...keptHtml(html, text),
  };
}

function keptHtml(html: string, text: string): KeptHtml {
  const kept = htmlSaidOnce(html, text);
  const packed = kept === html ? packText(html, text) : null;
  return { html: packed === null ? kept : packedMark, packed };
}

/** Replaces HTML by a mark if it can be rebuilt from the text. Other HTML stays unchanged. */
export function htmlSaidOnce(html: string, text: string): string {
  // HTML with links and pictures is longer than the text, so this skips the comparison for most such HTML.
  if (html === "" || html.length > 2 * text.length + paragraphCharsMin) return html;
  const found = Object.entries(htmlForms).find(([, write]) => write(text) === html);
  return found === undefined ? html : found[0];
}

const paragraphCharsMin = "<p></p>\n".length;

/** Restores a headline from its column. */
export function headlineOf(stored: string, title: string): string {
  return stored === mark ? title : stored;
}

/** Restores a summary from its column. */
export function summaryOfRow(stored: string, text: string): string {
  return ownSummaryOf(stored) ?? summaryOf(text);
}

/** The summary of a row; null when it is the beginning of the text. */
export function ownSummaryOf(stored: string): string | null {
  return stored === mark ? null : stored;
}

/** Restores the HTML of an entry or state from its columns. `text`: its text. */
export function htmlOf({ html, packed }: KeptHtml, text: string): string {
  if (html === packedMark && packed !== null) return unpackText(packed, text);
  return html.startsWith(mark) ? (htmlForms[html]?.(text) ?? html) : html;
}

/** For each mark, the function that rebuilds the HTML from a text without links and pictures. */
const htmlForms: Readonly<Record<string, (text: string) => string>> = {
  [mark]: escaped,
  [`${mark}p`]: (text) => paragraphs(text, ""),
  [`${mark}n`]: (text) => paragraphs(text, "\n"),
};

function paragraphs(text: string, between: string): string {
  return `<p>${escaped(text).replaceAll("\n\n", `</p>${between}<p>`)}</p>`;
}

function escaped(text: string): string {
  if (!/[&<>]/.test(text)) return text;
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
