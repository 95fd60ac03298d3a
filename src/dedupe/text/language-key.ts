import type { DedupeItem } from "../../domain/verdict.ts";
import { hashText } from "./hash-word.ts";
import { type Tokens, tokenFlag } from "./tokenise.ts";

/**
 * The key of the language in which an entry's words are counted. An entry without a language has the key 2 if its words
 * are read in pairs of characters, otherwise 1.
 */
export function languageKey(item: DedupeItem, title: Tokens, body: Tokens): number {
  const primary = (item.language ?? "").split("-", 1)[0] as string;
  if (primary !== "" && primary !== "und") return hashText(primary)[0];
  const pairs = ((title.flags[0] ?? 0) | (body.flags[0] ?? 0)) & tokenFlag.pair;
  return pairs === 0 ? 1 : 2;
}
