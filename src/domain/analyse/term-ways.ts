import { type Analysis, analyse } from "./analyse.ts";
import { beginsUnspaced } from "./char-kinds.ts";
import type { Token } from "./token.ts";

/** Tokens that must follow one another directly. `prefix`: the last token may be only the beginning of a word. */
export interface Way {
  readonly tokens: readonly string[];
  readonly prefix: boolean;
  /** Matches only in texts of this language (the first part of its tag); absent: in all texts. */
  readonly language?: string;
}

/**
 * The token runs by which a searched term is found in an analysed text: the term as written, the term with its words
 * joined (air-strike also finds airstrike), and the term with its umlauts spelled out. A term whose signs belong to it
 * (C++, 9/11) is found only with them. The result is empty when the term has no word. In a script without spaces, the
 * text may continue before and after the term.
 */
export function waysOf(term: string, prefix: boolean): readonly Way[] {
  const analysis = analyse(term, null);
  const signed = analysis.spellings.find(
    ({ kind, from, to }) => kind === "signed" && from === 0 && to === analysis.words.length,
  );
  if (signed !== undefined) return [{ tokens: [signed.text], prefix }];
  const asWritten = analysis.words.map((word) => word.text);
  const base = wayOf(analysis.words, asWritten, prefix);
  if (base === null) return [];
  const others = (["joined", "umlaut"] as const).map((kind) => respelled(analysis, kind)).filter((way) => way !== null);
  return [base, ...others.map((tokens) => ({ tokens, prefix }))];
}

/** Whether there is anything in a text to search for. */
export function hasWord(text: string): boolean {
  return analyse(text, null).words.length > 0;
}

/**
 * The way of a term as written; null when it has no word. In a script without spaces, the last character of a term gets
 * no token of its own, because in a text it has one only at the end of a run. A term of one such character is searched
 * as the beginning of a token.
 */
function wayOf(words: readonly Token[], tokens: readonly string[], prefix: boolean): Way | null {
  const [last, before] = [words.at(-1), words.at(-2)];
  if (last === undefined) return null;
  if (!beginsUnspaced(last.text)) return { tokens, prefix };
  const endsPair =
    before !== undefined && before.start < last.start && before.end >= last.end && before.end > last.start;
  return endsPair ? { tokens: tokens.slice(0, -1), prefix: false } : { tokens, prefix: true };
}

/** The words, with the spellings of this kind in place of the words that they respell; null when there are none. */
function respelled({ words, spellings }: Analysis, kind: "joined" | "umlaut"): readonly string[] | null {
  const chosen = spellings.filter((one) => one.kind === kind);
  if (chosen.length === 0) return null;
  const tokens: string[] = [];
  for (let at = 0; at < words.length; ) {
    const here = chosen.find(({ from }) => from === at);
    tokens.push(here?.text ?? words[at]?.text ?? "");
    at = here?.to ?? at + 1;
  }
  return tokens;
}
