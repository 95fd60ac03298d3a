import { analysedCharsMax } from "../../../domain/analyse/analyse.ts";
import type { Connection } from "../connection.ts";
import { readFiledStates } from "./filed-states.ts";

/**
 * What an entry said in its kept revisions and does not say any more: earlier titles, and paragraphs that were taken
 * out or changed, the latest first. `present`: what it says now.
 */
export function readPast(
  connection: Connection,
  entryId: number,
  present: { readonly title: string; readonly text: string },
): string {
  const states = readFiledStates(connection, entryId).toReversed();
  const told = new Set([present.title, ...present.text.split("\n\n")]);
  const past: string[] = [];
  let chars = 0;
  for (const { title, text } of states) {
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
