/** The English name of a language: "German" for "de". A tag with a region stays as it is. */
export function languageName(tag: string): string {
  return /^[a-z]{2,3}$/i.test(tag) ? (names.of(tag) ?? tag) : tag;
}

const names = new Intl.DisplayNames("en", { type: "language", fallback: "code" });
