import type { DedupeItem } from "../../domain/verdict.ts";
import { hashText } from "./hash-word.ts";
import { type Tokens, tokenFlag } from "./tokenise.ts";

/** Frequencies are kept for each language. An entry without a language uses the key of its script. */
export function languageKey(item: DedupeItem, title: Tokens, body: Tokens): number {
  const primary = (item.language ?? "").split("-", 1)[0] as string;
  if (primary !== "" && primary !== "und") return hashText(primary)[0];
  const pairs = ((title.flags[0] ?? 0) | (body.flags[0] ?? 0)) & tokenFlag.pair;
  return pairs === 0 ? 1 : 2;
}
