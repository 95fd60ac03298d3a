import { isBoilerplateLine } from "./boilerplate-lines.ts";
import { foldText } from "./fold-text.ts";

/**
 * A plain-text body folded for comparison, without advertisement marks and a page's furniture on lines of their own.
 */
export function foldBody(text: string): string {
  return text
    .split("\n")
    .map(foldText)
    .filter((line) => line !== "" && !isBoilerplateLine(line))
    .join(" ");
}
