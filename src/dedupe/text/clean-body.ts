import { agencyOf } from "../../domain/text/agency-of.ts";

/**
 * The offsets in the text at which a body's own words begin and end, and the byline before them ("" when there is
 * none).
 */
export interface BodyBounds {
  readonly start: number;
  readonly end: number;
  readonly byline: string;
  /** The agency that the dateline names; null when it names none. */
  readonly agency: string | null;
}

/** A dateline and the names before it are searched in this many characters at the beginning. */
const datelineCharsMax = 140;
/** Tails such as "LEAVE A REPLY" are searched in this many characters at the end. */
const tailCharsMax = 240;

/**
 * Finds a body's own words. It leaves out the byline and dateline ("By Jane Roe LONDON, Aug 21 (Reuters) - ", "［東京 ２１日
 * ロイター］ - "), tails ("Read more", "SOURCE: AGENCIES", "LEAVE A REPLY", "The post … appeared first on …"), the half word
 * before "…", and a text that is only the caption of a picture.
 */
export function cleanBody(text: string): BodyBounds {
  if (isCaption(text.trim())) return { start: text.length, end: text.length, byline: "", agency: null };
  const from = skipNote(text);
  const head = text.slice(from, from + datelineCharsMax);
  const dateline = datelineEnd(head);
  const end = tailStart(text);
  if (dateline === null) return { start: Math.min(from, end), end, byline: "", agency: null };
  return {
    start: from + dateline.end,
    end: Math.max(end, from + dateline.end),
    byline: bylineOf(head.slice(0, dateline.start)),
    agency: agencyOf(head.slice(0, dateline.end)),
  };
}

/**
 * A caption is not longer than this. It begins or ends with a word like "photo", or ends with the photographer's name.
 */
const captionCharsMax = 400;
const captions = [
  /^(?:image|photo|picture|file|foto|bild|imagen|zdjęcie|archive?)(?: photo)?(?::| [-–—] )/iu,
  /[(（](?:[^()（）]{0,60}[\s/])?(?:ap|afp|reuters|epa|dpa|efe|ansa|getty|shutterstock)?[\s/-]*(?:photo|images?|foto|via)s?\b[^()（）]{0,40}[)）]\.?$/iu,
  /(?:photo|foto|image|picture)s?(?: by|:| ©) ?[^.]{2,50}\.?$/iu,
  // "(Denis Balibouse/Reuters)", "(The Canadian Press/Frank Gunn)"
  /[(（](?=[^()（）]*\p{L} \p{Lu})\p{Lu}[\p{L}.'’ -]{1,40} ?\/ ?\p{Lu}[\p{L}.'’ -]{1,40}[)）]\.?$/u,
];

function isCaption(text: string): boolean {
  return text.length <= captionCharsMax && captions.some((pattern) => pattern.test(text));
}

/**
 * A correction note is at the very beginning, in brackets: "(Corrects day in paragraph 2)". It is not longer than this.
 */
const noteCharsMax = 200;

function skipNote(text: string): number {
  if (!"(（".includes(text[0] ?? " ")) return 0;
  const close = closingBracket(text.slice(0, noteCharsMax), 0);
  return close < noteCharsMin ? 0 : close + 1;
}

/** Shorter brackets are parts of datelines: "(Reuters)". */
const noteCharsMin = 12;

/**
 * Finds a dateline by the mark that ends it: "Aug 21 : ", "(Reuters) - ", "］ - ", "NEW YORK, Aug 21 — ". The words
 * before the mark must name an agency or a day, or be a place in capitals.
 */
function datelineEnd(head: string): { readonly start: number; readonly end: number } | null {
  const bracket = bracketDateline(head) ?? plainDateline(head);
  if (bracket !== null) return bracket;
  for (let at = 0; at < head.length; at += 1) {
    const sign = head[at] as string;
    if (!"-–—:：".includes(sign)) continue;
    const spaced = head[at - 1] === " " || head[at - 1] === ")" || sign === "—" || sign === "–";
    if (!spaced) continue;
    const before = head.slice(0, at);
    if (isDateline(before)) return { start: bylineLength(before), end: at + 1 };
  }
  return null;
}

/**
 * Datelines without brackets or capitals: "北京8月20日电（记者 张三）", "МОСКВА, 4 июля. /ТАСС/.", "МОСКВА, 4 июл - РИА Новости."
 */
const plainDatelines = [
  /^\S{2,14}?(?:\d{1,2}月)?\d{1,2}日[电電讯訊](?:[（(][^（()）]{1,30}[)）])?[：:]?/u,
  /^\p{Lu}[\p{Lu}\s-]{2,30}, \d{1,2} \p{L}{3,9}\.? ?(?:\/[^/\n]{2,20}\/|[-–—] ?[\p{L}\s]{2,20})\. /u,
];

function plainDateline(head: string): { readonly start: number; readonly end: number } | null {
  for (const pattern of plainDatelines) {
    const match = pattern.exec(head);
    if (match !== null) return { start: 0, end: match[0].length };
  }
  return null;
}

/** Finds the dateline of a Japanese, Chinese or Korean agency: place, day and agency in brackets, then a dash. */
function bracketDateline(head: string): { readonly start: number; readonly end: number } | null {
  for (let open = 0; open < head.length; open += 1) {
    if (!"［[【（(".includes(head[open] as string)) continue;
    const close = closingBracket(head, open);
    if (close < 0) return cutBracket(head, open);
    const inside = head.slice(open + 1, close);
    if (agencyOf(inside) === null || /[a-z]{3}\.\s/u.test(head.slice(0, open))) continue;
    const lead = head.slice(0, open);
    if (lead.length > 90 || /[。、]/u.test(lead)) return null;
    return { start: bylineLength(lead), end: skipSigns(head, close + 1) };
  }
  return null;
}

/** Finds the dateline in a summary that was cut inside it: "Jane Roe ［パリ ２１日 ロ...". The whole text is dateline. */
function cutBracket(head: string, open: number): { readonly start: number; readonly end: number } | null {
  const cut = /(?:…|\.\.\.)\s*$/u.test(head) && head.length - open <= bracketCharsMax;
  return cut ? { start: bylineLength(head.slice(0, open)), end: head.length } : null;
}

const bracketCharsMax = 40;

function closingBracket(head: string, open: number): number {
  for (let at = open + 1; at < head.length; at += 1) {
    if ("］]】）)".includes(head[at] as string)) return at;
  }
  return -1;
}

function skipSigns(head: string, from: number): number {
  let at = from;
  while (at < head.length && " \n\t-–—－ー:：".includes(head[at] as string)) at += 1;
  return at;
}

const days =
  /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}\b|\b\d{1,2} (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/iu;

function isDateline(before: string): boolean {
  const plain = before.trim();
  if (plain.length === 0) return false;
  const words = plain.split(/\s+/u);
  if (words.length > 14) return false;
  if (/\)$/u.test(plain) && agencyOf(plain) !== null) return true;
  if (days.test(plain) && words.length <= 9) return true;
  const letters = plain.replace(/[^\p{L}]/gu, "");
  return (
    words.length <= 4 && letters.length >= 3 && letters === letters.toUpperCase() && letters !== letters.toLowerCase()
  );
}

/** The length of the reporters' names before the dateline: up to a place in capitals, a bracket or a day. */
function bylineLength(before: string): number {
  const place = /(^|\s)(\p{Lu}{3,}[\p{Lu} ]*,|\(|［|\[|【)/u.exec(before);
  if (place !== null) return place.index;
  const day = days.exec(before);
  return day === null ? before.length : day.index;
}

function bylineOf(before: string): string {
  const names = before.replace(/^\s*by\s+/iu, "").trim();
  return /\p{Lu}\p{Ll}+\s+\p{Lu}\p{Ll}+/u.test(names) || /[\p{Script=Han}\p{Script=Katakana}]{3}/u.test(names)
    ? names
    : "";
}

const tails = [
  "read more",
  "read full",
  "continue reading",
  "click here",
  "leave a reply",
  "leave a comment",
  "source:",
  "sources:",
  "the post ",
  "(reporting by",
  "reporting by ",
  "this article originally",
  "sign up for",
  "follow us on",
  "続きを読む",
  "全文を読む",
  "weiterlesen",
  "lire la suite",
  "leer más",
  "seguir leyendo",
  "leia mais",
  "читать далее",
  "اقرأ المزيد",
];

function tailStart(text: string): number {
  const from = Math.max(0, text.length - tailCharsMax);
  const end = foldCase(text.slice(from));
  let cut = end.length;
  for (const tail of tails) {
    const at = end.lastIndexOf(tail);
    if (at >= 0 && at < cut && startsClause(end, at)) cut = at;
  }
  return from + (cut === end.length ? cutWord(end) : cut);
}

/** Lower case with unchanged offsets: a character whose lower-case form is longer ("İ") stays as it is. */
function foldCase(text: string): string {
  const folded = text.toLowerCase();
  if (folded.length === text.length) return folded;
  return text.replace(/\p{Lu}/gu, (letter) => {
    const small = letter.toLowerCase();
    return small.length === letter.length ? small : letter;
  });
}

/** A tail must begin a line or follow the end of a sentence. Inside a sentence, the same words belong to the story. */
function startsClause(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && " \t([".includes(text[before] as string)) before -= 1;
  return before < 0 || "\n.!?…。”\"'’)]".includes(text[before] as string);
}

/** The length of a text without the half word before its "…" or "...". */
function cutWord(end: string): number {
  const plain = end.trimEnd();
  const dots = plain.endsWith("…") ? 1 : plain.endsWith("...") ? 3 : 0;
  if (dots === 0 || plain.at(-dots - 1) === " ") return end.length;
  let at = plain.length - dots;
  const stop = Math.max(0, at - 20);
  while (at > stop && /[\p{L}\p{N}]/u.test(plain[at - 1] as string)) at -= 1;
  return at > stop ? at : plain.length - dots;
}
