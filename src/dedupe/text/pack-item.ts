import { agencyOf } from "../../domain/text/agency-of.ts";
import type { DedupeItem } from "../../domain/verdict.ts";
import type { DedupeSettings } from "../settings.ts";
import { cleanBody } from "./clean-body.ts";
import { collectShingles } from "./collect-shingles.ts";
import { collectTerms, createTermTable, factsOf, type TermTable } from "./collect-terms.ts";
import { comparedTitle } from "./compared-title.ts";
import { hashText, mixHash } from "./hash-word.ts";
import { kickerWords } from "./kicker-words.ts";
import { languageKey } from "./language-key.ts";
import { createPackPages, type PackPages } from "./pack-pages.ts";
import { pageKindOf } from "./page-kind.ts";
import { articles, createTokens, type Tokens, tokenFlag, tokenise } from "./tokenise.ts";

/**
 * A text as numbers in one array of 32-bit words, so that 300,000 texts fit in memory. Its parts are a head of
 * `headWords` words, the terms (sorted hashes), their facts (two in a word), the hashes of the title's words in order,
 * and the shingles from the beginning of the body in order. Nothing in it depends on the time of packing.
 */
export type PackedText = Uint32Array;

/** Offsets in the head. A hash of 0 means that the text does not have that part. */
export const head = {
  /** Numbers of eight bits each: terms, words of the title, shingles, words of the body (at most 255). */
  sizes: 0,
  url1: 1,
  url2: 2,
  text1: 3,
  text2: 4,
  title: 5,
  byline: 6,
  lead: 7,
  language: 8,
  /** The hash of the title without its kicker, or of the whole title when it has none. */
  core: 9,
  /** The number of words in the kicker (0-15), then the bits of `packFlag`. */
  flags: 10,
  /** The hash of the title without its kicker, figures and dates (heading-frames.ts); 0 when nothing is left. */
  frame: 11,
} as const;
/** The number of words in the head. */
export const headWords = 12;

/** The bits of `head.flags`. The kinds of page (page-kind.ts) begin at bit `kindShift`. */
export const packFlag = { kickerWords: 15, kindShift: 8 } as const;

/** Packs texts. The words of the last packed text stay readable until the next call, for quoting in reasons. */
export interface Packer {
  readonly pack: (item: DedupeItem) => PackedText;
  readonly title: Tokens;
  readonly body: Tokens;
  /** The agency that the dateline or the end of the title names. */
  readonly agency: () => string | null;
  /** The texts to which the tokens' offsets refer. */
  readonly text: () => { readonly title: string; readonly body: string };
}

/** The numbers of terms, title words, shingles and body words (at most 255) of a packed text. */
export const sizesOf = (pack: PackedText) => {
  const sizes = pack[head.sizes] as number;
  return { terms: sizes & 0xff, title: (sizes >>> 8) & 0xff, shingles: (sizes >>> 16) & 0xff, bodyWords: sizes >>> 24 };
};

/** The kinds of page (page-kind.ts) that a text's title names. */
export function kindsOf(pack: PackedText): number {
  return (pack[head.flags] as number) >>> packFlag.kindShift;
}

/** A packer with its own buffers. */
export function createPacker(settings: DedupeSettings): Packer {
  const title = createTokens(settings.titleTokensMax);
  const body = createTokens(settings.bodyTokensMax);
  const terms = createTermTable(settings.termsMax);
  const shingles = new Uint32Array(settings.leadShinglesMax);
  const read: { title: string; body: string; agency: string | null } = { title: "", body: "", agency: null };
  const pages = createPackPages();
  const pack = (item: DedupeItem): PackedText => {
    const bounds = cleanBody(item.text.slice(0, settings.bodyTokensMax * 24));
    const compared = comparedTitle(item.headline === "" ? item.title : item.headline, item.text);
    read.title = compared.title;
    read.body = item.text.slice(0, bounds.end);
    read.agency = bounds.agency ?? (compared.publisher === null ? null : agencyOf(compared.publisher));
    tokenise(read.title, 0, title);
    tokenise(read.body, bounds.start, body);
    dropRepeatedTitle(title, body);
    const kicker = kickerWords(read.title, title);
    const flags = kicker | (pageKindOf(item.title) << packFlag.kindShift);
    collectTerms(terms, title, body, kicker);
    const found = shingles.subarray(0, collectShingles(body, shingles));
    return assemble({ terms, title, body, shingles: found }, item, { byline: bounds.byline, flags }, pages);
  };
  return { pack, title, body, text: () => read, agency: () => read.agency };
}

/** Removes the title from the beginning of a body that repeats it, because the repetition is not a text. */
function dropRepeatedTitle(title: Tokens, body: Tokens): void {
  if (title.count < 2 || body.count < title.count) return;
  for (let i = 0; i < title.count; i += 1) if (title.hashes[i] !== body.hashes[i]) return;
  for (const part of [body.hashes, body.flags, body.starts, body.ends]) part.copyWithin(0, title.count, body.count);
  body.count -= title.count;
}

/** `head.lead` is the hash of this many words at the beginning of the body. */
const leadWords = 40;

/** A hash of words in order, from position `from` to `countMax`, without English articles; 0 when there are none. */
function hashOrder(tokens: Tokens, from: number, countMax: number): number {
  const count = Math.min(tokens.count, countMax);
  let hash = 0;
  let words = 0;
  for (let i = from; i < count; i += 1) {
    const word = tokens.hashes[i] as number;
    if (!articles.has(word)) hash = Math.imul(hash ^ word, 0x9e3779b1) + words++;
  }
  return words === 0 ? 0 : mixHash(hash + words) || 1;
}

/** A hash of a title's words in order, from position `from`, without figures and dates; 0 when there are none. */
function hashFrame(title: Tokens, from: number): number {
  let hash = 0;
  let words = 0;
  for (let i = from; i < title.count; i += 1) {
    if ((title.flags[i] as number) & tokenFlag.number) continue;
    hash = Math.imul(hash ^ (title.hashes[i] as number), 0x9e3779b1) + words++;
  }
  return words === 0 ? 0 : mixHash(hash + words) || 1;
}

interface TextParts {
  readonly terms: TermTable;
  readonly title: Tokens;
  readonly body: Tokens;
  readonly shingles: Uint32Array;
}

function assemble(
  { terms, title, body, shingles }: TextParts,
  item: DedupeItem,
  told: { readonly byline: string; readonly flags: number },
  pages: PackPages,
): PackedText {
  const factWords = (terms.count + 1) >>> 1;
  const size = headWords + terms.count + factWords + title.count + shingles.length;
  const packed = pages.take(size);
  packed[head.sizes] = terms.count | (title.count << 8) | (shingles.length << 16) | (Math.min(255, body.count) << 24);
  writeKeys(packed, item);
  packed[head.title] = hashOrder(title, 0, title.count);
  packed[head.core] = hashOrder(title, told.flags & packFlag.kickerWords, title.count);
  packed[head.flags] = told.flags;
  packed[head.frame] = hashFrame(title, told.flags & packFlag.kickerWords);
  packed[head.byline] = told.byline === "" ? 0 : hashText(told.byline.toLowerCase())[0];
  packed[head.lead] = hashOrder(body, 0, leadWords);
  packed[head.language] = languageKey(item, title, body);
  packed.set(terms.order.subarray(0, terms.count), headWords);
  const facts = headWords + terms.count;
  for (let i = 0; i < terms.count; i += 1) {
    const word = facts + (i >>> 1);
    packed[word] = ((packed[word] as number) | (factsOf(terms, terms.order[i] as number) << ((i & 1) << 4))) >>> 0;
  }
  const titleAt = facts + factWords;
  packed.set(title.hashes.subarray(0, title.count), titleAt);
  packed.set(shingles, titleAt + title.count);
  return packed;
}

function writeKeys(packed: PackedText, item: DedupeItem): void {
  if (item.urlKey !== null) [packed[head.url1], packed[head.url2]] = hashText(`u${item.urlKey}`);
  if (item.textKey !== null) [packed[head.text1], packed[head.text2]] = hashText(`t${item.textKey}`);
}
