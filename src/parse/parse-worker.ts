import type { RawDocument } from "../domain/document.ts";
import { WireError } from "../domain/errors.ts";
import type { ParsedFeed } from "../domain/parsed-feed.ts";
import { parseFeed } from "./parse-feed.ts";
import type { ParseLimits } from "./parse-limits.ts";

export interface ParseTask {
  readonly document: RawDocument;
  readonly limits: ParseLimits;
}

/** A WireError does not survive the way between threads as what it is, so its parts are sent. */
export type ParseAnswer =
  | { readonly kind: "parsed"; readonly feed: ParsedFeed }
  | { readonly kind: "refused"; readonly code: WireError["code"]; readonly message: string };

/** What a worker thread of the parser pool runs: one document a call. */
export default async function parseInWorker({ document, limits }: ParseTask): Promise<ParseAnswer> {
  try {
    return { kind: "parsed", feed: await parseFeed(document, limits) };
  } catch (thrown) {
    if (thrown instanceof WireError) return { kind: "refused", code: thrown.code, message: thrown.message };
    throw thrown;
  }
}
