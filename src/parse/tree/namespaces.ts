/**
 * The canonical prefix of a namespace name: "" for the formats of feeds and news, whose elements have their local
 * names; null when the namespace is unknown. The case, the scheme, "www." and trailing punctuation do not matter,
 * because feeds often have them wrong.
 */
export function knownPrefix(namespace: string): string | null {
  return prefixByNamespace.get(fold(namespace)) ?? null;
}

function fold(namespace: string): string {
  let end = namespace.length;
  while (end > 0 && "/#? ".includes(namespace[end - 1] ?? "")) end -= 1;
  return namespace
    .slice(0, end)
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, "");
}

const namespacesByPrefix: Readonly<Record<string, readonly string[]>> = {
  "": [
    "http://www.w3.org/2005/Atom",
    "http://purl.org/atom/ns#",
    "http://purl.org/atom/app#",
    "http://example.com/newformat#",
    "http://example.com/necho",
    "http://purl.org/echo/",
    "uri/of/echo/namespace#",
    "http://purl.org/pie/",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://my.netscape.com/publish/formats/rss-0.91.dtd",
    "http://channel.netscape.com/rdf/simple/0.9/",
    "http://purl.org/net/rss1.1#",
    "http://backend.userland.com/rss",
    "http://backend.userland.com/rss2",
    "http://backend.userland.com/rss091",
    "http://blogs.law.harvard.edu/tech/rss",
    "http://cyber.law.harvard.edu/rss",
    "http://cyber.law.harvard.edu/rss/rss.html",
    "http://purl.org/net/rss2.0",
    "http://purl.org/rss/2.0/",
    "http://iptc.org/std/nar/2006-10-01/",
    "http://iptc.org/std/NITF/2006-10-18/",
    "http://iptc.org/std/NewsML/1.2/",
  ],
  rdf: ["http://www.w3.org/1999/02/22-rdf-syntax-ns#"],
  dc: ["http://purl.org/dc/elements/1.1/", "http://purl.org/dc/elements/1.0/"],
  dcterms: ["http://purl.org/dc/terms/"],
  content: ["http://purl.org/rss/1.0/modules/content/"],
  media: ["http://search.yahoo.com/mrss/", "http://search.yahoo.com/rss", "http://video.search.yahoo.com/mrss"],
  itunes: ["http://www.itunes.com/DTDs/PodCast-1.0.dtd", "http://example.com/DTDs/PodCast-1.0.dtd"],
  feedburner: ["http://rssnamespace.org/feedburner/ext/1.0", "http://www.feedburner.com"],
  slash: ["http://purl.org/rss/1.0/modules/slash/"],
  wfw: ["http://wellformedweb.org/CommentAPI/"],
  thr: ["http://purl.org/syndication/thread/1.0"],
  fh: ["http://purl.org/syndication/history/1.0"],
  georss: ["http://www.georss.org/georss", "http://www.georss.org/georss/10"],
  gml: ["http://www.opengis.net/gml"],
  geo: ["http://www.w3.org/2003/01/geo/wgs84_pos#"],
  sy: ["http://purl.org/rss/1.0/modules/syndication/"],
  xhtml: ["http://www.w3.org/1999/xhtml"],
  xml: ["http://www.w3.org/XML/1998/namespace"],
  xlink: ["http://www.w3.org/1999/xlink"],
  cc: ["http://web.resource.org/cc/", "http://creativecommons.org/ns#"],
  at: ["http://purl.org/atompub/tombstones/1.0"],
  yandex: ["http://news.yandex.ru", "https://yandex.ru/news", "http://rss.yandex.ru"],
  turbo: ["http://turbo.yandex.ru"],
  mailru: ["http://news.mail.ru/"],
  rambler: ["http://news.rambler.ru", "http://rss.rambler.ru"],
  prism: ["http://prismstandard.org/namespaces/basic/2.0/", "http://prismstandard.org/namespaces/1.2/basic/"],
  creativecommons: ["http://backend.userland.com/creativeCommonsRssModule"],
};

const prefixByNamespace: ReadonlyMap<string, string> = new Map(
  Object.entries(namespacesByPrefix).flatMap(([prefix, names]) => names.map((name) => [fold(name), prefix] as const)),
);

const prefixAliases: ReadonlyMap<string, string> = new Map([
  ["atom", ""],
  ["atom03", ""],
  ["atom10", ""],
  ["a10", ""],
  ["rss", ""],
  ["rss10", ""],
  ["rss11", ""],
]);

/** The canonical prefix that a prefix probably stands for when its namespace is not declared or not known. */
export function assumedPrefix(prefix: string): string {
  return prefixAliases.get(prefix) ?? prefix;
}
