import { WireError } from "../domain/errors.ts";
import { readAtom } from "./dialects/atom.ts";
import { readCdf } from "./dialects/cdf.ts";
import { readJsonFeed } from "./dialects/json-feed.ts";
import { readNewsMlG2 } from "./dialects/newsml-g2.ts";
import { readNewsMl1 } from "./dialects/newsml1.ts";
import { readNinjs } from "./dialects/ninjs.ts";
import { readNitf } from "./dialects/nitf.ts";
import { readRss } from "./dialects/rss.ts";
import type { DraftFeed } from "./draft.ts";
import type { ParseLimits } from "./parse-limits.ts";
import type { ProblemLog } from "./problem-log.ts";
import { elementsOf } from "./tree/elements-of.ts";
import { readXmlTree, type XmlElement } from "./tree/xml-tree.ts";

/**
 * Finds the dialect of a text and reads the text with it. `url` is the base of relative links. Throws WireError
 * "not-a-feed" when no dialect recognises the document, and when it begins like JSON but is not valid JSON.
 */
export function readDraft(text: string, url: string, limits: ParseLimits, problems: ProblemLog): DraftFeed {
  const json = readJson(text, url, limits, problems);
  if (json !== null) return json;
  const tree = readXmlTree(text, url, limits, problems);
  const roots = feedRoots(tree);
  for (const read of xmlDialects) {
    const feed = read(roots);
    if (feed !== null) return feed;
  }
  throw new WireError("not-a-feed", `The document is not a feed: ${describe(text, tree)}`);
}

/**
 * The first dialect that recognises the roots reads the document. A new XML format needs a file of its own, an entry
 * here, and the name of its root in `rootNames`.
 */
const xmlDialects: readonly ((roots: readonly XmlElement[]) => DraftFeed | null)[] = [
  readCdf,
  readRss,
  readAtom,
  readNewsMlG2,
  readNewsMl1,
  readNitf,
];

/**
 * The elements that may be the root of a feed. They are at the top level, or deeper when an error page or an envelope
 * surrounds the feed.
 */
function feedRoots(tree: XmlElement): readonly XmlElement[] {
  let level = elementsOf(tree);
  for (let depth = 0; depth < envelopeDepthMax && level.length > 0; depth += 1) {
    const found = level.filter(({ name }) => rootNames.has(name));
    if (found.length > 0) return found;
    level = level.flatMap(elementsOf);
  }
  return [];
}

/** How many levels of elements are searched for roots. */
const envelopeDepthMax = 6;
const rootNames: ReadonlySet<string> = new Set(
  "rss rdf:rdf rdf feed channel entry item items newsmessage newsitem newsml nitf".split(" "),
);

function readJson(text: string, url: string, limits: ParseLimits, problems: ProblemLog): DraftFeed | null {
  const start = text.slice(0, 1000).trimStart()[0];
  if (start !== "{" && start !== "[") return null;
  try {
    const value: unknown = JSON.parse(text);
    return readNinjs(value, url, limits.itemsMax) ?? readJsonFeed(value, url, limits, problems);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    throw new WireError("not-a-feed", "The document looks like JSON but is not valid JSON", { cause: thrown });
  }
}

function describe(text: string, tree: XmlElement): string {
  if (text.trim() === "") return "it is empty";
  const root = elementsOf(tree)[0];
  return root === undefined ? "it has no elements" : `its root is <${root.rawName.slice(0, 40)}>`;
}
