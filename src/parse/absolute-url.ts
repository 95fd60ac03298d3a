/**
 * Resolves `reference` against `base` (RFC 3986 section 5). Returns null when the reference is empty or the result is
 * not a URL. Spaces and line breaks are repaired as browsers do it.
 */
export function absoluteUrl(reference: string, base: string): string | null {
  const trimmed = reference.trim();
  if (trimmed === "" || !URL.canParse(trimmed, base)) return null;
  return new URL(trimmed, base).href;
}
