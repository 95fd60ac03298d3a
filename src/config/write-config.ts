import { type Document, isMap, isScalar, parseDocument } from "yaml";
import type { FeedSpec } from "../domain/feed.ts";

interface FirstConfig {
  /** The text of the shipped configuration, with its comments. */
  readonly shipped: string;
  /** The path of the store's file. */
  readonly store: string;
  readonly schemaFile: string;
  /** Feeds that take the place of the shipped ones; null: keep the shipped ones. */
  readonly feeds: readonly FeedSpec[] | null;
}

/** Writes a first configuration: the shipped one with its comments, with another store and perhaps with other feeds. */
export function writeConfig({ shipped, store, schemaFile, feeds }: FirstConfig): string {
  const document = parseDocument(withoutSchema(shipped));
  document.set("store", `sqlite:${store}`);
  const node = document.get("store", true);
  if (isScalar(node)) node.comment = " the file with all the news; WIREDESK_STORE names another";
  if (feeds !== null) replaceFeeds(document, feeds);
  return `# yaml-language-server: $schema=${schemaFile}\n${document.toString({ lineWidth: 0 })}`;
}

/** Removes the first line if it names the schema for editors. */
function withoutSchema(text: string): string {
  return text.replace(/^# yaml-language-server:.*\n/, "");
}

/**
 * The settings of hosts and the sections belong to the shipped feeds, so they are removed together with these feeds.
 */
function replaceFeeds(document: Document, feeds: readonly FeedSpec[]): void {
  document.deleteIn(["polling", "hosts"]);
  document.set("sources", document.createNode(sourcesOf(feeds)));
  document.set("sections", document.createNode([]));
  const pair = isMap(document.contents)
    ? document.contents.items.find(({ key }) => isScalar(key) && key.value === "sections")
    : undefined;
  if (isScalar(pair?.key)) pair.key.commentBefore = `${pair.key.commentBefore ?? ""}\n${sectionExample}`;
}

const sectionExample =
  ' For example: - { id: truce, title: Truce talks, match: { languages: [en], query: "truce OR cease-fire" } }';

/** One source for each name. Names that differ only in capital letters are the same. */
function sourcesOf(feeds: readonly FeedSpec[]): object[] {
  const sources = new Map<string, { readonly source: object; readonly feeds: object[] }>();
  for (const { source, url, title } of feeds) {
    const { kind, rank, family, isPrivate } = source;
    const name = source.name.trim();
    const known = sources.get(name.toLowerCase()) ?? {
      source: {
        name,
        kind,
        rank,
        ...(family === undefined ? {} : { family }),
        ...(isPrivate ? { private: true } : {}),
      },
      feeds: [],
    };
    known.feeds.push({ url, ...(title === null || title === name ? {} : { title }) });
    sources.set(name.toLowerCase(), known);
  }
  return [...sources.values()].map((one) => ({ ...one.source, feeds: one.feeds }));
}
