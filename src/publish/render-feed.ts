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
  // Read every cached text before storing new ones, because a full cache may remove texts.
  const known = merged.items.map((item) => written.get(item, format));
  const missing = merged.items.filter((_item, index) => known[index] === undefined);
  const { head, items, tail } = writers[format]({ ...merged, items: missing });
  const fresh = missing.map((item, index): WrittenItem => {
    const text = items[index] ?? "";
    const made = { bytes: bytesOf(text), held: { id: item.number, digest: digestOf(text) } };
    written.set(item, format, made);
    return made;
  });
  const next = fresh.values();
  const all = known.flatMap((item) => item ?? next.next().value ?? []);
  const frame = { head, tail, separator: separators[format] };
  const join = (chosen: readonly WrittenItem[]) => joined(frame, chosen);
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

/** An item as one format writes it, in UTF-8: bytes take half the memory of a text with letters beyond Latin-1. */
export interface WrittenItem {
  readonly bytes: Uint8Array;
  readonly held: HeldItem;
}

/** Allocates memory for this text alone. A slice of a shared buffer would keep the whole buffer alive. */
function bytesOf(text: string): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text, "utf8"));
  bytes.write(text, "utf8");
  return bytes;
}

function joined(
  { head, tail, separator }: { readonly head: string; readonly tail: string; readonly separator: string },
  items: readonly WrittenItem[],
): Uint8Array {
  const between = Buffer.from(separator, "utf8");
  const parts: Uint8Array[] = [Buffer.from(`${head}\n`, "utf8")];
  for (const [index, { bytes }] of items.entries()) parts.push(...(index === 0 ? [bytes] : [between, bytes]));
  parts.push(Buffer.from(items.length === 0 ? tail : `\n${tail}`, "utf8"));
  return Buffer.concat(parts);
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
