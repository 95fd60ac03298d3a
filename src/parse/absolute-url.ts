/**
 * `reference` against `base` (RFC 3986 section 5), or null where no URL comes of it. Spaces and line breaks are
 * repaired as browsers do.
 */
export function absoluteUrl(reference: string, base: string): string | null {
  const trimmed = reference.trim();
  if (trimmed === "" || !URL.canParse(trimmed, base)) return null;
  return new URL(trimmed, base).href;
}
