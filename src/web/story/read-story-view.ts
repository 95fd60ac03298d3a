import type { Revision, StoredEntry } from "../../domain/entry.ts";
import type { StoryDetail, WireItem } from "../../domain/section.ts";
import type { ReadStore } from "../../domain/store.ts";
import { entriesNamed, type RecordedRuling } from "../../domain/verdict.ts";
import { cleanUrl } from "../../publish/clean-url.ts";
import { leadHtml } from "../../publish/merged-item.ts";
import type { Publisher } from "../../publish/publisher.ts";
import type { StoryTab } from "./story-tab.ts";
import { type DiffPart, shortened, wordDiff } from "./word-diff.ts";

/** The data of a story page. */
export interface StoryView {
  readonly id: number;
  readonly pinned: boolean;
  readonly pictures: boolean;
  /** The part of the page that is shown. */
  readonly tab: StoryTab;
  /** All entries of the story, in order of arrival. */
  readonly entries: readonly StoredEntry[];
  /** Oldest first. */
  readonly copies: readonly CopyView[];
  /** Editors' rulings on the story, newest first. */
  readonly rulings: readonly RecordedRuling[];
  /** Entries of other stories that the rulings name. */
  readonly others: readonly StoredEntry[];
}

export interface CopyView {
  readonly item: WireItem;
  /** The lead's page; null when it has none. */
  readonly url: string | null;
  /**
   * Safe HTML of the lead's text; null when the page has reached its size limit, or shows another part than the
   * versions.
   */
  readonly html: string | null;
  /**
   * Safe HTML of the withdrawn text, for editors. null when the copy is not withdrawn, when the reader may not see the
   * text, or for the same reasons as `html`.
   */
  readonly withdrawnHtml: string | null;
  /** The lead comes first. Each carrier has its reasons and its changes. */
  readonly members: readonly MemberView[];
}

export interface MemberView {
  readonly entry: StoredEntry;
  readonly url: string | null;
  /** Newest change first; empty when the entry never changed, or when the page shows another part than the changes. */
  readonly changes: readonly ChangeView[];
}

export interface ChangeView {
  readonly revision: Revision;
  readonly title: readonly DiffPart[];
  /** null when the page has reached its comparison limit. */
  readonly text: readonly DiffPart[] | null;
}

/** Limits of one page. The API has no such limits. */
const copiesMax = 100;
const revisedEntriesMax = 40;
const revisionsMax = 12;
const membersMax = 300;
const othersMax = 12;
/**
 * How many characters are compared for one page, old and new together. This bounds the cost of a feed that rewrites its
 * texts all day.
 */
const comparedCharsMax = 300_000;
const htmlCharsMax = 60_000;

/** The remaining limits of a page. They are counted down while the page is built. */
interface Budget {
  comparedChars: number;
  htmlChars: number;
}

/** Reads everything that a story page needs in addition to the story itself. */
export async function readStoryView(
  store: ReadStore,
  story: StoryDetail,
  publisher: Publisher,
  { pictures, tab }: Pick<StoryView, "pictures" | "tab">,
): Promise<StoryView> {
  const revised = (tab === "changes" ? story.entries : [])
    .filter((entry) => entry.revision > 1)
    .slice(0, revisedEntriesMax);
  const changes = new Map<number, readonly ChangeView[]>();
  const budget: Budget = { comparedChars: comparedCharsMax, htmlChars: htmlCharsMax };
  for (const entry of revised) changes.set(entry.id, changesOf(await store.readRevisions(entry.id), budget));
  const copies: CopyView[] = [];
  for (const item of story.copies.slice(0, copiesMax)) {
    const isShown = tab === "versions";
    const html = isShown ? bodyOf(item, publisher, pictures, budget) : null;
    const killed = isShown ? await withdrawnText(store, item, story) : null;
    const withdrawnHtml = killed === null ? null : bodyOf(killed, publisher, pictures, budget);
    copies.push(copyView(item, story, { html, withdrawnHtml, changes }));
  }
  const rulings = await store.readRulingsAbout(story.id);
  const others = await readOthers(store, story, rulings);
  return { id: story.id, pinned: story.pinned, pictures, tab, entries: story.entries, copies, rulings, others };
}

async function readOthers(
  store: ReadStore,
  { entries }: StoryDetail,
  rulings: readonly RecordedRuling[],
): Promise<readonly StoredEntry[]> {
  const own = new Set(entries.map(({ id }) => id));
  const named = [...new Set(rulings.flatMap(({ ruling }) => entriesNamed(ruling)))].filter((id) => !own.has(id));
  const read = await Promise.all(named.slice(0, othersMax).map((id) => store.readEntry(id)));
  return read.filter((entry) => entry !== null);
}

function copyView(
  item: WireItem,
  story: StoryDetail,
  made: Pick<CopyView, "html" | "withdrawnHtml"> & { readonly changes: ReadonlyMap<number, readonly ChangeView[]> },
): CopyView {
  const members = story.entries.filter((entry) => entry.copyId === item.copyId);
  members.sort((a, b) => Number(b.id === item.lead.id) - Number(a.id === item.lead.id));
  return {
    item,
    url: cleanUrl(item.lead.url),
    html: made.html,
    withdrawnHtml: made.withdrawnHtml,
    members: members.slice(0, membersMax).map((entry) => {
      return { entry, url: cleanUrl(entry.url), changes: made.changes.get(entry.id) ?? [] };
    }),
  };
}

/**
 * A withdrawn copy with the text of its first carrier that prints it, or else of its lead; null when the copy is not
 * withdrawn, or its text is not for this reader.
 */
async function withdrawnText(store: ReadStore, item: WireItem, story: StoryDetail): Promise<WireItem | null> {
  if (item.withdrawnBy === null) return null;
  const members = story.entries.filter(({ copyId, text }) => copyId === item.copyId && text !== "");
  const lead = members.find(({ standing }) => standing === "text") ?? members.find(({ id }) => id === item.lead.id);
  return lead === undefined ? null : { ...item, lead: await beforeNotice(store, lead), withdrawnBy: null };
}

/**
 * An entry as it was before its source replaced the text by the notice of the withdrawal. An entry without such a state
 * stays as it is.
 */
async function beforeNotice(store: ReadStore, entry: StoredEntry): Promise<StoredEntry> {
  if (entry.cue?.kind !== "withdrawn" || entry.revision === 1) return entry;
  const states = await store.readRevisions(entry.id);
  const last = states.findLast(({ text }) => text !== "" && text !== entry.text);
  return last === undefined ? entry : { ...entry, html: last.html, text: last.text };
}

function bodyOf(item: WireItem, publisher: Publisher, pictures: boolean, budget: Budget): string | null {
  const html = leadHtml(item, publisher);
  if (html.length > budget.htmlChars) return null;
  budget.htmlChars -= html.length;
  return pictures ? html : withoutPictures(html);
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

/** Replaces each picture with its description, because loading a picture tells its server who reads what. */
function withoutPictures(html: string): string {
  return html.replace(picture, (tag) => {
    const described = /\balt="([^"]*)"/.exec(tag)?.[1] ?? "";
    // The description comes from an attribute of safe HTML, so it is already escaped.
    return `<span class="picture">Picture${described === "" ? "" : `: ${described}`}</span>`;
  });
}

/** Safe HTML escapes ">" inside of attributes. */
const picture = /<img\b[^>]*>/g;
