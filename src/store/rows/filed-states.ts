import type { Instant } from "../../domain/time.ts";
import { packText, unpackText } from "./pack-text.ts";
import { htmlOf, htmlSaidOnce, packedMark } from "./said-once.ts";

/** What an entry said: a state that is filed, or is to be. */
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

/** A state as its row holds it. Texts may be packed. */
export interface StateRow extends FiledState {
  readonly packed: Buffer | null;
}

/**
 * How a row holds a state. A long one is packed with the entry's first state as what it resembles: the first is kept as
 * long as the entry, and a live page that is filed fifty times differs little from it. `first`: what the first state
 * says.
 */
export function stateRowOf(state: FiledState, first: string): StateRow {
  const { number, text } = state;
  const html = htmlSaidOnce(state.html, text);
  const packed = packText(JSON.stringify([text, html]), number === 1 ? "" : first);
  return { ...state, ...(packed === null ? { text, html } : { text: "", html: packedMark }), packed };
}

/** A filed state. `first`: what the entry's first state says. */
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
