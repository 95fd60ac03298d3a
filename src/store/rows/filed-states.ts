import type { Instant } from "../../domain/time.ts";
import { packText, unpackText } from "./pack-text.ts";
import { htmlOf, htmlSaidOnce, packedMark } from "./said-once.ts";

/** One state of an entry, saved in `revisions` or about to be saved there. */
export interface FiledState {
  /** 1 for the first state. */
  readonly number: number;
  readonly seenAt: Instant;
  readonly significant: 0 | 1;
  readonly contentHash: string;
  readonly title: string;
  readonly url: string | null;
  readonly text: string;
  readonly html: string;
}

/** A state as its row holds it. The text and the HTML may be packed. */
export interface StateRow extends FiledState {
  readonly packed: Buffer | null;
}

/**
 * Turns a state into its row. A long state is compressed with the entry's first state as dictionary. The first state is
 * kept as long as the entry itself, and the other states (up to fifty of a live page) differ little from it. `first`:
 * the text of the first state.
 */
export function stateRowOf(state: FiledState, first: string): StateRow {
  const { number, text } = state;
  const html = htmlSaidOnce(state.html, text);
  const packed = packText(JSON.stringify([text, html]), number === 1 ? "" : first);
  return { ...state, ...(packed === null ? { text, html } : { text: "", html: packedMark }), packed };
}

/** Reads a saved state from its row. `first`: the text of the entry's first state. */
export function filedOf({ packed, ...row }: StateRow, first: string): FiledState {
  const like = row.number === 1 ? "" : first;
  const [text, html] =
    packed === null ? [row.text, row.html] : (JSON.parse(unpackText(packed, like)) as [string, string]);
  return { ...row, text, html: htmlOf({ html, packed: null }, text) };
}

/** The present state, from the row of its entry. */
export function presentOf({ packed, ...row }: StateRow): FiledState {
  return { ...row, html: htmlOf({ html: row.html, packed }, row.text) };
}
