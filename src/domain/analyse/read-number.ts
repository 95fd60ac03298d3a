import { foldWord } from "./fold-word.ts";

/** A number whose digits are grouped or that has decimals, as one word: 118970, 3.5. null where none begins at `at`. */
export function readNumber(text: string, at: number): { readonly text: string; readonly end: number } | null {
  const raw = matchAt(grouped, text, at) ?? matchAt(decimal, text, at);
  if (raw === null) return null;
  return { text: plainNumber(foldWord(raw)), end: at + raw.length };
}

/** Digits in groups of three, with spaces between them: whether they are one number only its reader knows. */
export function readSpacedNumber(
  text: string,
  at: number,
): { readonly text: string; readonly groups: number; readonly end: number } | null {
  const raw = matchAt(spaced, text, at);
  if (raw === null) return null;
  const groups = raw.split(/\s/u);
  return { text: groups.map(foldWord).join(""), groups: groups.length, end: at + raw.length };
}

/**
 * 118,970 and 118.970 and 118'970, 1,00,000 as in India, then decimals after the other sign. Bounded, so that a long
 * row of digits is read in linear time.
 */
const grouped =
  /(?<!\p{Nd}[.,])(?!0)\p{Nd}{1,3}(?:(?:,\p{Nd}{2,3}){0,6},\p{Nd}{3}(?:\.\p{Nd}+)?|(?:\.\p{Nd}{3}){1,7}(?:,\p{Nd}+)?|(?:['’]\p{Nd}{3}){1,7}(?:[.,]\p{Nd}+)?|(?:٬\p{Nd}{3}){1,7}(?:٫\p{Nd}+)?)(?!\p{Nd}|[.,'’٫٬]\p{Nd})/uy;
const decimal = /(?<!\p{Nd}[.,])\p{Nd}+[.,٫]\p{Nd}+(?!\p{Nd}|[.,]\p{Nd})/uy;
const spaced = /(?!0)\p{Nd}{1,3}(?:[ \u00a0\u2009\u202f]\p{Nd}{3}){1,7}(?![\p{L}\p{N}]|[.,'’]\p{Nd})/uy;

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** The last sign is the decimal one where another sign or another number of digits shows that it does not group. */
function plainNumber(number: string): string {
  const parts = number.split(/[.,'’٫٬]/u);
  const last = parts.at(-1) ?? "";
  const signs = number.replaceAll(/\d/g, "");
  const mixed = signs.length > 1 && signs.at(-1) !== signs[0];
  const isGrouped =
    !mixed && last.length === 3 && !number.startsWith("0") && (parts[0] ?? "").length <= 3 && !signs.includes("٫");
  return isGrouped ? parts.join("") : `${parts.slice(0, -1).join("")}.${last}`;
}
