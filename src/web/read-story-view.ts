import type { Revision, StoredEntry } from "../domain/entry.ts";
import type { StoryDetail, WireItem } from "../domain/section.ts";
import type { ReadStore } from "../domain/store.ts";
import type { EditorRecord } from "../domain/verdict.ts";
import { cleanUrl } from "../publish/clean-url.ts";
import { mergedItem } from "../publish/merged-item.ts";
import { pictureless } from "./pictureless.ts";
import { type DiffPart, shortened, wordDiff } from "./word-diff.ts";

/** A story as its page shows it. */
export interface StoryView {
  readonly id: number;
  readonly pinned: boolean;
  readonly pictures: boolean;
  /** Oldest first. */
  readonly copies: readonly CopyView[];
  /** What editors have said about it, newest first. */
  readonly words: readonly EditorRecord[];
}

export interface CopyView {
  readonly item: WireItem;
  /** The lead's page; null where it has none. */
  readonly url: string | null;
  /** Safe HTML of the lead's text. */
  readonly html: string;
  /** Lead first, each with why it is here and what was changed in it. */
  readonly members: readonly MemberView[];
}

export interface MemberView {
  readonly entry: StoredEntry;
  readonly url: string | null;
  /** Newest change first; empty where it was never changed. */
  readonly changes: readonly ChangeView[];
}

export interface ChangeView {
  readonly revision: Revision;
  readonly title: readonly DiffPart[];
  readonly text: readonly DiffPart[];
}

/** Bounds of one page: the whole is in the API. */
const copiesMax = 100;
const revisedEntriesMax = 40;
const revisionsMax = 12;

/** Reads what the page of a story needs beside the story itself. */
export async function readStoryView(
  store: ReadStore,
  story: StoryDetail,
  baseUrl: string,
  pictures: boolean,
): Promise<StoryView> {
  const revised = story.entries.filter((entry) => entry.revision > 1).slice(0, revisedEntriesMax);
  const changes = new Map<number, readonly ChangeView[]>();
  for (const entry of revised) changes.set(entry.id, changesOf(await store.readRevisions(entry.id)));
  const copies = story.copies.slice(0, copiesMax).map((item) => copyView(item, story, baseUrl, pictures, changes));
  return { id: story.id, pinned: story.pinned, pictures, copies, words: await store.readWordsAbout(story.id) };
}

function copyView(
  item: WireItem,
  story: StoryDetail,
  baseUrl: string,
  pictures: boolean,
  changes: ReadonlyMap<number, readonly ChangeView[]>,
): CopyView {
  // Our own carrier list stands below, so the text goes without the paragraph that feeds get.
  const { html } = mergedItem({ ...item, carriers: item.carriers.slice(0, 1) }, baseUrl);
  const members = story.entries.filter((entry) => entry.copyId === item.copyId);
  members.sort((a, b) => Number(b.id === item.lead.id) - Number(a.id === item.lead.id));
  return {
    item,
    url: cleanUrl(item.lead.url),
    html: pictures ? html : pictureless(html),
    members: members.map((entry) => ({ entry, url: cleanUrl(entry.url), changes: changes.get(entry.id) ?? [] })),
  };
}

function changesOf(revisions: readonly Revision[]): readonly ChangeView[] {
  return revisions
    .slice(-revisionsMax - 1)
    .flatMap((revision, at, kept) => {
      const before = kept[at - 1];
      if (before === undefined) return [];
      const text = before.text === revision.text ? [] : shortened(wordDiff(before.text, revision.text));
      return [{ revision, title: before.title === revision.title ? [] : wordDiff(before.title, revision.title), text }];
    })
    .reverse();
}
