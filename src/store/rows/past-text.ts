import { analysedCharsMax } from "../../domain/analyse/analyse.ts";
import type { FiledState } from "./filed-states.ts";

/**
 * What an entry said in its kept states and does not say any more: earlier titles, and paragraphs that were taken out
 * or changed, the latest first. `states`: the first one first. `present`: what the entry says now.
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
