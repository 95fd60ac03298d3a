/**
 * Returns an absolute http or https address in its normal ASCII form. Returns null for anything else, for very long
 * addresses, and for addresses with credentials or an IPv6 host. No outlet publishes at an IPv6 host, and most readers
 * and validators reject its brackets.
 */
export function cleanUrl(url: string | null): string | null {
  if (url === null || url.length > urlCharsMax || !URL.canParse(url)) return null;
  const { protocol, username, password, origin, pathname, search, hash } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:") return null;
  if (username !== "" || password !== "" || origin.includes("[")) return null;
  return origin + `${pathname}${search}${hash}`.replace(unfit, (character) => encodeURIComponent(character));
}

const urlCharsMax = 8_192;
/**
 * The URL standard leaves these characters alone after the host, but RFC 3986 section 2, and so every feed format,
 * forbids them.
 */
const unfit = /[|\\^`{}[\]]/g;
