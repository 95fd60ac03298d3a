import fc from "fast-check";
import { expect } from "vitest";
import type { Cursor, Page } from "../../src/domain/section.ts";
import { type ArchivePlace, type MergedFeed, mergedFeed } from "../../src/publish/merged-feed.ts";
import { renderFeed } from "../../src/publish/render-feed.ts";
import { tenOClock } from "../support/wire-items.ts";
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

/** Any document that we may send. */
const anyFeed = fc
  .record({ page: anyPage, title: anyText, kind: anyKind, idBase: fc.constantFrom(...idBases) })
  .map(({ page, title, kind, idBase }) => feedOf(page, title, kind, idBase));

/** Each kind of document, with one item of every kind and without items. */
const samples = kinds.flatMap((kind) =>
  idBases.flatMap((idBase) =>
    [samplePage, empty].map((page) => [feedOf(page, "All & more", kind, idBase)] as [MergedFeed]),
  ),
);

export function documentOf(feed: MergedFeed, format: "rss" | "atom" | "json"): string {
  return Buffer.from(renderFeed(feed, format).bytes).toString("utf8");
}

/** Runs `check` on the samples and on generated documents. */
export function everyDocument(format: "rss" | "atom" | "json", check: (text: string, feed: MergedFeed) => void): void {
  const property = fc.property(anyFeed, (feed) => {
    check(documentOf(feed, format), feed);
  });
  fc.assert(property, { numRuns: 40, examples: samples });
}

/**
 * Checks one rule of the W3C feed validation service, under the service's name for it. `check` returns what breaks the
 * rule.
 */
export type Rule<Document> = readonly [
  names: string,
  broken: (document: Document, feed: MergedFeed) => readonly unknown[],
];

export function holdsEverywhere<Document>(
  format: "rss" | "atom",
  read: (text: string) => Document,
  [, broken]: Rule<Document>,
): void {
  everyDocument(format, (text, feed) => expect(broken(read(text), feed)).toEqual([]));
}
