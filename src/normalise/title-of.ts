import { cleanLine } from "./clean-text.ts";

const titleCharsMax = 1000;
const excerptCharsMax = 120;
const scanCharsMax = 1000;

/**
 * Character references that were escaped twice. No headline contains them on purpose. "&lt;" and "&gt;" stay as they
 * are.
 */
const doubled =
  /&(?:#(\d{2,6})|#[xX]([0-9a-fA-F]{2,5})|(amp|quot|apos|nbsp|rsquo|lsquo|rdquo|ldquo|ndash|mdash|hellip));/g;
const named: Readonly<Record<string, string>> = {
  amp: "&",
  quot: '"',
  apos: "'",
  nbsp: " ",
  rsquo: "’",
  lsquo: "‘",
  rdquo: "”",
  ldquo: "“",
  ndash: "–",
  mdash: "—",
  hellip: "…",
};

/**
 * A title on one clean line. For an item without a title (notes, micro-blogs), the beginning of its text. "" when the
 * item has neither.
 */
export function titleOf(title: string, text: string): string {
  const clean = cleanLine(title.slice(0, titleCharsMax).replace(doubled, decode));
  return visible.test(clean) ? clean : excerpt(text);
}

/** Matches a visible character. Zero-width spaces, direction marks and fillers are not visible. */
const visible = /[^\s\p{Cf}\u115f\u1160\u3164\uffa0]/u;

function decode(reference: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return named[name] ?? reference;
  const codepoint = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  return codepoint <= 0x10ffff ? String.fromCodePoint(codepoint) : reference;
}

/** The first line of a text. If it has more than 120 characters, it is cut between words and ends with "…". */
function excerpt(text: string): string {
  const line = cleanLine(text.slice(0, scanCharsMax).split("\n", 1)[0] ?? "");
  if (line.length <= excerptCharsMax) return line;
  const cut = line.slice(0, excerptCharsMax - 1).replace(/\p{Cs}$/u, "");
  const space = cut.lastIndexOf(" ");
  return `${(space > excerptCharsMax / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
