import type { RawDocument } from "../../domain/document.ts";
import { WireError } from "../../domain/errors.ts";
import type { ParsedFeed } from "../../domain/parsed-feed.ts";
import { parseFeed } from "../../parse/parse-feed.ts";
import type { ParseLimits } from "../../parse/parse-limits.ts";
import { type ThreadStart, tellStart } from "./processor-deadline.ts";
import type { ReadDocument, ReadingTask } from "./reading-types.ts";

export interface WorkerTask {
  readonly document: RawDocument;
  readonly limits: ParseLimits;
  /** null when the document is only to be parsed. */
  readonly reading: ReadingTask | null;
  /** The thread writes its number here, so that its processor time can be read. */
  readonly start: ThreadStart;
}

/** The answer of a reading thread. A WireError would lose its class on the way, so its parts are sent. */
export type WorkerAnswer =
  | { readonly kind: "parsed"; readonly feed: ParsedFeed }
  | { readonly kind: "read"; readonly read: ReadDocument }
  | { readonly kind: "refused"; readonly code: WireError["code"]; readonly message: string };

/** The function that a reading thread runs for each document. */
export default async function workOn({ document, limits, reading, start }: WorkerTask): Promise<WorkerAnswer> {
  tellStart(start);
  try {
    if (reading === null) return { kind: "parsed", feed: await parseFeed(document, limits) };
    // Import late: a thread that only parses does not need the language detector.
    const { readDocument } = await import("./read-document.ts");
    return { kind: "read", read: await readDocument(document, reading, limits) };
  } catch (thrown) {
    if (thrown instanceof WireError) return { kind: "refused", code: thrown.code, message: thrown.message };
    throw thrown;
  }
}
