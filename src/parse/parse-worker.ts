import type { RawDocument } from "../domain/document.ts";
import { WireError } from "../domain/errors.ts";
import type { ParsedFeed } from "../domain/parsed-feed.ts";
import { parseFeed } from "./parse-feed.ts";
import type { ParseLimits } from "./parse-limits.ts";

export interface ParseTask {
  readonly document: RawDocument;
  readonly limits: ParseLimits;
}

/** The answer of a worker thread. A WireError loses its class between threads, so its parts are sent. */
export type ParseAnswer =
  | { readonly kind: "parsed"; readonly feed: ParsedFeed }
  | { readonly kind: "refused"; readonly code: WireError["code"]; readonly message: string };

/** Parses one document in a worker thread of the parser pool. */
export default async function parseInWorker({ document, limits }: ParseTask): Promise<ParseAnswer> {
  try {
    return { kind: "parsed", feed: await parseFeed(document, limits) };
  } catch (thrown) {
    if (thrown instanceof WireError) return { kind: "refused", code: thrown.code, message: thrown.message };
    throw thrown;
  }
}
