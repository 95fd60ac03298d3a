/** Matches a run of at least five letters and digits that contains a digit. Dates and years among them are not ids. */
const idPattern = /(?=[a-z0-9]*\d)[a-z0-9]{5,}/gi;
const datePattern = /^(?:19|20)\d{2}(?:[01]\d(?:[0-3]\d)?)?$/;
const uuidPattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/**
 * The last id in an address or guid, in lower case ("100230" of "/2026/11/29/bridge-closes-100230.html"); null when
 * there is none.
 */
export function articleId(text: string): string | null {
  const uuid = uuidPattern.exec(text);
  if (uuid !== null) return uuid[0].toLowerCase();
  const ids = (text.match(idPattern) ?? []).filter((id) => !datePattern.test(id));
  return ids.at(-1)?.toLowerCase() ?? null;
}

/** Whether a guid or an address contains an id. */
export function hasArticleId(text: string): boolean {
  return articleId(text) !== null;
}
