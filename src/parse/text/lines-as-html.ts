/**
 * Turns escaped plain text into HTML that keeps its lines: blank lines separate paragraphs, and other line breaks get a
 * <br>. A paragraph gets no <br> if its lines were only wrapped: if each line but the last is about as long as the
 * lines that editors wrap, or if each line but the first is indented. A paragraph with list items is never taken for
 * wrapped text.
 */
export function linesAsHtml(escaped: string): string {
  if (!/[\n\r]/.test(escaped)) return escaped;
  const paragraphs = escaped
    .replace(/\r\n?/g, "\n")
    .split(/\n[^\S\n]*(?:\n[^\S\n]*)+/)
    .map(paragraphAsHtml)
    .filter((paragraph) => paragraph !== "");
  return paragraphs.length < 2 ? (paragraphs[0] ?? "") : paragraphs.map((html) => `<p>${html}</p>`).join("\n");
}

/** Keeps the line feed beside its <br>, so that readers that strip tags still separate the words. */
function paragraphAsHtml(paragraph: string): string {
  const lines = paragraph.split("\n");
  const words = lines.map((line) => line.trim()).filter((line) => line !== "");
  return words.join(isWrapped(lines) ? "\n" : "<br>\n");
}

/**
 * The lengths, in characters, of the lines that mail programs and editors wrap. The last line of a paragraph may be
 * shorter.
 */
const wrappedCharsMin = 50;
const wrappedCharsMax = 110;

function isWrapped(lines: readonly string[]): boolean {
  const [first = "", ...rest] = lines;
  const last = rest.at(-1) ?? "";
  if (rest.length > 0 && rest.every((line) => /^(?:\t|\s{2,})/.test(line) && !listMark.test(line))) return true;
  const full = [first, ...rest.slice(0, -1)];
  return (
    rest.length > 0 &&
    full.every((line) => line.trim().length >= wrappedCharsMin && line.length <= wrappedCharsMax) &&
    last.length <= wrappedCharsMax &&
    !rest.some((line) => listMark.test(line))
  );
}

const listMark = /^\s*(?:[-*•·–—+>]|\d{1,3}[.)])\s/;
