/** The primary languages of texts ("en-gb" counts as "en"), the most common first. null: the language is unknown. */
export function commonLanguages(languages: readonly (string | null)[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const language of languages) {
    const primary = language?.split("-")[0] ?? "";
    if (primary !== "") counts.set(primary, (counts.get(primary) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([language]) => language);
}
