import { foldBody } from "./fold-body.ts";
import { foldText } from "./fold-text.ts";
import { hashText } from "./hash-text.ts";

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
