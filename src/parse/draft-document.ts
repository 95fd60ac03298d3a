import type { RawDocument } from "../domain/document.ts";
import type { ParsedFeed, Problem } from "../domain/parsed-feed.ts";
import { canonicalRss } from "./canonical-rss.ts";
import type { DraftFeed, DraftItem } from "./draft.ts";
import type { ParseLimits } from "./parse-limits.ts";
import { createProblemLog } from "./problem-log.ts";
import { readDraft } from "./read-draft.ts";
import { readFeed } from "./read-feed.ts";
import { decodeBody } from "./text/decode-body.ts";

/** A document after its dialect has been read, and before rss-parser reads it. */
export interface DraftDocument {
  readonly draft: DraftFeed;
  readonly encoding: string;
  readonly problems: readonly Problem[];
  readonly stoppedBy: string | null;
}

/** bytes -> text -> draft of the dialect. Throws only WireError "not-a-feed". */
export function draftDocument(document: RawDocument, limits: ParseLimits): DraftDocument {
  const bytes = document.bytes.subarray(0, limits.documentBytesMax);
  const body = decodeBody(bytes, document.contentType);
  const problems = createProblemLog(body.text, limits.problemsMax);
  if (bytes.byteLength < document.bytes.byteLength) problems.stop(`documentBytesMax ${limits.documentBytesMax}`);
  for (const complaint of body.complaints) problems.note("encoding", complaint, null);
  const draft = readDraft(body.text, document.url, limits, problems);
  return { draft, encoding: body.encoding, problems: problems.list(), stoppedBy: problems.stoppedBy };
}

/** draft -> canonical RSS 2.0 -> rss-parser -> ParsedFeed. `items`: the items of the draft to read. */
export async function readDrafted(
  { draft, encoding, problems, stoppedBy }: DraftDocument,
  items: readonly DraftItem[] = draft.items,
): Promise<ParsedFeed> {
  const read = await readFeed(canonicalRss({ ...draft, items }, "reader"));
  return { ...read, format: draft.format, encoding, problems, stoppedBy };
}
