import { cleanText } from "../clean-text.ts";
import { type Gap, readHtmlText, type TextWriter } from "./read-html-text.ts";

/**
 * The text of a piece of HTML as a reader sees it: paragraphs separated by "\n\n", lines by "\n", white space folded,
 * entities decoded once, in NFC, without control characters. Never throws. Takes linear time, however deeply the HTML
 * is nested.
 */
export function plainText(html: string): string {
  const writer = textWriter();
  readHtmlText(html, writer);
  return writer.finish();
}

const separators = ["", " ", "\n", "\n\n"] as const;

/** Joins runs of text. White space inside a run is folded once, when the run ends. */
function textWriter(): TextWriter & { finish(): string } {
  const parts: string[] = [];
  let run = "";
  let due: Gap = 0;
  function endRun(): void {
    const words = cleanText(run).replace(/\s+/g, " ");
    const bare = words.trim();
    run = "";
    if (words.startsWith(" ") && due === 0) due = 1;
    if (bare === "") return;
    if (parts.length > 0) parts.push(separators[due]);
    parts.push(bare);
    due = words.endsWith(" ") ? 1 : 0;
  }
  return {
    write: (text) => {
      run += text;
    },
    gap: (gap) => {
      if (gap === 0) return;
      endRun();
      if (gap > due) due = gap;
    },
    finish: () => {
      endRun();
      // Normalise the joined text, because a combining mark may come from another element than its letter.
      return parts.join("").normalize("NFC");
    },
  };
}

/**
 * The text of a piece of HTML with its tags and hidden elements removed: white space becomes single spaces, entities
 * are decoded once, and all other characters stay. It serves to compare our reading with other feed readers, which
 * strip tags in this way. For people there is `plainText`.
 */
export function bareText(html: string): string {
  let text = "";
  readHtmlText(html, {
    write: (run) => {
      text += run;
    },
    gap: () => undefined,
  });
  return text.replace(/\s+/g, " ").trim();
}
