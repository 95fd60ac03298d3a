import type { CueKind } from "../entry.ts";
import type { SearchedTexts } from "../query/searched.ts";
import type { AlertRule } from "./alert-rule.ts";
import type { RuleMatcher, WordsFound } from "./rule-matcher.ts";
import type { DecidedNews, NewsEntry } from "./story-news.ts";

/** The rules that a batch of news fulfils, by entry. */
export type NewsMatches = ReadonlyMap<number, readonly AlertRule[]>;

/** The texts and the cue of an entry, as the desk had them when it decided. `past` is always "". */
export interface NewsTexts extends SearchedTexts {
  readonly cueKind: CueKind | null;
}

/**
 * The entries to read, by id, each with the words of rules that its texts contain. null: they contain none. undefined:
 * not known.
 */
export type NewsWords = ReadonlyMap<number, WordsFound | null | undefined>;

/**
 * The entries that rules may report, which must be read. An entry is left out if it has nothing to report, or if it is
 * new, announces no change, and its words fulfil no rule. `textsOf`: null when the texts are not known, or are no
 * longer the present ones.
 */
export function newsToRead(
  matcher: RuleMatcher,
  kinds: ReadonlyMap<number, DecidedNews["kind"]>,
  textsOf: (entryId: number) => NewsTexts | null,
): NewsWords {
  const read = new Map<number, WordsFound | null | undefined>();
  for (const [entryId, kind] of kinds) {
    if (kind === "none") continue;
    const texts = kind === "new" && !matcher.asksPast ? textsOf(entryId) : null;
    const words = texts === null ? undefined : matcher.wordsIn(texts);
    if (texts === null || words !== null || announces(texts)) read.set(entryId, words);
  }
  return read;
}

/**
 * Finds the rules that each entry fulfils. `words`: the result of `newsToRead`. `stories`: by story id, the entries of
 * the stories to which the news belongs; only needed when the matcher asks for stories.
 */
export function matchNews(
  matcher: RuleMatcher,
  news: readonly DecidedNews[],
  stories: ReadonlyMap<number, readonly NewsEntry[]>,
  words: NewsWords,
): NewsMatches {
  return new Map(
    news.map(({ entry }) => {
      const story = stories.get(entry.storyId) ?? [];
      return [entry.entryId, matcher.rulesFor(entry, story, words.get(entry.entryId))] as const;
    }),
  );
}

/**
 * Adds, to each notice of a withdrawal or correction, the rules that other entries of its copy fulfil, because a notice
 * need not repeat the words of the text that it is about. `kin`: entries of the copies that `changedCopies` names.
 */
export function withKin(
  matcher: RuleMatcher,
  {
    news,
    matches,
    kin,
  }: { readonly news: readonly DecidedNews[]; readonly matches: NewsMatches; readonly kin: readonly NewsEntry[] },
  stories: ReadonlyMap<number, readonly NewsEntry[]>,
): NewsMatches {
  if (kin.length === 0) return matches;
  const byCopy = new Map<number, AlertRule[]>();
  for (const entry of kin) {
    const rules = matcher.rulesFor(entry, stories.get(entry.storyId) ?? []);
    byCopy.set(entry.copyId, [...(byCopy.get(entry.copyId) ?? []), ...rules]);
  }
  return new Map(
    news.map((one) => {
      const own = matches.get(one.entry.entryId) ?? [];
      const more = announcesChange(one) ? (byCopy.get(one.entry.copyId) ?? []) : [];
      return [one.entry.entryId, [...new Set([...own, ...more])]] as const;
    }),
  );
}

/** The ids of the copies to which the notices of withdrawals and corrections among the news belong. */
export function changedCopies(news: readonly DecidedNews[]): readonly number[] {
  return [...new Set(news.filter(announcesChange).map(({ entry }) => entry.copyId))];
}

/** At most this many other entries of a copy are tested for a notice. */
export const kinMax = 20;

function announcesChange({ entry, kind }: DecidedNews): boolean {
  return kind !== "none" && (entry.cueKind === "withdrawn" || entry.cueKind === "correction");
}

/**
 * The ids of the stories that rules may report: those with news that fulfils a rule, and those that have changed and
 * may have a thread.
 */
export function storiesToTell(news: readonly DecidedNews[], matches: NewsMatches): readonly number[] {
  const told = news.filter(
    ({ entry, kind }) =>
      kind !== "none" &&
      ((matches.get(entry.entryId)?.length ?? 0) > 0 || kind === "changed" || kind === "withdrawn" || announces(entry)),
  );
  return [...new Set(told.map(({ entry }) => entry.storyId))];
}

/** Whether the entry's cue announces a change or a flash, so that `eventOf` may return another event than "new". */
function announces({ cueKind }: Pick<NewsEntry, "cueKind">): boolean {
  return changing.has(cueKind ?? "");
}

const changing: ReadonlySet<string> = new Set(["update", "correction", "withdrawn", "flash"]);

/** The ids of entries that lead the copies of matching entries. Messages show these leads. */
export function leadsToRead(
  news: readonly DecidedNews[],
  matches: NewsMatches,
  members: ReadonlyMap<number, readonly { readonly entryId: number; readonly leadEntryId: number }[]>,
): readonly number[] {
  const leads = news.flatMap(({ entry }) => {
    if ((matches.get(entry.entryId)?.length ?? 0) === 0) return [];
    const own = members.get(entry.storyId)?.find(({ entryId }) => entryId === entry.entryId);
    return own === undefined || own.leadEntryId === entry.entryId ? [] : [own.leadEntryId];
  });
  return [...new Set(leads)];
}
