import type { Entry } from "../domain/entry.ts";
import type { KnownEntry } from "../domain/store.ts";
import { foldBody } from "./fold-body.ts";
import { foldText } from "./fold-text.ts";

/**
 * Whether a reader should be told: a word of the headline (its cue among them) or of the body changed, not merely a comma, a case, an accent,
 * or a figure: counters of readers, prices and clocks would renew an entry with every poll. A cue's own number ("UPDATE 3") does count.
 */
export function isSignificant(
  incoming: Pick<Entry, "title" | "text" | "cue">,
  past: Pick<KnownEntry, "title" | "text">,
): boolean {
  const [title, pastTitle] = [foldText(incoming.title), foldText(past.title)];
  if (title !== pastTitle && incoming.cue !== null && incoming.cue.number !== null) return true;
  if (withoutFigures(title) !== withoutFigures(pastTitle)) return true;
  return incoming.text !== past.text && withoutFigures(foldBody(incoming.text)) !== withoutFigures(foldBody(past.text));
}

/** A folded text with one mark for each figure, however it is grouped: "1 234" and "7" are the same. */
function withoutFigures(folded: string): string {
  return folded.replace(/\p{N}[\p{N} ]*/gu, "0 ");
}
