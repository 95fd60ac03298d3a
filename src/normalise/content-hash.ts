import { hash } from "node:crypto";
import type { Entry } from "../domain/entry.ts";
import { foldBody, foldText, isBoilerplateLine } from "./fold-text.ts";

type HashedContent = Pick<Entry, "title" | "text" | "urlKey" | "authors" | "categories" | "attachments">;

/**
 * A hash of what a reader sees: title, body, permalink, authors, categories and attachments. It ignores white space,
 * advertisement marks, tracking parameters, the servers and queries in addresses of attachments, and the order of
 * categories.
 */
export function contentHash(content: HashedContent): string {
  return hashText([
    content.title,
    readableLines(content.text),
    content.urlKey ?? "",
    content.authors.map((author) => author.name).join("\n"),
    [...content.categories].sort().join("\n"),
    content.attachments.map((attachment) => pathOf(attachment.url)).join("\n"),
  ]);
}

function readableLines(text: string): string {
  const lines = text
    .split("\n")
    .filter((line) => line !== "" && !(line.length < 60 && isBoilerplateLine(foldText(line))));
  // Splitting a paragraph in two does not change what it says.
  return lines.join(" ");
}

/**
 * The path of an attachment's address. The servers of pictures change, and the queries contain sizes and signatures.
 */
function pathOf(url: string): string {
  return URL.parse(url)?.pathname ?? url;
}

/**
 * The first 128 bits of SHA-256 of the parts, as 32 hexadecimal digits. The borders between parts count: ["ab", "c"]
 * and ["a", "bc"] have different hashes.
 */
export function hashText(parts: readonly string[]): string {
  // One call for one text takes half the time of an object that is updated with each part.
  return hash("sha256", parts.map((part) => `${part.length}:${part}`).join(""), "hex").slice(0, 32);
}

const textCharsMax = 400;
/**
 * A shorter text or headline does not identify a copy, because different reports made from one template may begin with
 * equal words.
 */
const textCharsMin = 60;
const headlineCharsMin = 12;
/** Only this many characters are folded. In practice at least `textCharsMax` of them are left after folding. */
const foldedFromCharsMax = 4 * textCharsMax;

/**
 * A hash of the folded headline and the first 400 folded characters of the text; null when either is too short. A text
 * that only repeats its headline does not count.
 */
export function textKey(headline: string, text: string): string | null {
  const title = foldText(headline);
  if (title.length < headlineCharsMin) return null;
  const folded = foldBody(text.slice(0, foldedFromCharsMax));
  const body = folded.startsWith(title) ? folded.slice(title.length).trim() : folded;
  if (body.length < textCharsMin) return null;
  return hashText([title, body.slice(0, textCharsMax)]);
}
