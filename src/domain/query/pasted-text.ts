import type { QueryNote } from "./query-note.ts";
import type { QueryToken } from "./query-token.ts";

/**
 * Whether the tokens are a headline: three or more words without an operator. In a headline, a parenthesis without its
 * partner or a quotation mark without its end is not an error. In a shorter text it more likely means that the query is
 * unfinished.
 */
export function isHeadline(tokens: readonly QueryToken[]): boolean {
  const isQuery = tokens.some(({ kind, raw }) => kind !== "term" && !isParenthesis(kind) && !signOperators.has(raw));
  return !isQuery && tokens.filter(({ kind }) => kind === "term").length >= headlineWordsMin;
}

const headlineWordsMin = 3;
const signOperators: ReadonlySet<string> = new Set(["|", "||", "&", "&&"]);

/** Whether a token opens or closes a group. */
export function isParenthesis(kind: QueryToken["kind"]): boolean {
  return kind === "open" || kind === "close";
}

/**
 * Removes signs for AND and OR that have no word on one side ("Ferry sinks |"), and adds a note about them to `notes`.
 */
export function withoutIdle(tokens: readonly QueryToken[], notes: QueryNote[]): readonly QueryToken[] {
  const idle = tokens.filter((token, at) => signOperators.has(token.raw) && !joinsTwo(tokens[at - 1], tokens[at + 1]));
  if (idle.length === 0) return tokens;
  notes.push({ at: idle[0]?.at ?? 0, text: `left out, because a word is missing on one side: ${idle[0]?.raw}` });
  return withoutIdle(
    tokens.filter((token) => !idle.includes(token)),
    notes,
  );
}

function joinsTwo(before: QueryToken | undefined, behind: QueryToken | undefined): boolean {
  const ends = before !== undefined && ["term", "close", "list"].includes(before.kind);
  return ends && behind !== undefined && !["close", "and", "or", "near"].includes(behind.kind);
}
