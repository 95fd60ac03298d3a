/** The formats in which we republish. Each name is also the suffix of the format's addresses. */
export type FeedFormat = "rss" | "atom" | "json";

/** The formats in the order in which pages offer them. JSON Feed 1.1 and RFC 4287 section 7 define the media types. */
export const feedFormats = [
  { suffix: "rss", name: "RSS", type: "application/rss+xml", says: "for any feed reader" },
  {
    suffix: "atom",
    name: "Atom",
    type: "application/atom+xml",
    says: "for any feed reader, with the carriers as links",
  },
  { suffix: "json", name: "JSON Feed", type: "application/feed+json", says: "for programs" },
] as const satisfies readonly { suffix: FeedFormat; name: string; type: string; says: string }[];

/** Makes one value for each format. */
export function inEachFormat<Value>(make: (format: FeedFormat) => Value): Readonly<Record<FeedFormat, Value>> {
  return { rss: make("rss"), atom: make("atom"), json: make("json") };
}

/** The media type of each format, without parameters. */
export const feedMediaTypes: Readonly<Record<FeedFormat, string>> = {
  rss: feedFormats[0].type,
  atom: feedFormats[1].type,
  json: feedFormats[2].type,
};

/** Splits an address into its path and its format; null when the address does not end in a format's suffix. */
export function splitFormat(address: string): { readonly path: string; readonly format: FeedFormat } | null {
  const found = feedFormats.find(({ suffix }) => address.endsWith(`.${suffix}`));
  const path = found === undefined ? "" : address.slice(0, -found.suffix.length - 1);
  return found === undefined || path === "" ? null : { path, format: found.suffix };
}
