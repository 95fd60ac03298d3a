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
 * Finds out which dialect a text is written in and has it read. `url` is the base of relative links.
 * Throws WireError "not-a-feed" where no dialect knows the document.
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
  throw new WireError("not-a-feed", `The document is no feed: ${describe(text, tree)}`);
}

/** The first that recognises a root reads the document: a new XML format is a new file and a name here. */
const xmlDialects: readonly ((roots: readonly XmlElement[]) => DraftFeed | null)[] = [
  readCdf,
  readRss,
  readAtom,
  readNewsMlG2,
  readNewsMl1,
  readNitf,
];

/** Elements that may be the root of a feed: at the top, or as deep as an error page or an envelope puts them. */
function feedRoots(tree: XmlElement): readonly XmlElement[] {
  let level = elementsOf(tree);
  for (let depth = 0; depth < envelopeDepthMax && level.length > 0; depth += 1) {
    const found = level.filter(({ name }) => rootNames.has(name));
    if (found.length > 0) return found;
    level = level.flatMap(elementsOf);
  }
  return [];
}

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
    throw new WireError("not-a-feed", "The document looks like JSON and is none", { cause: thrown });
  }
}

function describe(text: string, tree: XmlElement): string {
  if (text.trim() === "") return "it is empty";
  const root = elementsOf(tree)[0];
  return root === undefined ? "it has no elements" : `its root is <${root.rawName.slice(0, 40)}>`;
}
