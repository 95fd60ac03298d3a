import { absoluteUrl } from "../absolute-url.ts";
import type { DraftFeed } from "../draft.ts";
import { elementsOf } from "../tree/elements-of.ts";
import type { XmlElement } from "../tree/xml-tree.ts";
import { readFeedFields } from "./feed-fields.ts";
import { readItem } from "./read-item.ts";

/**
 * Reads RSS 0.90 to 0.94, 1.0, 1.1 and 2.0. In every version, items may be beside the channel (as in RDF), in the
 * channel (as in 2.0) or in a list (as in 1.1). Returns null when the first root is not RSS.
 */
export function readRss(roots: readonly XmlElement[]): DraftFeed | null {
  const [first] = roots;
  if (first === undefined || !rssRoots.has(first.name)) return null;
  const containers = roots.flatMap((root) => containersOf(root, 0));
  const channels = containers.filter((container) => container.name === "channel");
  const items = containers
    .flatMap((container) => elementsOf(container).filter((child) => itemElements.has(child.name)))
    .toSorted((one, other) => one.offset - other.offset);
  const fields = readFeedFields([...channels, ...containers.filter(({ name }) => name !== "channel")], "guess");
  return { ...fields, format: formatOf(first), items: items.map(readRssItem) };
}

const rssRoots: ReadonlySet<string> = new Set(["rss", "rdf:rdf", "channel", "item", "items", "rdf"]);
const itemElements: ReadonlySet<string> = new Set(["item", "entry"]);
const containerElements: ReadonlySet<string> = new Set([
  "rss",
  "rdf:rdf",
  "rdf",
  "channel",
  "items",
  "feed",
  "rdf:seq",
  "rdf:li",
]);

/** The elements that may contain items, outermost first. */
function containersOf(element: XmlElement, depth: number): readonly XmlElement[] {
  if (!containerElements.has(element.name) || depth > containerDepthMax) return [];
  return [element, ...elementsOf(element).flatMap((child) => containersOf(child, depth + 1))];
}

const containerDepthMax = 8;

function readRssItem(element: XmlElement) {
  return readItem(element, "guess", (item) => {
    const about = element.attributes.get("rdf:about") ?? element.attributes.get("about");
    if (about !== undefined && about.trim() !== "") item.guid = about.trim();
    // A <link> inside the item overrides this one.
    item.link = about === undefined ? null : absoluteHttp(about, element.base);
  });
}

/** The http(s) address in rdf:about, or null. RSS 1.0 section 5.5: rdf:about should equal the item's link. */
function absoluteHttp(reference: string, base: string): string | null {
  const url = absoluteUrl(reference, base);
  return url !== null && /^https?:/.test(url) ? url : null;
}

function formatOf(root: XmlElement): string {
  if (root.name.startsWith("rdf")) {
    return /netscape\.com/i.test(root.attributes.get("xmlns") ?? "") ? "rss0.90" : "rss1.0";
  }
  if (root.name === "channel") return "rss1.1";
  const version = root.attributes.get("version")?.trim() ?? "";
  return /^\d\.\d{1,2}$/.test(version) ? `rss${version}` : "rss2.0";
}
