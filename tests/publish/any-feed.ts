import fc from "fast-check";
import { expect } from "vitest";
import type { Cursor, Page } from "../../src/domain/section.ts";
import { digestFeed } from "../../src/publish/digest-feed.ts";
import { type ArchivePlace, type MergedFeed, mergedFeed } from "../../src/publish/merged-feed.ts";
import { renderFeed } from "../../src/publish/render-feed.ts";
import { runsOf } from "../support/runs-of.ts";
import { tenOClock } from "../support/wire-items.ts";
import { anyDigests } from "./any-digest.ts";
import { anyPage, anyText } from "./any-wire-item.ts";
import { samplePage } from "./sample-page.ts";

const baseUrl = "https://wire.example";
const hubUrl = `${baseUrl}/hub`;
/** The base of a new store, and that of a store that an earlier build made. */
const idBases = ["urn:uuid:2f1e7c9a-5b8d-4e36-9a40-c2b1d7f80e55", baseUrl];
const place: Cursor = { at: tenOClock, id: 100 };
const span = { after: place, until: null };

/**
 * Every kind of document: the newest items with a hub, a page, the archives at both ends of the chain, and the archive
 * that still grows.
 */
const kinds: readonly { readonly hubUrl: string | null; readonly archive?: ArchivePlace }[] = [
  { hubUrl, archive: { role: "subscription", prev: { after: place, until: { at: tenOClock, id: 150 } }, next: null } },
  { hubUrl: null },
  { hubUrl: null, archive: { role: "archive", prev: span, next: span } },
  { hubUrl: null, archive: { role: "archive", prev: null, next: span } },
  { hubUrl: null, archive: { role: "growing", prev: span, next: null } },
];

const anyKind = fc.constantFrom(...kinds);
const empty: Page = { items: [], next: null };

function feedOf(page: Page, title: string, kind: (typeof kinds)[number], idBase: string): MergedFeed {
  const isLast = kind.archive?.role === "archive" || kind.archive?.role === "growing";
  const shown = isLast ? { ...page, next: null } : page;
  return mergedFeed(shown, { title }, { baseUrl, idBase, path: "/feeds/all", query: "?q=a+%22b%22&limit=4", ...kind });
}

/** The digests of a section. */
const anyDigestFeed = fc
  .record({ digests: anyDigests, title: anyText, idBase: fc.constantFrom(...idBases) })
  .map(({ digests, title, idBase }) =>
    digestFeed(digests, title, { baseUrl, idBase, path: "/feeds/world/digest", query: "" }),
  );

/** Any document of items that we may send. */
const anyItemFeed = fc
  .record({ page: anyPage, title: anyText, kind: anyKind, idBase: fc.constantFrom(...idBases) })
  .map(({ page, title, kind, idBase }) => feedOf(page, title, kind, idBase));

const anyFeed = fc.oneof({ weight: 4, arbitrary: anyItemFeed }, { weight: 1, arbitrary: anyDigestFeed });

/** Each kind of document, with one item of every kind and without items. */
const samples = kinds.flatMap((kind) =>
  idBases.flatMap((idBase) =>
    [samplePage, empty].map((page) => [feedOf(page, "All & more", kind, idBase)] as [MergedFeed]),
  ),
);

export function documentOf(feed: MergedFeed, format: "rss" | "atom" | "json"): string {
  return Buffer.from(renderFeed(feed, format).bytes).toString("utf8");
}

interface Rendered {
  readonly feed: MergedFeed;
  readonly text: string;
}

const rendered = new Map<string, readonly Rendered[]>();

/** The samples and generated documents. They are made once, because a hundred rules are tried on them. */
function documentsIn(format: "rss" | "atom" | "json"): readonly Rendered[] {
  const known = rendered.get(format);
  if (known !== undefined) return known;
  const feeds = [...samples.map(([feed]) => feed), ...fc.sample(anyFeed, runsOf(100))];
  const made = feeds.map((feed) => ({ feed, text: documentOf(feed, format) }));
  rendered.set(format, made);
  return made;
}

/** Runs `check` on the samples and on generated documents. A failure shows the document. */
export function everyDocument(format: "rss" | "atom" | "json", check: (text: string, feed: MergedFeed) => void): void {
  for (const { feed, text } of documentsIn(format)) {
    try {
      check(text, feed);
    } catch (cause) {
      throw new Error(`${cause instanceof Error ? cause.message : String(cause)}\nin the document\n${text}`, { cause });
    }
  }
}

/**
 * Checks one rule of the W3C feed validation service, under the service's name for it. `check` returns what breaks the
 * rule.
 */
export type Rule<Document> = readonly [
  names: string,
  broken: (document: Document, feed: MergedFeed) => readonly unknown[],
];

/** `read` reads each document once for all rules, so rules leave it as it is. */
export function holdsEverywhere<Document>(
  format: "rss" | "atom",
  read: (text: string) => Document,
  [, broken]: Rule<Document>,
): void {
  const known = readings.get(read) ?? new Map<string, unknown>();
  readings.set(read, known);
  everyDocument(format, (text, feed) => {
    if (!known.has(text)) known.set(text, read(text));
    expect(broken(known.get(text) as Document, feed)).toEqual([]);
  });
}

const readings = new Map<unknown, Map<string, unknown>>();
