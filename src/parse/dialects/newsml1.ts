import { type DraftFeed, type DraftItem, emptyDraftFeed, emptyDraftItem } from "../draft.ts";
import { innerHtml, textOf } from "../text/markup.ts";
import { htmlOf } from "../text/text-construct.ts";
import { elementsOf } from "../tree/elements-of.ts";
import type { XmlElement } from "../tree/xml-tree.ts";
import { allAt, descendants, firstAt, textAt } from "./find-elements.ts";
import { nitfBody, withoutBy } from "./nitf.ts";
import { personOfText } from "./persons.ts";

/**
 * Reads NewsML 1 (IPTC). Each component with a headline of its own is a story, so an item in two languages becomes two
 * stories. Returns null when the first root is not NewsML.
 */
export function readNewsMl1(roots: readonly XmlElement[]): DraftFeed | null {
  const [first] = roots;
  if (first?.name !== "newsml") return null;
  const party = firstAt(first, "newsenvelope/sentfrom/party")?.attributes.get("formalname");
  return {
    ...emptyDraftFeed,
    format: "newsml1",
    title: party?.trim() || null,
    items: roots.flatMap((root) => allAt(root, "newsitem")).flatMap(readNewsItem),
  };
}

function readNewsItem(item: XmlElement): readonly DraftItem[] {
  const stories = elementsOf(item).flatMap((child) => (child.name === "newscomponent" ? storiesIn(child) : []));
  return stories.map((story) => readStory(item, story, stories.length > 1));
}

/**
 * The outermost components with a headline and a text. A component with only a headline counts if none is inside it.
 */
function storiesIn(component: XmlElement): readonly XmlElement[] {
  const headlined = textAt(component, "newslines/headline") !== "";
  if (headlined && bodyOf(component) !== null) return [component];
  const inner = elementsOf(component).flatMap((child) => (child.name === "newscomponent" ? storiesIn(child) : []));
  return inner.length > 0 || !headlined ? inner : [component];
}

function readStory(item: XmlElement, story: XmlElement, oneOfSeveral: boolean): DraftItem {
  const id = identifierOf(item);
  const part = oneOfSeveral ? `#${story.attributes.get("duid") ?? story.language ?? ""}` : "";
  const language = firstAt(story, "descriptivemetadata/language")?.attributes.get("formalname");
  return {
    ...emptyDraftItem,
    guid: id === "" ? null : id + part,
    title: textAt(story, "newslines/headline"),
    contentHtml: bodyOf(story),
    published: textAt(item, "newsmanagement/firstcreated") || null,
    updated: textAt(item, "newsmanagement/thisrevisioncreated") || null,
    authors: allAt(story, "newslines/byline").flatMap((line) => personOfText(withoutBy(textOf(line))) ?? []),
    categories: keywordsOf(story),
    language: language?.trim() || story.language,
    rights: textAt(story, "newslines/copyrightline") || null,
    baseUrl: item.base,
  };
}

/**
 * An item's identifier. By NewsML 1.2 section 5.4.1, a public identifier consists of provider, date, item and revision.
 * Here the identifier is built from these parts without the revision, so that a new revision is the same story. The
 * public identifier itself is only used when the parts are missing, because some agencies put mere names there.
 */
function identifierOf(item: XmlElement): string {
  const part = (name: string) => textAt(item, `identification/newsidentifier/${name}`);
  const itemId = part("newsitemid");
  if (itemId !== "") return ["urn:newsml", part("providerid"), part("dateid"), itemId].join(":");
  const whole = part("publicidentifier");
  const revision = `:${part("revisionid")}`;
  return revision !== ":" && whole.endsWith(revision) ? whole.slice(0, -revision.length) : whole;
}

function keywordsOf(story: XmlElement): readonly string[] {
  const lines = allAt(story, "newslines/keywordline").map((line) => htmlOf(line, "plain", line.base));
  return [...new Set(lines.flatMap((line) => line.split(";")).map((word) => word.trim()))].filter(
    (word) => word !== "",
  );
}

/** The longest text in the parts with the role "body". If no part has that role, the longest text of the story. */
function bodyOf(story: XmlElement): string | null {
  const parts = descendants(story, "newscomponent").filter((part) => roleOf(part) === "body");
  const contents = (parts.length > 0 ? parts : [story]).flatMap((part) => descendants(part, "datacontent"));
  const bodies = contents.map(contentOf).filter((html) => html !== "");
  return bodies.length === 0 ? null : bodies.reduce((longest, html) => (html.length > longest.length ? html : longest));
}

function roleOf(component: XmlElement): string {
  return firstAt(component, "role")?.attributes.get("formalname")?.toLowerCase() ?? "";
}

function contentOf(content: XmlElement): string {
  const [nitf] = descendants(content, "nitf");
  if (nitf !== undefined) return nitfBody(nitf) ?? "";
  const [body] = [...descendants(content, "xhtml:body"), ...descendants(content, "body")];
  return body === undefined ? htmlOf(content, "guess", content.base) : innerHtml(body, false, content.base).trim();
}
