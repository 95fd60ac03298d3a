import { type FeedFormat, feedMediaTypes } from "./feed-formats.ts";
import type { WrittenFeed } from "./feed-values.ts";
import { digestOf, type HeldItem } from "./held-items.ts";
import type { MergedFeed } from "./merged-feed.ts";
import type { MergedItem } from "./merged-item.ts";
import { writeAtom } from "./write-atom.ts";
import { writeJson } from "./write-json.ts";
import { writeRss } from "./write-rss.ts";

/** A cache of item texts. An item's text depends only on the item, so all feeds share it. */
export interface WrittenItems {
  get(item: MergedItem, format: FeedFormat): WrittenItem | undefined;
  set(item: MergedItem, format: FeedFormat, written: WrittenItem): void;
}

/** Renders the feed as UTF-8 bytes. The same content gives the same bytes. The cache `written` only saves work. */
export function renderFeed(
  merged: MergedFeed,
  format: FeedFormat,
  written: WrittenItems = new WrittenHere(),
): RenderedDocument {
  // Read every cached text before storing new ones, because a full cache evicts.
  const known = merged.items.map((item) => written.get(item, format));
  const missing = merged.items.filter((_item, index) => known[index] === undefined);
  const { head, items, tail } = writers[format]({ ...merged, items: missing });
  const fresh = missing.map((item, index): WrittenItem => {
    const text = items[index] ?? "";
    const made = { text, held: { id: item.number, digest: digestOf(text) } };
    written.set(item, format, made);
    return made;
  });
  const next = fresh.values();
  const all = known.flatMap((item) => item ?? next.next().value ?? []);
  const join = (chosen: readonly WrittenItem[]) => {
    const texts = chosen.map(({ text }) => text).join(separators[format]);
    return Buffer.from([head, texts, tail].filter((part) => part !== "").join("\n"), "utf8");
  };
  return {
    contentType: `${feedMediaTypes[format]}; charset=utf-8`,
    bytes: join(all),
    items: all.map(({ held }) => held),
    newTo,
  };

  function newTo(held: ReadonlyMap<number, string>): Uint8Array | null {
    const chosen = all.filter(({ held: { id, digest } }) => held.get(id) !== digest);
    return chosen.length === all.length ? null : join(chosen);
  }
}

export interface RenderedDocument {
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** The ids and digests of the items, in document order. */
  readonly items: readonly HeldItem[];
  /**
   * The document with only the items that are new or changed for a reader who already has `held`; null when that would
   * be all items.
   */
  newTo(held: ReadonlyMap<number, string>): Uint8Array | null;
}

/** An item as one format writes it. */
export interface WrittenItem {
  readonly text: string;
  readonly held: HeldItem;
}

const separators: Readonly<Record<FeedFormat, string>> = { rss: "\n", atom: "\n", json: ",\n" };

const writers: Readonly<Record<FeedFormat, (merged: MergedFeed) => WrittenFeed>> = {
  rss: writeRss,
  atom: writeAtom,
  json: writeJson,
};

class WrittenHere implements WrittenItems {
  readonly #items = new Map<MergedItem, WrittenItem>();

  get(item: MergedItem): WrittenItem | undefined {
    return this.#items.get(item);
  }

  set(item: MergedItem, _format: FeedFormat, written: WrittenItem): void {
    this.#items.set(item, written);
  }
}
