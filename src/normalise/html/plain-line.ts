import { plainText } from "./plain-text.ts";

/** The words of a piece of HTML on one line: for titles. */
export function plainLine(html: string): string {
  return plainText(html).replace(/\s+/g, " ");
}
