import type { Element } from "@xmldom/xmldom";
import { appendElement } from "./append-element.ts";
import type { FeedArchive } from "./merged-feed.ts";
import { namespaces } from "./namespaces.ts";

/** RFC 5005 section 4: the links between the documents of an archive, and the mark of those that never change. */
export function addArchive(parent: Element, archive: FeedArchive, format: "rss" | "atom"): void {
  const name = format === "atom" ? "link" : "atom:link";
  const type = `application/${format}+xml`;
  const link = (rel: string, href: string) =>
    appendElement(parent, namespaces.atom, name, { attributes: { rel, href, type } });
  if (archive.prevUrls !== null) link("prev-archive", archive.prevUrls[format]);
  if (archive.nextUrls !== null) link("next-archive", archive.nextUrls[format]);
  if (archive.currentUrls !== null) link("current", archive.currentUrls[format]);
  if (archive.isArchive) appendElement(parent, namespaces.fh, "fh:archive");
}
