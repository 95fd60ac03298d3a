import type { Entry } from "../domain/entry.ts";
import { isBoilerplateLine } from "./boilerplate-lines.ts";
import { foldText } from "./fold-text.ts";
import { hashText } from "./hash-text.ts";

export type HashedContent = Pick<Entry, "title" | "text" | "urlKey" | "authors" | "categories" | "attachments">;

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
