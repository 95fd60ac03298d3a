import type { RawDocument } from "../../domain/document.ts";
import type { ParsedFeed, ParsedItem } from "../../domain/parsed-feed.ts";
import type { Parser } from "../../domain/ports.ts";
import { type ArchiveFile, readArchiveFile } from "./archive-files.ts";

/**
 * Reads an archived document and resolves its relative addresses as a poll would have done: against the feed's address
 * (`--feed` or the self link), or else against the channel's link. If they were resolved against the file, the next
 * poll of the feed would store every item a second time.
 */
export async function readArchived(parser: Parser, file: ArchiveFile, feedUrl: string | null): Promise<ParsedFeed> {
  const document = await readArchiveFile(file);
  if (feedUrl !== null) return parser.parse({ ...document, url: feedUrl });
  const parsed = await parser.parse(document);
  const base = [parsed.selfUrl, parsed.siteUrl].find((url) => url !== null && /^https?:\/\//i.test(url)) ?? null;
  if (base === null) return parsed;
  // Read the file again, because a parser may keep the bytes that it received.
  if (parsed.items.some((item) => standsInFile(item, document))) {
    return parser.parse({ ...(await readArchiveFile(file)), url: base });
  }
  // Addresses inside texts are resolved later; they only need the new base.
  const items = parsed.items.map((item) => (item.baseUrl === document.url ? { ...item, baseUrl: base } : item));
  return { ...parsed, items };
}

/** Whether an address of the item was resolved against the file's path. */
function standsInFile(item: ParsedItem, { url }: RawDocument): boolean {
  const files = item.attachments.flatMap((file) => [file.url, file.thumbnailUrl]);
  const addresses = [item.url, item.imageUrl, item.commentsUrl, ...files];
  const isOwn = item.baseUrl !== url && item.baseUrl.startsWith("file:");
  return isOwn || addresses.some((address) => address?.startsWith("file:"));
}
