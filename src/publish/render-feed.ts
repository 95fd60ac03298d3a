import type { FeedFormat, MergedFeed } from "./merged-feed.ts";
import type { MergedItem } from "./merged-item.ts";
import { writeAtom } from "./write-atom.ts";
import { writeJson } from "./write-json.ts";
import { writeRss } from "./write-rss.ts";
import type { WrittenFeed } from "./written-feed.ts";

/** What was written of items before. An item's text depends on the item alone, so it serves in any feed. */
export interface WrittenItems {
  get(item: MergedItem, format: FeedFormat): string | undefined;
  set(item: MergedItem, format: FeedFormat, text: string): void;
}

/** The feed as bytes, UTF-8. Same content, same bytes, with or without `written`, which spares the writing of what has been written. */
export function renderFeed(
  merged: MergedFeed,
  format: FeedFormat,
  written: WrittenItems = new WrittenHere(),
): { readonly bytes: Uint8Array; readonly contentType: string } {
  const missing = merged.items.filter((item) => written.get(item, format) === undefined);
  const { head, items, tail } = writers[format]({ ...merged, items: missing });
  missing.forEach((item, index) => {
    written.set(item, format, items[index] ?? "");
  });
  const texts = merged.items.map((item) => written.get(item, format) ?? "");
  const text = [head, texts.join(separators[format]), tail].filter((part) => part !== "").join("\n");
  return { bytes: Buffer.from(text, "utf8"), contentType: feedContentTypes[format] };
}

/** JSON Feed 1.1 and RFC 4287 section 7 name theirs; RSS's is the one that everybody uses. */
export const feedContentTypes: Readonly<Record<FeedFormat, string>> = {
  rss: "application/rss+xml; charset=utf-8",
  atom: "application/atom+xml; charset=utf-8",
  json: "application/feed+json; charset=utf-8",
};

const separators: Readonly<Record<FeedFormat, string>> = { rss: "\n", atom: "\n", json: ",\n" };

const writers: Readonly<Record<FeedFormat, (merged: MergedFeed) => WrittenFeed>> = {
  rss: writeRss,
  atom: writeAtom,
  json: writeJson,
};

class WrittenHere implements WrittenItems {
  readonly #texts = new Map<MergedItem, string>();

  get(item: MergedItem): string | undefined {
    return this.#texts.get(item);
  }

  set(item: MergedItem, _format: FeedFormat, text: string): void {
    this.#texts.set(item, text);
  }
}
