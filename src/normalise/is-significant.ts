import type { Entry } from "../domain/entry.ts";
import type { KnownEntry } from "../domain/store.ts";
import { foldBody } from "./fold-body.ts";
import { foldText } from "./fold-text.ts";

/**
 * An entry that has been revised so often and changes in its figures alone again is a counter, a price or a clock, not
 * a death toll.
 */
const figuresRevisionsMax = 4;

/**
 * Whether a reader should be told: a word or figure of the headline (its cue among them) or of the body changed, not
 * merely a comma, a case or an accent. An entry that keeps changing in figures alone would be renewed with every poll:
 * from its fourth revision on those no longer count, but for a cue's own number ("UPDATE 3").
 */
export function isSignificant(
  incoming: Pick<Entry, "title" | "text" | "cue">,
  past: Pick<KnownEntry, "title" | "text" | "revision">,
): boolean {
  const [title, pastTitle] = [foldText(incoming.title), foldText(past.title)];
  if (title !== pastTitle && incoming.cue !== null && incoming.cue.number !== null) return true;
  const compared = past.revision < figuresRevisionsMax ? (folded: string) => folded : withoutFigures;
  if (compared(title) !== compared(pastTitle)) return true;
  return incoming.text !== past.text && compared(foldBody(incoming.text)) !== compared(foldBody(past.text));
}

/** A folded text with one mark for each figure, however it is grouped: "1 234" and "7" are the same. */
function withoutFigures(folded: string): string {
  return folded.replace(/\p{N}[\p{N} ]*/gu, "0 ");
}
