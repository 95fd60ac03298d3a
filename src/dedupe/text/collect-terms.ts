import { isSentenceCase } from "./sentence-case.ts";
import { lengthClassShift, type Tokens, tokenFlag } from "./tokenise.ts";

/** The facts of a term in 16 bits: occurrences (0-15), then flags. */
export const termFact = {
  count: 15,
  inTitle: 16,
  number: 32,
  capital: 64,
  /** The length class of the word (tokenise.ts) is in two bits from here on. */
  lengthShift: 7,
  length: 3 << 7,
  /** The word occurs in mid-sentence, and there with a capital. */
  mid: 512,
  midCapital: 1024,
  /** The word is in the title, but only in the kicker. */
  kicker: 2048,
} as const;

/** The different words of one text, each with its facts. It is filled anew for each text. */
export interface TermTable {
  /** How many terms there are. Only so many places of the arrays below are in use. */
  count: number;
  /** The hashes of the terms, in the order in which they occur first. */
  readonly hashes: Uint32Array;
  /** The facts (`termFact`) of each term, in the same order. */
  readonly facts: Uint16Array;
  /** The hashes, sorted. */
  readonly order: Uint32Array;
  /**
   * A hash table with open addressing. It holds the position of each term in `hashes`, plus one; 0 is free. A Map would
   * make an object of every second hash, because half of them are too large for a small integer.
   */
  readonly slots: Uint16Array;
}

/** Enough that a search in the table hardly ever meets another term. */
const slotsPerTerm = 4;

/** `termsMax`: further terms of a text are left out. */
export function createTermTable(termsMax: number): TermTable {
  return {
    count: 0,
    hashes: new Uint32Array(termsMax),
    facts: new Uint16Array(termsMax),
    order: new Uint32Array(termsMax),
    slots: new Uint16Array(2 ** Math.ceil(Math.log2(termsMax * slotsPerTerm))),
  };
}

/** Fills the table with the words of a text. `kicker`: how many words of the title are its kicker. */
export function collectTerms(table: TermTable, title: Tokens, body: Tokens, kicker: number): void {
  table.count = 0;
  table.slots.fill(0);
  const inTitle = termFact.inTitle | (isSentenceCase(title) ? termFact.mid : 0);
  for (let i = 0; i < title.count; i += 1) addTerm(table, title, i, i < kicker ? inTitle | termFact.kicker : inTitle);
  for (let i = 0; i < body.count; i += 1) addTerm(table, body, i, termFact.mid);
  const sorted = table.order.subarray(0, table.count);
  sorted.set(table.hashes.subarray(0, table.count));
  sorted.sort();
}

/** Counts a word. `place`: the facts of its place in the text; `mid` does not count if the word opens a sentence. */
function addTerm(table: TermTable, tokens: Tokens, i: number, place: number): void {
  const hash = tokens.hashes[i] as number;
  const flags = tokens.flags[i] as number;
  const slot = slotOf(table, hash);
  let at = (table.slots[slot] as number) - 1;
  if (at < 0) {
    if (table.count === table.hashes.length) return;
    at = table.count++;
    table.slots[slot] = at + 1;
    table.hashes[at] = hash;
    table.facts[at] = ((flags >>> lengthClassShift) & 3) << termFact.lengthShift;
  }
  const before = table.facts[at] as number;
  let facts = (before & termFact.count) < termFact.count ? before + 1 : before;
  facts |= place & (termFact.inTitle | termFact.kicker);
  if (flags & tokenFlag.number) facts |= termFact.number;
  if (flags & tokenFlag.capital) facts |= termFact.capital;
  if (place & termFact.mid && !(flags & tokenFlag.opensSentence))
    facts |= flags & tokenFlag.capital ? termFact.mid | termFact.midCapital : termFact.mid;
  // A kicker word that also occurs in the rest of the title counts as a word of the title.
  if (before & termFact.inTitle && place & termFact.inTitle && !(place & termFact.kicker)) facts &= ~termFact.kicker;
  table.facts[at] = facts;
}

/** The facts of a term that is in the table. */
export function factsOf(table: TermTable, hash: number): number {
  return table.facts[(table.slots[slotOf(table, hash)] as number) - 1] as number;
}

/** The slot of a term, or the free slot for it. */
function slotOf({ slots, hashes }: TermTable, hash: number): number {
  const mask = slots.length - 1;
  let slot = hash & mask;
  for (let at = slots[slot]; at !== 0 && hashes[(at as number) - 1] !== hash; at = slots[slot])
    slot = (slot + 1) & mask;
  return slot;
}
