import { analysedCharsMax } from "../../domain/analyse/analyse.ts";
import type { FiledState } from "./filed-states.ts";

/**
 * The earlier titles of an entry, and the paragraphs that were removed or changed, latest first. `states`: the kept
 * states, oldest first. `present`: the present title and text.
 */
export function pastOf(
  states: readonly Pick<FiledState, "title" | "text">[],
  present: { readonly title: string; readonly text: string },
): string {
  const told = new Set([present.title, ...present.text.split("\n\n")]);
  const past: string[] = [];
  let chars = 0;
  for (const { title, text } of states.toReversed()) {
    if (chars > analysedCharsMax) break;
    for (const part of [title, ...text.split("\n\n")]) {
      if (part === "" || told.has(part)) continue;
      told.add(part);
      past.push(part);
      chars += part.length;
    }
  }
  return past.join("\n\n");
}
