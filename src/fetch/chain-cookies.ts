import { isSameParty } from "./redirect.ts";

/**
 * The cookies of one fetch. Some sites refuse clients that do not return the cookie that a redirect set. Cookies are
 * sent only to the host that set them, never from https to http. They are forgotten when the chain of redirects ends,
 * so a server cannot recognise us from one poll to the next.
 */
export interface ChainCookies {
  /** Takes the Set-Cookie lines of an answer from `url`. */
  take(url: URL, lines: readonly string[]): void;
  /** The Cookie header for `url`; null when there are no cookies to send. */
  headerFor(url: URL): string | null;
}

interface Cookie {
  readonly url: URL;
  readonly name: string;
  readonly value: string;
  readonly isSecure: boolean;
}

/**
 * Path and Domain are ignored, because they make no difference within one chain of redirects at one host. An expiry
 * counts only if it removes the cookie (`isRemoval`).
 */
export function createChainCookies(): ChainCookies {
  const jar = new Map<string, Cookie>();
  return {
    take(url, lines) {
      for (const line of lines) {
        const cookie = parseCookie(url, line);
        if (cookie === null) continue;
        const key = `${url.hostname} ${cookie.name}`;
        jar.delete(key);
        if (!isRemoval(line) && jar.size < cookiesMax) jar.set(key, cookie);
      }
    },
    headerFor(url) {
      const own = [...jar.values()].filter((cookie) => isFor(cookie, url));
      return own.length === 0 ? null : own.map(({ name, value }) => `${name}=${value}`).join("; ");
    },
  };
}

const cookiesMax = 20;
const cookieCharsMax = 4096;

function isFor(cookie: Cookie, url: URL): boolean {
  return isSameParty(cookie.url, url) && !(cookie.isSecure && url.protocol === "http:");
}

/**
 * RFC 6265 section 5.2. null when the line names no cookie, is too long, or contains a character that a header must not
 * contain.
 */
function parseCookie(url: URL, line: string): Cookie | null {
  const [pair = "", ...attributes] = line.split(";");
  const equals = pair.indexOf("=");
  const name = pair.slice(0, Math.max(0, equals)).trim();
  const value = pair.slice(equals + 1).trim();
  if (name === "" || pair.length > cookieCharsMax || !/^[\t\x20-\x7e\x80-\xff]*$/.test(name + value)) return null;
  return { url, name, value, isSecure: attributes.some((attribute) => attribute.trim().toLowerCase() === "secure") };
}

/**
 * Whether the line removes its cookie: by a Max-Age of zero or less, or by an expiry date before the year 2000 (usually
 * in 1970).
 */
function isRemoval(line: string): boolean {
  return /;\s*(?:max-age\s*=\s*(?:-\d+|0+)\s*(?:;|$)|expires\s*=[^;]*[-\s]19\d\d\b)/i.test(line);
}
