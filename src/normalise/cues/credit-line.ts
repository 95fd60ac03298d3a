import type { Person } from "../../domain/parsed-feed.ts";
import { agencies, ambiguousSpellings } from "../../domain/text/agencies.ts";
import { foldText } from "../fold-text.ts";

/** A credit stands in the first lines or the last: between them a bracket is a quotation's. */
const headCharsMax = 400;
const tailCharsMax = 400;
/** A dateline is no longer: "MOSCOW, July 4 (AP) -". */
const datelineCharsMax = 120;
const openingCharsMax = 60;
/** A town alone is no longer; what is, shows a day or stands in capitals. */
const placeCharsMax = 20;
/** Names ignore case when they are so long that they are no other word. */
const foldedCharsMin = 5;

/**
 * The agency that a text credits, in its usual spelling: a dateline ("MOSCOW, July 4 (Reuters) -"), a tag ("[Reuters]",
 * "/TASS/"), a source line ("SOURCE: AFP"), or an author that is an agency. null where none.
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
 * A dateline is followed by a dash or a colon and begins its paragraph; a credit at the end stands alone, behind a full
 * stop or on its line.
 */
function isDateline(text: string, at: number, length: number): boolean {
  const before = text.slice(Math.max(0, at - datelineCharsMax), at);
  const after = text.slice(at + length, at + length + 4);
  if (/^[.。]?\s*(?:\n|$)/.test(after)) return /(?:^|\n|[.。!?"”])\s*$/.test(before);
  const opening = before.slice(before.lastIndexOf("\n") + 1);
  const isPlace = opening.length <= placeCharsMax || /\d/.test(opening) || /^\W*\p{Lu}{3}/u.test(opening);
  return isPlace && opening.length <= openingCharsMax && /^(?:\s?[-–—―:]|\.[-–—])/.test(after);
}

/** Chinese datelines have no brackets: "新华社北京7月4日电". */
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

/** "AFP/Jiji", "Reuters, AP and dpa", "서울=연합뉴스", "東京 4日 ロイター" (its last word). */
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

/** Japanese datelines put the agency last: after a space, or right behind the town ("ワシントン共同"). */
function japaneseEnd(part: string): string {
  return /[\p{Script=Han}\p{Script=Katakana}ー]$/u.test(part)
    ? (japaneseEnds.find((name) => part.endsWith(name)) ?? "")
    : "";
}

const japaneseEnds = ["ロイター", "共同通信", "時事通信", "AFP時事", "共同", "時事"] as const;
