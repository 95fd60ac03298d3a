import { createHash } from "node:crypto";
import type { Entry } from "../domain/entry.ts";
import { foldBody, foldText, isBoilerplateLine } from "./fold-text.ts";

type HashedContent = Pick<Entry, "title" | "text" | "urlKey" | "authors" | "categories" | "attachments">;

/**
 * Changes when what a reader sees changes: title, body, permalink, authors, categories, attachments. White space,
 * advertisement marks, tracking parameters, image servers and signatures in their addresses, and the order of
 * categories do not count.
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
  // A paragraph that becomes two reads the same.
  return lines.join(" ");
}

/** Servers of pictures rotate, and their queries hold sizes and signatures. */
function pathOf(url: string): string {
  return URL.parse(url)?.pathname ?? url;
}

/** SHA-256 of the parts, 32 hex digits (128 bits). Parts are told apart: ["ab", "c"] and ["a", "bc"] differ. */
export function hashText(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest("hex").slice(0, 32);
}

const textCharsMax = 400;
/** Less text than this, or a shorter headline, does not stand for a copy: templates and columns share as much. */
const textCharsMin = 60;
const headlineCharsMin = 12;
/** The fold can only shrink a text by so much that this many characters always give `textCharsMax`. */
const foldedFromCharsMax = 4 * textCharsMax;

/**
 * Hash of the folded headline and the first folded 400 characters of the text; null where there is too little of
 * either. A text that only repeats its headline is no text.
 */
export function textKey(headline: string, text: string): string | null {
  const title = foldText(headline);
  if (title.length < headlineCharsMin) return null;
  const folded = foldBody(text.slice(0, foldedFromCharsMax));
  const body = folded.startsWith(title) ? folded.slice(title.length).trim() : folded;
  if (body.length < textCharsMin) return null;
  return hashText([title, body.slice(0, textCharsMax)]);
}
