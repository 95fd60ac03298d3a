import type { Person } from "../../domain/parsed-feed.ts";
import type { DraftFeed } from "../draft.ts";
import { elementsOf } from "../tree/elements-of.ts";
import type { XmlElement } from "../tree/xml-tree.ts";
import { authorsMax } from "./core-fields.ts";
import { readFeedFields } from "./feed-fields.ts";
import { personOf } from "./persons.ts";
import { readItem } from "./read-item.ts";

/**
 * Reads Atom 0.3 and 1.0 feeds, and a document that is a single entry (RFC 4287 section 2). Returns null when the first
 * root is neither.
 */
export function readAtom(roots: readonly XmlElement[]): DraftFeed | null {
  const [first] = roots;
  if (first === undefined || (first.name !== "feed" && first.name !== "entry")) return null;
  const feeds = roots.filter((root) => root.name === "feed");
  const entries = [...roots.filter((root) => root.name === "entry"), ...feeds.flatMap((feed) => entriesOf(feed))];
  const feedAuthors = feeds.flatMap(authorsOf);
  return {
    ...readFeedFields(feeds, "plain"),
    format: formatOf(first),
    items: entries.map((entry) => readEntry(entry, feedAuthors)),
  };
}

function entriesOf(feed: XmlElement): readonly XmlElement[] {
  return elementsOf(feed).flatMap((child) => {
    if (child.name === "entry" || child.name === "item") return [child];
    return child.name === "feed" || child.name === "channel" ? entriesOf(child) : [];
  });
}

function readEntry(entry: XmlElement, feedAuthors: readonly Person[]) {
  const draft = readItem(entry, "plain");
  if (draft.authors.length > 0) return draft;
  // RFC 4287 section 4.2.1: an entry without an author has its source's author, or else the feed's.
  const source = elementsOf(entry).find((child) => child.name === "source");
  const inherited = source === undefined ? [] : authorsOf(source);
  return { ...draft, authors: inherited.length > 0 ? inherited : feedAuthors };
}

function authorsOf(container: XmlElement): readonly Person[] {
  return elementsOf(container)
    .filter((child) => child.name === "author")
    .slice(0, authorsMax)
    .flatMap((author) => personOf(author) ?? [])
    .filter(({ name }, index, all) => all.findIndex((other) => other.name === name) === index);
}

function formatOf(root: XmlElement): string {
  const old = root.attributes.get("version")?.trim() === "0.3";
  return `atom${old ? "0.3" : "1.0"}${root.name === "entry" ? "-entry" : ""}`;
}
