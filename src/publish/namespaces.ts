/** The namespaces that we write, by their usual prefixes. */
export const namespaces = {
  atom: "http://www.w3.org/2005/Atom",
  content: "http://purl.org/rss/1.0/modules/content/",
  dc: "http://purl.org/dc/elements/1.1/",
  media: "http://search.yahoo.com/mrss/",
  georss: "http://www.georss.org/georss",
  /** RFC 5005. */
  fh: "http://purl.org/syndication/history/1.0",
  /** RFC 6721. */
  at: "http://purl.org/atompub/tombstones/1.0",
} as const;
