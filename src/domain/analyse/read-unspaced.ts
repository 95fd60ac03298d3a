import { charKind, kindOf } from "./char-kinds.ts";
import { simplified } from "./simplified.ts";
import type { Token } from "./token.ts";

/**
 * Reads a run of a script that is written without spaces into overlapping pairs of characters. The last character also
 * stands alone, so that every character begins a token. Returns where the run ends.
 */
export function readUnspaced(text: string, start: number, words: Token[]): number {
  const end = runEnd(text, start);
  const characters = charactersOf(text, start, end);
  characters.forEach((character, at) => {
    const next = characters[at + 1];
    words.push(
      next === undefined
        ? character
        : { text: character.text + next.text, start: character.start, end: Math.max(character.end, next.end) },
    );
  });
  return end;
}

function runEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const codePoint = text.codePointAt(at) ?? 0;
    const kind = kindOf(codePoint);
    if (kind !== charKind.unspaced && kind !== charKind.clinging) break;
    at += codePoint > 0xffff ? 2 : 1;
  }
  return at;
}

/** The characters as they are compared: NFKC, simplified, without invisible ones. */
function charactersOf(text: string, start: number, end: number): Token[] {
  const run = text.slice(start, end);
  const pattern = run.normalize("NFKC") === run && !invisible.test(run) ? character : cluster;
  const found: Token[] = [];
  for (const { 0: raw, index } of run.matchAll(pattern)) {
    for (const one of pattern === character ? [raw] : foldedCharacters(raw)) {
      found.push({ text: simplified(one), start: start + index, end: start + index + raw.length });
    }
  }
  return found;
}

const invisible = /\p{Default_Ignorable_Code_Point}/u;
const character = /./gsu;
/** Parts that NFKC may join into one character: parts of a Hangul syllable, or a character and its marks. */
const cluster =
  /[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?|.[\uff9e\uff9f\p{Mn}\p{Default_Ignorable_Code_Point}]*/gsu;

function foldedCharacters(raw: string): string[] {
  return [...raw.normalize("NFKC")].filter((one) => {
    const kind = kindOf(one.codePointAt(0) ?? 0);
    return kind === charKind.unspaced || kind === charKind.word || (kind === charKind.clinging && !invisible.test(one));
  });
}
