import type { FetchResult, RawDocument } from "../domain/document.ts";
import { WireError } from "../domain/errors.ts";
import type { ParsedFeed } from "../domain/parsed-feed.ts";
import type { Http, Parser } from "../domain/ports.ts";
import { discoverFeeds } from "../fetch/discover-feeds.ts";
import { sniffDocument } from "../fetch/sniff-document.ts";

export type Answer = Extract<FetchResult, { kind: "modified" }>;

/** A feed that was found and read. */
export interface Found {
  readonly url: string;
  readonly answer: Answer;
  /** The address after redirects. */
  readonly finalUrl: string;
  readonly parsed: ParsedFeed;
}

export interface FindDeps {
  readonly fetch: (url: string) => Promise<Answer | WireError>;
  readonly parser: Parser;
  /** Called before each further address is requested. */
  readonly onTrying: (url: string) => void;
}

const candidatesMax = 8;

/**
 * Finds a feed for an address: the address itself, or the first readable feed that the page advertises, or a feed at
 * one of the usual addresses. Throws the WireError of the address itself when there is none.
 */
export async function findFeed({ fetch, parser, onTrying }: FindDeps, url: string): Promise<Found> {
  const answer = await fetch(url);
  if (answer instanceof WireError) throw answer;
  const { document: page, headers } = answer;
  const own = await readFeed(parser, page);
  if (!(own instanceof WireError)) return { url, finalUrl: page.url, parsed: own, answer };
  const html = new TextDecoder().decode(page.bytes);
  for (const candidate of discoverFeeds(html, page.url, headers.link).slice(0, candidatesMax)) {
    onTrying(candidate.url);
    const other = await fetch(candidate.url);
    const parsed = other instanceof WireError ? other : await readFeed(parser, other.document);
    if (!(other instanceof WireError) && !(parsed instanceof WireError))
      return { url: candidate.url, finalUrl: other.document.url, parsed, answer: other };
  }
  throw own;
}

/** Fetches a document once, without validators. */
export async function fetchOnce(http: Pick<Http, "fetch">, url: string): Promise<Answer | WireError> {
  const validators = { etag: null, lastModified: null };
  const result = await http.fetch({ url, validators, headers: {}, signal: null });
  if (result.kind === "modified") return result;
  if (result.kind === "failed") return result.error;
  return new WireError("http-status", `${url}: answered 304 to an unconditional request`);
}

async function readFeed(parser: Parser, document: RawDocument): Promise<ParsedFeed | WireError> {
  const refused = await sniffDocument(document);
  if (refused !== null) return refused;
  try {
    // Hand over a copy, because a parser may keep the bytes that it receives.
    return await parser.parse({ ...document, bytes: document.bytes.slice() });
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
}
