import type { Revision, StoredEntry } from "../../domain/entry.ts";
import type { StoryDetail, WireItem } from "../../domain/section.ts";
import type { ReadStore } from "../../domain/store.ts";
import type { RecordedRuling } from "../../domain/verdict.ts";
import { cleanUrl } from "../../publish/clean-url.ts";
import { mergedItem } from "../../publish/merged-item.ts";
import { pictureless } from "./strip-images.ts";
import { type DiffPart, shortened, wordDiff } from "./word-diff.ts";

/** A story as its page shows it. */
export interface StoryView {
  readonly id: number;
  readonly pinned: boolean;
  readonly pictures: boolean;
  /** Oldest first. */
  readonly copies: readonly CopyView[];
  /** What editors have said about it, newest first. */
  readonly words: readonly RecordedRuling[];
}

export interface CopyView {
  readonly item: WireItem;
  /** The lead's page; null where it has none. */
  readonly url: string | null;
  /** Safe HTML of the lead's text; null where the page holds as much as it may. */
  readonly html: string | null;
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
  /** null where the page has compared as much as it may. */
  readonly text: readonly DiffPart[] | null;
}

/** Bounds of one page: the whole is in the API. */
const copiesMax = 100;
const revisedEntriesMax = 40;
const revisionsMax = 12;
const membersMax = 300;
/**
 * Characters of text that are compared for one page, old and new together: a feed that rewrites all of it all day costs
 * no more.
 */
const comparedCharsMax = 300_000;
const htmlCharsMax = 500_000;

/** What is left of a page's bounds; counted down as it is made. */
interface Budget {
  comparedChars: number;
  htmlChars: number;
}

/** Reads what the page of a story needs beside the story itself. */
export async function readStoryView(
  store: ReadStore,
  story: StoryDetail,
  baseUrl: string,
  pictures: boolean,
): Promise<StoryView> {
  const revised = story.entries.filter((entry) => entry.revision > 1).slice(0, revisedEntriesMax);
  const changes = new Map<number, readonly ChangeView[]>();
  const budget: Budget = { comparedChars: comparedCharsMax, htmlChars: htmlCharsMax };
  for (const entry of revised) changes.set(entry.id, changesOf(await store.readRevisions(entry.id), budget));
  const copies = story.copies.slice(0, copiesMax).map((item) => {
    return copyView(item, story, { html: bodyOf(item, baseUrl, pictures, budget), changes });
  });
  return { id: story.id, pinned: story.pinned, pictures, copies, words: await store.readWordsAbout(story.id) };
}

function copyView(
  item: WireItem,
  story: StoryDetail,
  made: { readonly html: string | null; readonly changes: ReadonlyMap<number, readonly ChangeView[]> },
): CopyView {
  const members = story.entries.filter((entry) => entry.copyId === item.copyId);
  members.sort((a, b) => Number(b.id === item.lead.id) - Number(a.id === item.lead.id));
  return {
    item,
    url: cleanUrl(item.lead.url),
    html: made.html,
    members: members.slice(0, membersMax).map((entry) => {
      return { entry, url: cleanUrl(entry.url), changes: made.changes.get(entry.id) ?? [] };
    }),
  };
}

function bodyOf(item: WireItem, baseUrl: string, pictures: boolean, budget: Budget): string | null {
  // Our own carrier list stands beside it, so the text goes without the paragraph that feeds get.
  const { html } = mergedItem({ ...item, carriers: item.carriers.slice(0, 1) }, baseUrl);
  if (html.length > budget.htmlChars) return null;
  budget.htmlChars -= html.length;
  return pictures ? html : pictureless(html);
}

function changesOf(revisions: readonly Revision[], budget: Budget): readonly ChangeView[] {
  const kept = revisions.slice(-revisionsMax - 1);
  return kept
    .flatMap((revision, at) => {
      const before = kept[at - 1];
      if (before === undefined) return [];
      const title = before.title === revision.title ? [] : shortened(wordDiff(before.title, revision.title));
      return [{ revision, title, text: textChange(before.text, revision.text, budget) }];
    })
    .reverse();
}

function textChange(before: string, after: string, budget: Budget): readonly DiffPart[] | null {
  if (before === after) return [];
  const chars = before.length + after.length;
  if (chars > budget.comparedChars) return null;
  budget.comparedChars -= chars;
  return shortened(wordDiff(before, after));
}
