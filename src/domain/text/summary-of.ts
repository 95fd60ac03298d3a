const summaryCharsMax = 500;
/** To end between words, a cut goes back at most this far. */
const wordCharsMax = 60;

/**
 * The first text that a person reads: at most `charsMax` (500) characters on one line, cut between words with an
 * ellipsis.
 */
export function summaryOf(text: string, charsMax = summaryCharsMax): string {
  const line = text
    .slice(0, 4 * charsMax)
    .replace(/\s+/g, " ")
    .trim();
  if (line.length <= charsMax) return line;
  const cut = line.slice(0, charsMax - 1).replace(/\p{Cs}$/u, "");
  const space = cut.lastIndexOf(" ");
  return `${(space > cut.length - wordCharsMax ? cut.slice(0, space) : cut).trimEnd()}…`;
}
