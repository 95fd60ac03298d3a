import { foldWord } from "./fold-word.ts";

/** Reads a number with grouped digits or decimals as one word: 118970, 3.5. null when none begins at `at`. */
export function readNumber(text: string, at: number): { readonly text: string; readonly end: number } | null {
  const raw = matchAt(grouped, text, at) ?? matchAt(decimal, text, at);
  if (raw === null) return null;
  return { text: plainNumber(foldWord(raw)), end: at + raw.length };
}

/** Reads groups of three digits with spaces between them. Only a human reader can know whether they are one number. */
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
 * 118,970 or 118.970 or 118'970, or 1,00,000 as in India; then decimals after the other sign. The number of groups is
 * limited, so that a long row of digits takes linear time.
 */
const grouped =
  /(?<!\p{Nd}[.,])(?!0)\p{Nd}{1,3}(?:(?:,\p{Nd}{2,3}){0,6},\p{Nd}{3}(?:\.\p{Nd}+)?|(?:\.\p{Nd}{3}){1,7}(?:,\p{Nd}+)?|(?:['’]\p{Nd}{3}){1,7}(?:[.,]\p{Nd}+)?|(?:٬\p{Nd}{3}){1,7}(?:٫\p{Nd}+)?)(?!\p{Nd}|[.,'’٫٬]\p{Nd})/uy;
const decimal = /(?<!\p{Nd}[.,])\p{Nd}+[.,٫]\p{Nd}+(?!\p{Nd}|[.,]\p{Nd})/uy;
const spaced = /(?!0)\p{Nd}{1,3}(?:[ \u00a0\u2009\u202f]\p{Nd}{3}){1,7}(?![\p{L}\p{N}]|[.,'’]\p{Nd})/uy;

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/**
 * Writes a number without grouping signs. The last sign is a decimal sign if it differs from the others, or if the
 * number of digits after it shows that it does not separate groups.
 */
function plainNumber(number: string): string {
  const parts = number.split(/[.,'’٫٬]/u);
  const last = parts.at(-1) ?? "";
  const signs = number.replaceAll(/\d/g, "");
  const mixed = signs.length > 1 && signs.at(-1) !== signs[0];
  const isGrouped =
    !mixed && last.length === 3 && !number.startsWith("0") && (parts[0] ?? "").length <= 3 && !signs.includes("٫");
  return isGrouped ? parts.join("") : `${parts.slice(0, -1).join("")}.${last}`;
}
