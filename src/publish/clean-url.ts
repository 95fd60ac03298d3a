/**
 * The address in its normal, purely ASCII form where it is an absolute http or https one without credentials; null
 * otherwise. An IPv6 address for a host is no place for news, and most feed readers and validators take the brackets
 * for a mistake.
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
 * The URL standard leaves these as they are behind the host; RFC 3986 section 2, and so every feed format, does not
 * allow them.
 */
const unfit = /[|\\^`{}[\]]/g;
