import type { Entry } from "../domain/entry.ts";
import type { KnownEntry } from "../domain/store.ts";
import { foldBody } from "./fold-body.ts";
import { foldText } from "./fold-text.ts";

/** Whether a reader should be told: a word of the headline (its cue among them) or of the body changed, not merely a comma, a case or an accent. */
export function isSignificant(
  incoming: Pick<Entry, "title" | "text">,
  past: Pick<KnownEntry, "title" | "text">,
): boolean {
  if (foldText(incoming.title) !== foldText(past.title)) return true;
  return incoming.text !== past.text && foldBody(incoming.text) !== foldBody(past.text);
}
