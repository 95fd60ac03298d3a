import { hasWord } from "../analyse/term-ways.ts";
import { failAt, type QueryNote } from "./query-note.ts";
import type { QueryPart, QueryToken } from "./query-token.ts";
import { factFields, nearDistanceMax, textFields } from "./search-query.ts";

/**
 * Reads the characters between spaces, parentheses and quotes: an operator, the beginning of a condition (`title:`,
 * `-`, `=`), or a word. Error: query-invalid.
 */
export function readWord(text: string, at: number, raw: string, notes: QueryNote[]): QueryPart {
  const operator = operatorOf(at, raw) ?? readNear(text, at, raw);
  if (operator !== null) return { token: operator, next: at + raw.length };
  const opens = opensAt(text, at + raw.length);
  const isFirst = at === 0 || /[\s\u3000(（]/u.test(text[at - 1] ?? "") || /[-–−!:=]/u.test(text[at - 1] ?? "");
  const begun = isFirst ? readBeginning(text, at, raw, opens, notes) : null;
  if (begun !== null) return { token: begun, next: at + begun.raw.length };
  return { token: termOf(text, at, raw, notes), next: at + raw.length };
}

const operators: ReadonlyMap<string, "and" | "or" | "not"> = new Map([
  ["AND", "and"],
  ["&", "and"],
  ["&&", "and"],
  ["OR", "or"],
  ["|", "or"],
  ["||", "or"],
  ["NOT", "not"],
]);

function operatorOf(at: number, raw: string): QueryToken | null {
  const kind = operators.get(raw);
  return kind === undefined ? null : { kind, at, raw };
}

const nearSign = /^(NEAR|near|[wW]|PRE|pre)\/(\d{1,9})$/;

function readNear(text: string, at: number, raw: string): QueryToken | null {
  const [, name, number] = nearSign.exec(raw) ?? [];
  if (name === undefined) return null;
  const distance = Number(number);
  if (distance > nearDistanceMax) failAt(text, at, `${raw}: at most ${nearDistanceMax} words may be between`);
  return { kind: "near", at, raw, distance, isOrdered: name.toLowerCase() === "pre" };
}

/** Whether a quote or a parenthesis opens at `at`. */
function opensAt(text: string, at: number): boolean {
  return /["“„‟＂〝«»‹›「『‘(（]/u.test(text[at] ?? "");
}

/**
 * Reads a sign or name that may stand directly before a word, a phrase or a group (`-`, `=`, `any`, `title:`), a list
 * (`$name`), or `sources>=`. Returns null for anything else.
 */
function readBeginning(text: string, at: number, raw: string, opens: boolean, notes: QueryNote[]): QueryToken | null {
  const [dash] = /^[-–−!]/u.exec(raw) ?? [];
  if (dash !== undefined) {
    const rest = raw.slice(1);
    const isNumber = dash !== "!" && /^[.,]?\p{Nd}/u.test(rest);
    const negates = rest === "" ? opens : /^(?:[\p{L}\p{N}\p{Co}$]|[#@=][\p{L}\p{N}])/u.test(rest) && !isNumber;
    return negates || (rest === "=" && opens) ? { kind: "not", at, raw: dash } : null;
  }
  if (raw.startsWith("=") && (raw === "=" ? opens : /^=[\p{L}\p{N}\p{Co}#@]/u.test(raw)))
    return { kind: "exact", at, raw: "=" };
  if (raw === "any" && /[(（]/u.test(text[at + raw.length] ?? "")) return { kind: "any", at, raw };
  const [, sign, number] = /^sources?(>=|≥|>)(\d{1,3})$/.exec(raw) ?? [];
  if (number !== undefined) return { kind: "sources", at, raw, min: Number(number) + (sign === ">" ? 1 : 0) };
  const [, list] = /^\$([a-z][a-z0-9_-]*)$/.exec(raw) ?? [];
  if (list !== undefined) return { kind: "list", at, raw, name: list };
  return readField(text, at, raw, opens, notes);
}

/**
 * Reads `name:`. An address (https://example.org) is not a field, and a headline may contain other words with a colon.
 */
function readField(text: string, at: number, raw: string, opens: boolean, notes: QueryNote[]): QueryToken | null {
  const [prefix, name] = fieldSign.exec(raw) ?? [];
  if (prefix === undefined || name === undefined || (prefix === raw && !opens)) return null;
  if (knownFields.has(name)) return { kind: "field", at, raw: prefix, name };
  const absent = absentFields[name];
  if (absent !== undefined) failAt(text, at, absent);
  const meant = otherNames[name] ?? [...knownFields].find((known) => isOneLetterOff(name, known));
  if (meant !== undefined)
    failAt(text, at, `there is no field ${name}: (write ${meant}:, or put it in quotes if it is a text)`);
  notes.push({
    at,
    text: `${prefix} is not a field and is searched as a word; the fields are ${[...knownFields].join(", ")}`,
  });
  return null;
}

const fieldSign = /^([a-z]{2,20}):(?!\/\/)(?=$|[\p{L}\p{N}=$#@])/u;

function isOneLetterOff(name: string, known: string): boolean {
  if (known.length < 4 || Math.abs(name.length - known.length) > 1) return false;
  let same = 0;
  while (same < known.length && name[same] === known[same]) same += 1;
  return [
    [name.slice(same + 1), known.slice(same + 1)],
    [name.slice(same), known.slice(same + 1)],
    [name.slice(same + 1), known.slice(same)],
  ].some(([one, other]) => one === other);
}

const knownFields: ReadonlySet<string> = new Set<string>([...textFields, ...factFields, "in"]);

/** Names that other search languages use for our fields. */
const otherNames: Readonly<Record<string, string>> = {
  headline: "title",
  intitle: "title",
  body: "text",
  intext: "text",
  by: "author",
  from: "source",
  publisher: "source",
  outlet: "source",
  language: "lang",
  url: "site",
  domain: "site",
  host: "site",
  inurl: "site",
  topic: "category",
  tag: "category",
  since: "after",
  until: "before",
  date: "after",
  priority: "urgency",
};

/** What to write instead of fields that wire systems have and feeds lack. */
const noSlug = "feeds carry no slugs, so they cannot be searched (write the words of the slug, or category: or site:)";
const absentFields: Readonly<Record<string, string>> = { slug: noSlug, slugline: noSlug };

function termOf(text: string, at: number, raw: string, notes: QueryNote[]): QueryToken | null {
  const [, fuzzy] = fuzzyWord.exec(raw) ?? [];
  if (fuzzy !== undefined) failAt(text, at + fuzzy.length, 'a "~" must follow a phrase: "bank crisis"~5');
  const [, starred] = /^([^*]*[\p{L}\p{M}\p{N}\p{Co}])\*$/su.exec(raw) ?? [];
  const bare = trimEnd((starred ?? raw).replace(leading, ""));
  if (!hasWord(bare)) return null;
  if (bare.includes("*")) notes.push({ at, text: `${bare}: a "*" inside a word means nothing` });
  if (raw === "or") notes.push({ at, text: "or is searched as a word; write OR for alternatives" });
  if (raw === "NEAR") notes.push({ at, text: "NEAR is searched as a word; write NEAR/5 for nearness" });
  return {
    kind: "term",
    at,
    raw,
    text: bare,
    isQuoted: readsOtherwise(bare),
    prefix: starred !== undefined,
    slop: null,
  };
}

/** A word with "~", which means a fuzzy search in other programs. A range of numbers (10~20) is not one. */
const fuzzyWord = /^(.*\p{L})~\d?$/su;

/** Whether the parser would read a word without quotes as something else. */
export function readsOtherwise(bare: string): boolean {
  return (
    fuzzyWord.test(bare) ||
    operators.has(bare) ||
    /^sources?(?:>=|≥|>)\d{1,3}$/.test(bare) ||
    nearSign.test(bare) ||
    fieldSign.test(bare)
  );
}

/**
 * Signs around a word that are not part of it. `#` and `@` before a word are part of it; so are `%`, `+` and `#` after
 * it.
 */
const leading = /^(?:\p{Default_Ignorable_Code_Point}|[^\p{L}\p{M}\p{N}\p{Co}#@＃＠]|[#@＃＠](?![\p{L}\p{N}\p{Co}]))+/u;
const kept = /[\p{L}\p{M}\p{N}\p{Co}%％٪+#]/u;

function trimEnd(word: string): string {
  const characters = [...word];
  while (characters.length > 0 && !kept.test(characters.at(-1) ?? "")) characters.pop();
  return characters.join("");
}
