import type { Person } from "../../domain/parsed-feed.ts";
import { agencies, ambiguousSpellings } from "../../domain/text/agencies.ts";
import { foldText } from "../fold-text.ts";

/**
 * A credit is within this many characters of the beginning or the end. A bracket in the middle of a text is usually
 * part of a quotation.
 */
const headCharsMax = 400;
const tailCharsMax = 400;
/** A dateline is not longer than this: "MOSCOW, July 4 (AP) -". */
const datelineCharsMax = 120;
const openingCharsMax = 60;
/** A place name alone is not longer than this. A longer dateline contains a day or is in capitals. */
const placeCharsMax = 20;
/** Case is ignored only in names of at least this length, because shorter ones may be ordinary words in lower case. */
const foldedCharsMin = 5;

/**
 * The agency that an item credits, in its usual spelling: in a dateline ("MOSCOW, July 4 (Reuters) -"), a tag
 * ("[Reuters]", "/TASS/") in the text or the title, a source line ("SOURCE: AFP"), or as an author. null when there is
 * none.
 */
export function readCredit(text: string, authors: readonly Pick<Person, "name">[], title: string): string | null {
  const head = text.slice(0, headCharsMax);
  const tail = text.length > headCharsMax ? text.slice(-tailCharsMax) : "";
  return (
    tagged(head) ??
    writtenOut(head) ??
    sourceLine(head) ??
    sourceLine(tail) ??
    tagged(tail) ??
    byAuthor(authors) ??
    tagged(title)
  );
}

/**
 * A name in brackets or between slashes, alone or at the end: "(Reuters)", "/TASS/", "[東京 4日 ロイター]", "(서울=연합뉴스)",
 * "(AFP/Jiji)".
 */
const tag = /[([（［【]([^()[\]（）［］【】\n]{2,80})[)\]）］】]|(?<=[\s.,])\/([^/\n]{2,40})\//gu;

function tagged(text: string): string | null {
  for (const match of text.matchAll(tag)) {
    const inner = match[1] ?? match[2] ?? "";
    const found = lastNamed(inner);
    if (found === null) continue;
    if (!ambiguousSpellings.has(found.spelling) || isDateline(text, match.index, match[0].length)) return found.name;
  }
  return null;
}

/**
 * Whether a tag is a dateline or a credit. A dateline begins its paragraph and is followed by a dash or a colon. A
 * credit at the end is on its own line or follows a full stop.
 */
function isDateline(text: string, at: number, length: number): boolean {
  const before = text.slice(Math.max(0, at - datelineCharsMax), at);
  const after = text.slice(at + length, at + length + 4);
  if (/^[.。]?\s*(?:\n|$)/.test(after)) return /(?:^|\n|[.。!?"”])\s*$/.test(before);
  const opening = before.slice(before.lastIndexOf("\n") + 1);
  const isPlace = opening.length <= placeCharsMax || /\d/.test(opening) || /^\W*\p{Lu}{3}/u.test(opening);
  return isPlace && opening.length <= openingCharsMax && /^(?:\s?[-–—―:]|\.[-–—])/.test(after);
}

/** Reads Chinese datelines, which have no brackets: "新华社北京7月4日电". */
function writtenOut(text: string): string | null {
  const match = /^[\s(（【]*([\p{Script=Han}]{2,5}社|中新网|新华网)[^\n。，]{0,24}[电電讯訊]/u.exec(text);
  if (match === null) return null;
  const name = match[1] ?? "";
  const known = [...byExact.keys()].find((spelling) => spelling.length >= 3 && name.startsWith(spelling));
  return known === undefined ? null : (byExact.get(known) ?? null);
}

const sourceWords =
  /(?:^|[\s(])(?:sources?|quellen?|fuentes?|fontes?|kaynak|источник|джерело|المصدر|منبع|来源|來源|出典|出処|출처|sumber|nguồn)\s?[:：]\s?([^\n)]{2,80})/iu;

function sourceLine(text: string): string | null {
  const match = sourceWords.exec(text);
  return match === null ? null : (firstNamed(match[1] ?? "")?.name ?? null);
}

function byAuthor(authors: readonly Pick<Person, "name">[]): string | null {
  for (const { name } of authors.slice(0, 5)) {
    const bare = name
      .slice(0, 80)
      .replace(/^by /i, "")
      .replace(/ (?:staff(?: writers?)?|newsroom|in \p{Lu}.*)$/iu, "");
    const found = firstNamed(bare);
    if (found !== null) return found.name;
  }
  return null;
}

interface Named {
  readonly spelling: string;
  readonly name: string;
}

const byExact: ReadonlyMap<string, string> = new Map(
  agencies.flatMap(({ name, spellings }) => spellings.map((spelling) => [spelling, name] as const)),
);
const byFold: ReadonlyMap<string, string> = new Map(
  [...byExact]
    .map(([spelling, name]) => [foldText(spelling), name] as const)
    .filter(([fold]) => fold.length >= foldedCharsMin),
);

function firstNamed(list: string): Named | null {
  return parts(list).reduce<Named | null>((found, part) => found ?? lookUp(part), null);
}

function lastNamed(list: string): Named | null {
  return parts(list).reduceRight<Named | null>((found, part) => found ?? lookUp(part), null);
}

/** The parts of a list: "AFP/Jiji", "Reuters, AP and dpa", "서울=연합뉴스". */
function parts(list: string): readonly string[] {
  return list.split(/[,;/|+&=、・·]| and | et | y | und | e | и | و | - /u).map((part) => part.trim());
}

function lookUp(part: string): Named | null {
  const bare = part
    .replace(/^[\s"'“”]+|[\s.。"'“”]+$/gu, "")
    .replace(/^(?:with )?(?:agency )?(?:inputs?|reporting) (?:from|by) /i, "");
  const name = byExact.get(bare) ?? byFold.get(foldText(bare)) ?? byExact.get(japaneseEnd(bare));
  return name === undefined ? null : { spelling: bare, name };
}

/** The agency at the end of a Japanese dateline: after a space, or directly after the place ("ワシントン共同"). */
function japaneseEnd(part: string): string {
  return /[\p{Script=Han}\p{Script=Katakana}ー]$/u.test(part)
    ? (japaneseEnds.find((name) => part.endsWith(name)) ?? "")
    : "";
}

const japaneseEnds = ["ロイター", "共同通信", "時事通信", "AFP時事", "共同", "時事"] as const;
