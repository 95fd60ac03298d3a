import { decodeHTMLStrict } from "entities";

/** The general entities that the document's own DTD declares; never external ones. */
export interface DeclaredEntities {
  readonly valueByName: ReadonlyMap<string, string>;
  /** How many more characters the expansion of these entities may add to the document. */
  expansionCharsLeft: number;
}

export const noEntities: DeclaredEntities = { valueByName: new Map(), expansionCharsLeft: 0 };

/**
 * Decodes references to characters and entities once. The entities are XML's five, the document's own, and HTML's
 * (feeds use &nbsp; without declaring it). C1 controls are kept, because they may be part of a character: see
 * `meantText`. Text that is not a reference stays as written, for example "AT&T" and "&unknown;".
 */
export function decodeEntities(text: string, declared: DeclaredEntities): string {
  if (text.indexOf("&") === -1) return text;
  return joinSurrogates(text).replace(referencePattern, (whole, body: string) => {
    if (body.charCodeAt(0) === 0x23) return decodeNumeric(body) ?? whole;
    const quick = common[body];
    if (quick !== undefined) return quick;
    return expand(body, declared) ?? decodeHTMLStrict(whole);
  });
}

/**
 * Decodes a character beyond the basic plane that was written as references to its two surrogates ("&#55357;&#56842;").
 * Such a pair is not well-formed XML, but it can only mean that character.
 */
export function joinSurrogates(text: string): string {
  if (!text.includes("&#")) return text;
  return text.replace(surrogates, (_, ...codes: (string | undefined)[]) => {
    const [highHex, high, lowHex, low] = codes;
    const codeOf = (hexadecimal: string | undefined, decimal: string | undefined) =>
      hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
    return String.fromCharCode(codeOf(highHex, high), codeOf(lowHex, low));
  });
}

const surrogates =
  /&#(?:[xX]([dD][89abAB][\da-fA-F]{2})|(55(?:29[6-9]|[3-9]\d\d)|56(?:[0-2]\d\d|3[01]\d)));&#(?:[xX]([dD][c-fC-F][\da-fA-F]{2})|(56(?:3[2-9]\d|[4-9]\d\d)|57(?:[0-2]\d\d|3[0-3]\d|34[0-3])));/g;

/** All repetitions are bounded, so that no input causes long backtracking. */
const referencePattern = /&(#[xX][0-9a-fA-F]{1,8}(?=;)|#[0-9]{1,9}|[A-Za-z][A-Za-z0-9_.-]{0,40}(?=;));?/g;

const common: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
});

function expand(name: string, declared: DeclaredEntities): string | null {
  const value = declared.valueByName.get(name);
  if (value === undefined || declared.expansionCharsLeft < value.length) return null;
  declared.expansionCharsLeft -= value.length;
  return value;
}

function decodeNumeric(body: string): string | null {
  const hexadecimal = body.charCodeAt(1) === 0x78 || body.charCodeAt(1) === 0x58;
  const code = hexadecimal ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff) return "\ufffd";
  if (code < 0x20 && code !== 9 && code !== 10 && code !== 13) return "";
  return String.fromCodePoint(code);
}
