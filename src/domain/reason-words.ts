import type { NamedEntry, Reason, ReasonFacts, ToldReason } from "./reason.ts";
import type { Instant } from "./time.ts";

/** Puts a reason into words. `nameOf` returns null for an entry that is gone. */
export function tellReason(reason: Reason, nameOf: (entryId: number) => NamedEntry | null): ToldReason {
  const { code, score, entries } = reason;
  const times = reason.text === undefined ? timesNamed(entries, nameOf) : [];
  const text = reason.text ?? reasonWords(reason, nameOf);
  return { code, text, score, with: entries[0] ?? null, ...(times.length === 0 ? {} : { times }) };
}

function timesNamed(entries: readonly number[], nameOf: (entryId: number) => NamedEntry | null): readonly Instant[] {
  return entries.map((id) => nameOf(id)?.at ?? null).filter((at) => at !== null);
}

/**
 * The sentence of a reason. A code that this build does not know, because a newer build wrote it, is returned
 * unchanged.
 */
export function reasonWords(
  { code, entries, facts = {} }: Reason,
  nameOf: (entryId: number) => NamedEntry | null,
): string {
  const [first = "another entry", second = "another entry", third = "this entry"] = entries.map((id) =>
    nameWords(nameOf(id)),
  );
  const veto = vetoWords[code.slice(vetoPrefix.length) as VetoCode];
  if (code.startsWith(vetoPrefix) && veto !== undefined) return `Not the same text as ${first}: ${veto}.`;
  switch (code) {
    case "same-url":
      return `Same page as ${first}.`;
    case "same-text":
      return `Same headline and text as ${first}.`;
    case "copy":
      return `Same text as ${first}${copyWords(facts)}.`;
    case "update":
      return `A newer version of ${first}${updateWords(facts)}.`;
    case "story":
      return `Same event as ${first}${storyWords(facts)}.`;
    case "merge":
      return `Joined with story ${facts.story ?? "?"}: one report matches both it and ${first}${mergeWords(facts)}.`;
    case "copy-merge":
      return `${first} and ${second} carry the same text, because ${third} contains both.`;
    case "withdraws":
      return `Withdraws the text of ${first}.`;
    case "withdraws-own":
      return `Withdraws the text of its own source. Other sources carry the text in their own right, such as ${first}.`;
    case "withdraws-nothing":
      return `For an editor to check: a withdrawal notice from a source that neither wrote nor carries ${first}.`;
    case "editor-together":
      return `An editor put ${first} and ${second} together.`;
    case "editor-apart":
      return `An editor set ${first} and ${second} apart.`;
    default:
      return code;
  }
}

const vetoPrefix = "not-copy-";

/**
 * Why two entries are not one copy, however similar they are, by the code of the veto. Every new veto needs its words
 * here.
 */
export const vetoWords = {
  "too-far-apart": "more than three days apart",
  "credits-differ": "the texts come from two agencies",
  "figures-differ": "figures in the headlines differ",
  "names-differ": "each headline names something that the other text does not",
  "own-figures-differ": "one outlet, different figures in the headline",
  "own-table": "one outlet, the same table with different figures",
  recurring: "a recurring heading of one outlet",
  "bodies-differ": "the texts have too little in common",
  background: "they share a sentence, but the headlines report different news",
  "kickers-differ": "the headlines are equal, but their kickers differ",
  "live-page": "one is a live page, the other is not",
  briefing: "one is a briefing, the other is not",
  comment: "one explains or comments, the other reports",
  "service-page": "one is a page of advice, prices or dates, the other is not",
  "headline-only": "only the headlines can be compared, and they differ",
  "headline-short": "the headlines are alike, but too short to show one text",
  "headline-late": "the headlines are alike, but the entries are too many hours apart",
  "own-heading": "only the headlines can be compared, and outlets reuse headings",
  "own-template": "two pages of one outlet with too little text to tell a copy from a template",
} as const;

export type VetoCode = keyof typeof vetoWords;

/** The source and the UTC time: "Reuters 12:03". */
function nameWords(named: NamedEntry | null): string {
  if (named === null) return "an entry that is gone";
  const { source, at } = named;
  return at === null ? source : `${source} ${clockOf(at)}`;
}

/** How a reason writes a time: hours and minutes in UTC. */
export function clockOf(at: Instant): string {
  return new Date(at).toISOString().slice(11, 16);
}

function copyWords(facts: ReasonFacts): string {
  const { phrases, headline, sameHeadline, run, sameMinute, sameByline } = facts;
  const told = [
    ...(phrases === undefined ? [] : [phraseWords(phrases)]),
    ...(sameHeadline === true ? ["the same headline"] : []),
    ...(headline === undefined ? [] : [`${percent(headline)} of the headline in the same order`]),
    ...(run === undefined ? [] : [`${run} words in a row`]),
    ...(sameMinute === true ? ["published in the same minute"] : []),
    ...(sameByline === true ? ["the same byline"] : []),
  ];
  return told.length === 0 ? "" : `: ${told.join(", ")}${namingWords(facts)}`;
}

function updateWords(facts: ReasonFacts): string {
  const { phrases, headline } = facts;
  if (phrases !== undefined) return `: ${phraseWords(phrases)}${namingWords(facts)}`;
  return headline === undefined ? "" : `: ${percent(headline)} of the headline${namingWords(facts)}`;
}

function storyWords({ words = [], alike }: ReasonFacts): string {
  const told = words.length === 0 ? "" : `: both mention ${words.join(", ")}`;
  return alike === undefined ? told : `${told} (match ${percent(alike)})`;
}

function mergeWords({ alike }: ReasonFacts): string {
  return alike === undefined ? "" : ` (match ${percent(alike)})`;
}

function phraseWords(share: number): string {
  return share >= 1 ? "word for word" : `${percent(share)} of the shorter version word for word`;
}

function namingWords({ words = [] }: ReasonFacts): string {
  return words.length === 0 ? "" : `; both name ${words.join(", ")}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
