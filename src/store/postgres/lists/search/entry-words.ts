import { analyse, tokensOf } from "../../../../domain/analyse/analyse.ts";
import { casedTokens } from "../../../../domain/analyse/cased.ts";
import { nearDistanceMax } from "../../../../domain/query/search-query.ts";
import { authorLine } from "../../../../domain/query/searched.ts";
import type { Instant } from "../../../../domain/time.ts";
import { type IndexedEntry, tagsOf } from "../../../searching/tags.ts";
import { cutLexeme, dayLexeme, hourLexeme, lexemeCharsMax, marks, quoted } from "./lexemes.ts";

/** An entry in the form in which the table `search` holds it. */
export interface EntryWords {
  /** A tsvector as text. */
  readonly words: string;
  readonly tokens: number;
  readonly isRough: 0 | 1;
}

/**
 * PostgreSQL keeps no place beyond `placeMax`, and at most `placesMax` places of a lexeme (tsvector.h: MAXENTRYPOS,
 * MAXNUMPOS).
 */
const placeMax = 16_382;
const placesMax = 255;
/** PostgreSQL allows a tsvector of one megabyte. */
const bytesMax = 900_000;
/**
 * The text begins this many places after the title, so that neither a phrase nor NEAR reaches from one to the other.
 */
const gapTokens = 2 * nearDistanceMax;

interface Lexemes {
  readonly places: Map<string, string[]>;
  bytes: number;
  tokens: number;
  isRough: boolean;
}

/** The words of an entry, without the lexemes for its arrival and without the words of its earlier states. */
export interface OwnWords extends EntryWords {
  readonly bytes: number;
}

/** Analyses an entry of a feed. */
export function ownWordsOf(feedId: number, entry: IndexedEntry): OwnWords {
  const { language } = entry;
  const lexemes: Lexemes = { places: new Map(), bytes: 0, tokens: 0, isRough: false };
  const tags = tagsOf({ ...entry, feedId });
  for (const tag of tags) addLexeme(lexemes, marks.tag + tag, null);
  lexemes.tokens += tags.length;
  if (language !== null) addLexeme(lexemes, cutLexeme(marks.language + language.toLowerCase()), null);
  const titleTokens = addText(lexemes, entry.title, { language, mark: marks.plain, weight: "A", after: 0 });
  addText(lexemes, entry.text, { language, mark: marks.plain, weight: "", after: titleTokens + gapTokens });
  addText(lexemes, authorLine(entry.authors), { language, mark: marks.author, weight: "", after: 0 });
  const { bytes, tokens, isRough } = lexemes;
  return { words: textOf(lexemes), tokens, isRough: isRough ? 1 : 0, bytes };
}

/**
 * Adds the words of the arrival and of the earlier states. `past`: the earlier words of the entry that it no longer
 * contains.
 */
export function allWordsOf(
  own: OwnWords,
  {
    firstSeenAt,
    language,
    past,
  }: { readonly firstSeenAt: Instant; readonly language: string | null; readonly past: string },
): EntryWords {
  const lexemes: Lexemes = { places: new Map(), bytes: own.bytes, tokens: own.tokens, isRough: own.isRough === 1 };
  addText(lexemes, past, { language, mark: marks.past, weight: "", after: 0 });
  const { tokens, isRough } = lexemes;
  const arrival = `${quoted(hourLexeme(firstSeenAt))} ${quoted(dayLexeme(firstSeenAt))}`;
  return { words: `${own.words}${textOf(lexemes)}${arrival}`, tokens, isRough: isRough ? 1 : 0 };
}

/** Adds the words of a text. Returns the number of its tokens. */
function addText(
  lexemes: Lexemes,
  text: string,
  how: { readonly language: string | null; readonly mark: string; readonly weight: string; readonly after: number },
): number {
  if (text === "") return 0;
  const analysis = analyse(text, how.language);
  const tokens = tokensOf(analysis);
  for (const [at, { text: token }] of tokens.entries()) {
    if (token.length > lexemeCharsMax) lexemes.isRough = true;
    const place = how.after + at + 1;
    if (place > placeMax) lexemes.isRough = true;
    addLexeme(lexemes, how.mark + cutLexeme(token), `${Math.min(place, placeMax + 1)}${how.weight}`);
  }
  const cased = casedTokens(text, analysis.words);
  for (const token of cased) addLexeme(lexemes, how.mark + token, null);
  lexemes.tokens += tokens.length + cased.length;
  return tokens.length;
}

function addLexeme(lexemes: Lexemes, lexeme: string, place: string | null): void {
  const known = lexemes.places.get(lexeme);
  if (known === undefined) {
    lexemes.bytes += Buffer.byteLength(lexeme) + 6;
    if (lexemes.bytes > bytesMax) {
      lexemes.isRough = true;
      return;
    }
    lexemes.places.set(lexeme, place === null ? [] : [place]);
    return;
  }
  if (place === null) return;
  if (known.length >= placesMax) lexemes.isRough = true;
  else known.push(place);
}

function textOf({ places }: Lexemes): string {
  let text = "";
  for (const [lexeme, at] of places) text += `${quoted(lexeme)}${at.length === 0 ? "" : `:${at.join(",")}`} `;
  return text;
}
