import { gzipSync } from "node:zlib";
import type { RawDocument } from "../../domain/document.ts";
import type { ParsedFeed, ParsedItem } from "../../domain/parsed-feed.ts";
import { parseDate } from "../../parse/dates/dates.ts";
import type { DraftItem } from "../../parse/draft.ts";
import { draftDocument, readDrafted } from "../../parse/draft-document.ts";
import type { ParseLimits } from "../../parse/parse-limits.ts";
import { captureGzipLevel } from "./capture-gzip-level.ts";
import type { DocumentHead, ReadDocument, ReadingTask } from "./reading-types.ts";
import { splitKnown } from "./split-known.ts";

/**
 * Reads a document as entries; this is the work of a reading thread. Known items are only drafted (`draftDocument`).
 * Throws only WireError "not-a-feed".
 */
export async function readDocument(
  document: RawDocument,
  task: ReadingTask,
  limits: ParseLimits,
): Promise<ReadDocument> {
  const { feed, now } = task;
  const drafted = draftDocument(document, limits);
  const { unread, seen, hashByGuid } = splitKnown(drafted.draft, task);
  const parsed = await readDrafted(drafted, unread);
  const head = headOf(parsed, datesOf(drafted.draft.items, unread, parsed.items));
  const titles = drafted.draft.items.map(({ title }) => title);
  const normalise = async () => {
    // Import late: a thread whose documents bring nothing new needs neither the sanitiser nor the language detector.
    const { normaliseFeed } = await import("../../normalise/normalise-feed.ts");
    return normaliseFeed(parsed, feed, () => now, now, { ...head, titles });
  };
  const { entries, problems } = parsed.items.length === 0 ? nothing : await normalise();
  return {
    head,
    entries,
    itemHashes: entries.map(({ guid }) => hashByGuid.get(guid) ?? null),
    seen,
    problems,
    gzip: task.isCaptured ? gzipSync(document.bytes, { level: captureGzipLevel }) : null,
  };
}

const nothing: Pick<ReadDocument, "entries" | "problems"> = { entries: [], problems: [] };

function headOf({ problems: _, ...parsed }: ParsedFeed, items: DocumentHead["items"]): DocumentHead {
  return { ...parsed, items };
}

/**
 * The dates of all items, because `detectAlwaysNow` can judge them only together. Nobody asks for the dates of a
 * document that brings nothing new.
 */
function datesOf(
  all: readonly DraftItem[],
  unread: readonly DraftItem[],
  read: readonly ParsedItem[],
): DocumentHead["items"] {
  if (unread.length === 0) return all.map(() => undated);
  const places = new Map(unread.map((item, at) => [item, at]));
  return all.map((item) => {
    const parsed = read[places.get(item) ?? -1];
    if (parsed !== undefined) return { published: parsed.published, updated: parsed.updated };
    return { published: dateOf(item.published), updated: dateOf(item.updated) };
  });
}

const undated: DocumentHead["items"][number] = { published: null, updated: null };

function dateOf(raw: string | null): ReturnType<typeof parseDate> {
  return raw === null ? null : parseDate(raw);
}
