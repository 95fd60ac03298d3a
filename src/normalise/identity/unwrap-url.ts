/**
 * The article's own address, when a link leads through another site and contains that address. Such sites are search
 * engines, news alerts, exit pages of social networks, AMP caches and mail filters. Any other link is returned
 * unchanged. Nothing is requested over the network, so a link that only the other site can resolve stays as it is.
 * Nested wrappers are unwrapped too.
 */
export function unwrapUrl(url: URL): URL {
  let at = url;
  for (let depth = 0; depth < wrappersMax; depth += 1) {
    const inner = innerAddress(at);
    if (inner === null) break;
    at = inner;
  }
  return at;
}

const wrappersMax = 8;

/**
 * Matches the hosts of the sites in `wrappers`, and some others. Most addresses do not match and need no further work.
 */
const middlemen =
  /google|ampproject|bing|yahoo|yandex|facebook|instagram|threads|messenger|workplace|vk\.|youtube|linkedin|reddit|umblr|t\.me|disq|slack|pocket|duckduckgo|outlook|urldefense/;

function innerAddress(url: URL): URL | null {
  if (!middlemen.test(url.hostname)) return null;
  for (const { host, path, read } of wrappers) {
    if (!host.test(url.hostname)) continue;
    const found = path.exec(url.pathname);
    const written = found === null ? null : read(url, found);
    const inner = written === null ? null : URL.parse(written.trim());
    if (inner !== null && /^https?:$/.test(inner.protocol) && inner.hostname.includes(".")) return inner;
  }
  return null;
}

interface Wrapper {
  readonly host: RegExp;
  readonly path: RegExp;
  /** Returns the inner address; null when there is none. `found`: the match of `path`. */
  readonly read: (url: URL, found: RegExpExecArray) => string | null;
}

const inQuery =
  (...names: readonly string[]) =>
  ({ searchParams }: URL): string | null => {
    for (const name of names) {
      const value = searchParams.get(name);
      if (value !== null && /^\s*https?:\/\//i.test(value)) return value;
    }
    return null;
  };

/** Reads "/c/s/host/path": https with the "s", http without it. The query belongs to the article. */
const inPath = ({ search }: URL, [, secure, rest = ""]: RegExpExecArray): string =>
  `${secure === undefined ? "http" : "https"}://${rest}${search}`;

const google = /^(?:www\.|news\.)?google(?:\.com?)?\.[a-z]{2,3}$/;

const wrappers: readonly Wrapper[] = [
  { host: google, path: /^\/(?:news\/)?url$/, read: inQuery("url", "q", "u") },
  { host: google, path: /^\/amp\/(s\/)?(?=[^/]+\.)(.+)$/, read: inPath },
  { host: /^news\.google\.com$/, path: /^\/(?:__i\/)?(?:rss\/)?(?:articles|read)\/([\w-]{16,})/, read: inGoogleNews },
  { host: /\.cdn\.ampproject\.org$|^cdn\.ampproject\.org$/, path: /^\/[cvw]\/(s\/)?(.+)$/, read: inPath },
  { host: /(?:^|\.)bing-amp\.com$/, path: /^\/[cv]\/(s\/)?(.+)$/, read: inPath },
  { host: /(?:^|\.)bing\.com$/, path: /^\/(?:news\/apiclick\.aspx|alink\/link)$/i, read: inQuery("url") },
  { host: /(?:^|\.)bing\.com$/, path: /^\/ck\/a$/, read: inBing },
  { host: /^r\.search\.yahoo\.com$/, path: /\/RU=([^/]+)\//, read: (_, [, escaped = ""]) => decodeEscapes(escaped) },
  {
    host: /^(?:www\.)?yandex\.[a-z]{2,3}$/,
    path: /^\/turbo\/(?:s\/)?([^/]+\.[^/]+)(?:\/s)?(\/.*)$/,
    read: (_, [, host = "", rest = ""]) => `https://${host}${rest}`,
  },
  { host: /^(?:www\.)?yandex\.[a-z]{2,3}$/, path: /^\/turbo\/?$/, read: inQuery("text") },
  { host: /^(?:www\.)?yandex\.[a-z]{2,3}$/, path: /^\/clck\/jsredir$/, read: inQuery("url") },
  {
    host: /^(?:lm?|www)\.facebook\.com$|^facebook\.com$/,
    path: /^\/(?:l|flx\/warn\/?)(?:\.php)?$/,
    read: inQuery("u"),
  },
  { host: /^l\.(?:instagram|threads)\.(?:com|net)$/, path: /^\/$/, read: inQuery("u") },
  { host: /^l\.(?:messenger|workplace)\.com$/, path: /^\/l\.php$/, read: inQuery("u") },
  { host: /^(?:m\.)?(?:away\.)?vk\.(?:com|ru)$/, path: /^\/away(?:\.php)?$/, read: inQuery("to") },
  { host: /^(?:www\.|m\.)?youtube\.com$/, path: /^\/redirect$/, read: inQuery("q") },
  { host: /^(?:www\.)?linkedin\.com$/, path: /^\/(?:redir\/redirect|safety\/go)\/?$/, read: inQuery("url") },
  { host: /^out\.reddit\.com$/, path: /^\//, read: inQuery("url") },
  { host: /^t\.umblr\.com$/, path: /^\/redirect$/, read: inQuery("z") },
  { host: /^t\.me$/, path: /^\/iv$/, read: inQuery("url") },
  { host: /^disq\.us$/, path: /^\/url$/, read: inDisqus },
  { host: /^(?:www\.)?slack-redir\.net$/, path: /^\/link$/, read: inQuery("url") },
  { host: /^getpocket\.com$/, path: /^\/redirect$/, read: inQuery("url") },
  { host: /^(?:www\.|html\.)?duckduckgo\.com$/, path: /^\/l\/?$/, read: inQuery("uddg") },
  { host: /\.safelinks\.protection\.outlook\.com$/, path: /^\//, read: inQuery("url") },
  { host: /^urldefense\.(?:com|us)$/, path: /^\/v3\/__(.+?)__;/, read: (_, [, written = ""]) => written },
];

/** Reads a link of Disqus: the address, followed by a colon and a signature. */
function inDisqus(url: URL): string | null {
  return inQuery("url")(url)?.replace(/:[\w-]{20,}$/, "") ?? null;
}

/** Reads a link of Bing: "a1", followed by the address in base64. */
function inBing({ searchParams }: URL): string | null {
  const written = searchParams.get("u") ?? "";
  return written.startsWith("a1") ? Buffer.from(written.slice(2), "base64url").toString("utf8") : null;
}

/** Reads a link of Google News. Older ids contain the address in base64. Only Google can resolve newer ids. */
function inGoogleNews(_: URL, [, id = ""]: RegExpExecArray): string | null {
  return /https?:\/\/[\x21-\x7e]+/.exec(Buffer.from(id, "base64url").toString("latin1"))?.[0] ?? null;
}

function decodeEscapes(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (thrown) {
    if (thrown instanceof URIError) return null;
    throw thrown;
  }
}
