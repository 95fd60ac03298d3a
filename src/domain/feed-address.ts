/**
 * Reads a feed's address as people paste it, or as other feed readers export it. It removes white space, quotes and
 * angle brackets around the address; schemes that only name a feed reader ("feed:", "feeds://", "itpc:", "pcast:",
 * "rss:", "view-source:"); a scheme that is written twice; and the fragment, which is never sent and would make one
 * feed look like two. A missing scheme becomes http, because a server that wants https redirects to it, and few servers
 * redirect from https to http. Returns null for anything that is not an http(s) address.
 */
export function feedAddress(text: string): string | null {
  const named = withoutReader(text.replace(around, ""));
  const whole = withScheme(named.replace(doubledScheme, "").replace(/^(https?):?\/{1,2}(?=[^/])/i, "$1://"));
  const url = whole === null ? null : URL.parse(whole);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  url.hash = "";
  return url.href;
}

/** White space, zero-width characters, quotes and brackets. */
const around = /^[\s\u200b-\u200f\u2060\ufeff"'<«“”„‘’(]+|[\s\u200b-\u200f\u2060\ufeff">»“”’]+$/g;

/** "http://https://…" */
const doubledScheme = /^(?:https?:\/{0,2})+(?=https?:\/\/)/i;

/**
 * Removes reader schemes. In front of another scheme they are dropped; in front of a host they stand for http, or for
 * https if they end in "s".
 */
function withoutReader(address: string): string {
  const match = /^(?:view-source|url|(?:feed|rss|itpc|pcast|podcast)(s)?):(?:\/\/)?/i.exec(address);
  if (match === null) return address;
  const rest = address.slice(match[0].length);
  return /^https?:/i.test(rest) ? rest : `${match[1] === undefined ? "http" : "https"}://${rest}`;
}

function withScheme(address: string): string | null {
  if (/^https?:\/\//i.test(address)) return address;
  const rest = address.replace(/^\/\//, "");
  if (/^(?:mailto|acct|xmpp|sips?):/i.test(rest)) return null;
  const host = /^(?:[^/?#@\s]+@)?(\[[0-9a-f:.]+\]|[^/?#:@\s]+)(:\d{1,5})?(?=[/?#]|$)/i.exec(rest);
  if (host === null) return null;
  const [, name = "", port] = host;
  const isHost = /^\[/.test(name) || (/^[^.]+(?:\.[^.]+)+$/.test(name) && !fileName.test(rest));
  return isHost || name === "localhost" || port !== undefined ? `http://${rest}` : null;
}

/** "feed.xml" looks like a host but is a relative address. */
const fileName = /^[^/]+\.(?:xml|rss|rdf|atom|json|opml|html?|php|aspx?|txt)$/i;
