import type { RawDocument } from "../domain/document.ts";
import { WireError } from "../domain/errors.ts";

/**
 * Refuses documents that are clearly not feeds: an HTML page (the error names the feeds that it advertises), a picture
 * or another binary file, or text without markup. A document that might be a feed, however damaged, is left to the
 * parser.
 */
export async function sniffDocument(document: RawDocument): Promise<WireError | null> {
  const { bytes } = document;
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, headBytesMax));
  const magic = binaryKind(head);
  if (magic !== null) return new WireError("not-a-feed", `the answer is ${magic}, not a feed`);
  if (hasWideUnits(head)) return null;
  const text = head.toString("latin1");
  if (!text.includes("<") && !text.includes("{")) {
    return new WireError("not-a-feed", `the answer is text without markup: "${excerpt(head)}"`);
  }
  return isHtmlPage(text.toLowerCase()) ? htmlRefusal(document) : null;
}

const headBytesMax = 256 * 1024;
const feedsNamedMax = 5;

async function htmlRefusal(document: RawDocument): Promise<WireError> {
  // Import late: this module is large, and few feeds answer with an HTML page.
  const { discoverFeeds } = await import("./discover-feeds.ts");
  const html = Buffer.from(document.bytes).toString("utf8");
  const feeds = discoverFeeds(html, document.url).filter((feed) => feed.advertised);
  const named = feeds.slice(0, feedsNamedMax).map((feed) => feed.url);
  const hint = named.length === 0 ? "that advertises no feed" : `that advertises ${named.join(" , ")}`;
  return new WireError("not-a-feed", `the answer is an HTML page ${hint}`);
}

/**
 * Whether the document begins with an HTML element and contains no feed element. A PHP warning before a feed does not
 * make the document a page.
 */
function isHtmlPage(text: string): boolean {
  const start = skipPreamble(text);
  if (!text.startsWith("<!doctype html", start) && !/^<(html|head|body)[\s>]/.test(text.slice(start, start + 8))) {
    return false;
  }
  return !feedElements.some((element) => text.includes(element, start));
}

const feedElements = ["<rss", "<feed", "<rdf:rdf", "<channel", "<item", "<entry"];

/** The position after the byte order mark, white space, comments and the XML declaration. */
function skipPreamble(text: string): number {
  let at = text.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
  for (;;) {
    while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
    const end = text.startsWith("<!--", at) ? "-->" : text.startsWith("<?", at) ? "?>" : null;
    const close = end === null ? -1 : text.indexOf(end, at);
    if (end === null || close === -1) return at;
    at = close + end.length;
  }
}

const magics: readonly (readonly [string, string])[] = [
  ["\u0089PNG", "a PNG picture"],
  ["GIF8", "a GIF picture"],
  ["\u00ff\u00d8\u00ff", "a JPEG picture"],
  ["%PDF-", "a PDF document"],
  ["PK\u0003\u0004", "a ZIP archive"],
  ["\u0000\u0000\u0001\u0000", "an icon"],
  ["ID3", "an MP3 file"],
  ["\u007fELF", "a program"],
];

function binaryKind(head: Buffer): string | null {
  const start = head.toString("latin1", 0, 8);
  return magics.find(([magic]) => start.startsWith(magic))?.[1] ?? null;
}

/** UTF-16 or UTF-32, recognised by the byte order mark or by the zero bytes around "<". */
function hasWideUnits(head: Buffer): boolean {
  const [a = 1, b = 1, c = 1, d = 1] = head;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true;
  return a === 0 || b === 0 || (c === 0 && d === 0);
}

function excerpt(head: Buffer): string {
  const start = head.toString("utf8", 0, 80);
  return [...start].map((letter) => (letter < " " ? " " : letter)).join("");
}
