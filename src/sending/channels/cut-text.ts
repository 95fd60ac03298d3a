/** Shortens a text to at most `charsMax` UTF-16 units. A text that is cut ends with "…". No character is cut in two. */
export function cutText(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const kept = text.slice(0, charsMax - 1);
  return `${kept.replace(/[\uD800-\uDBFF]$/, "").trimEnd()}…`;
}
