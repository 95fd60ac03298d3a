import { type Reason, type ReasonFacts, roundShare } from "../domain/reason.ts";
import type { Compared } from "./copy/compared.ts";
import type { Veto } from "./copy/veto.ts";
import type { CopyGroup, StoryGroup } from "./copy-group.ts";
import type { EngineMemory } from "./engine-memory.ts";
import type { LiveItem } from "./live-item.ts";
import type { StoryFit } from "./story/story-fit.ts";
import { headWords, sizesOf } from "./text/pack-item.ts";
import type { Prepared } from "./text/prepare-item.ts";
import type { Tokens } from "./text/tokenise.ts";

/** Explains that the entry has the same permalink as `other`. */
export function explainSameUrl(other: LiveItem): Reason {
  return { code: "same-url", score: 1, entries: [other.id] };
}

/** Explains that the entry has the same headline and beginning of the text as `other`. */
export function explainSameText(other: LiveItem): Reason {
  return { code: "same-text", score: 1, entries: [other.id] };
}

/** Explains that the entry carries the same text as the compared one. */
export function explainCopy(
  desk: EngineMemory,
  prepared: Prepared,
  { item, features }: Compared,
  score: number,
): Reason {
  const facts: ReasonFacts = {
    ...(features.bodies && features.shinglesMin >= desk.settings.shinglesMin
      ? { phrases: roundShare(features.shinglesMin) }
      : features.titleEqual
        ? { sameHeadline: true }
        : { headline: roundShare(features.titleOrder) }),
    // Overlapping shingles of three words: a run of four shingles has six words.
    ...(features.longestRun >= 4 ? { run: features.longestRun + 2 } : {}),
    ...(features.sameMinute ? { sameMinute: true } : {}),
    ...(features.sameByline ? { sameByline: true } : {}),
    ...sharedWords(desk, prepared, item),
  };
  return { code: "copy", score: roundScore(score), entries: [item.id], facts };
}

/** Explains that the entry is a newer version of the compared one. */
export function explainUpdate(
  desk: EngineMemory,
  prepared: Prepared,
  { item, features }: Compared,
  score: number,
): Reason {
  const share = features.bodies
    ? { phrases: roundShare(features.shinglesMin) }
    : { headline: roundShare(features.titleOrder) };
  const facts = { ...share, ...sharedWords(desk, prepared, item) };
  return { code: "update", score: roundScore(score), entries: [item.id], facts };
}

/** Explains why the entry is not a copy of `other`, although their score was high enough. */
export function explainVeto(other: LiveItem, veto: Veto, score: number): Reason {
  return { code: `not-copy-${veto.code}`, score: roundScore(score), entries: [other.id] };
}

/** Explains that the entry reports the event of a story. */
export function explainStory(desk: EngineMemory, prepared: Prepared, fit: StoryFit): Reason {
  const facts = { alike: roundShare(fit.cosine), ...sharedWords(desk, prepared, fit.nearest) };
  return { code: "story", score: roundScore(fit.score), entries: [fit.nearest.id], facts };
}

/** Explains that two stories were merged. `cross`: the mean similarity of their newest texts. */
export function explainMerge(from: StoryGroup, into: StoryGroup, cross: number): Reason {
  const entries = [into, from].flatMap((story) => story.copies[0]?.members[0]?.id ?? []);
  return { code: "merge", score: roundScore(cross), entries, facts: { story: from.id, alike: roundShare(cross) } };
}

/** Explains that two copies were merged because of the text of `proof`. */
export function explainCopyMerge(from: CopyGroup, into: CopyGroup, proof: LiveItem): Reason {
  const [first, other] = [into.members[0] as LiveItem, from.members[0] as LiveItem];
  return { code: "copy-merge", score: null, entries: [...new Set([first.id, other.id, proof.id])] };
}

/** Explains the effect of a notice of withdrawal on the text of `other`. */
export function explainNotice(code: "withdraws" | "withdraws-own" | "withdraws-nothing", other: LiveItem): Reason {
  return { code, score: null, entries: [other.id] };
}

/** Rounds to four decimals. All decimals would take three times as much text in the store, and nobody reads them. */
function roundScore(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}

const wordsShown = 3;

/**
 * The most significant words that both entries share, spelled as in the entry that is being decided. Shared words that
 * stand side by side stay together ("Antelope Reef").
 */
function sharedWords(desk: EngineMemory, prepared: Prepared, other: LiveItem): Pick<ReasonFacts, "words"> {
  const weights = sharedWeights(prepared, other);
  const texts = desk.packer.text();
  const runs = [...runsOf(desk.packer.title, texts.title, weights), ...runsOf(desk.packer.body, texts.body, weights)];
  runs.sort((a, b) => b.weight - a.weight || (a.text < b.text ? -1 : 1));
  const shown: string[] = [];
  for (const { text } of runs) {
    const folded = text.toLowerCase();
    if (shown.length < wordsShown && !shown.some((known) => known.toLowerCase().includes(folded))) shown.push(text);
  }
  return shown.length === 0 ? {} : { words: shown };
}

function sharedWeights(prepared: Prepared, other: LiveItem): ReadonlyMap<number, number> {
  const { terms } = sizesOf(other.pack);
  const theirs = new Set(other.pack.subarray(headWords, headWords + terms));
  const shared = new Map<number, number>();
  for (let i = 0; i < prepared.terms; i += 1) {
    const hash = prepared.item.pack[headWords + i] as number;
    if (theirs.has(hash)) shared.set(hash, (prepared.idf[i] as number) * (prepared.names[i] === 1 ? 1.5 : 1));
  }
  return shared;
}

interface Run {
  readonly text: string;
  readonly weight: number;
}

/** Words are quoted only from the beginning of a text. */
const tokensQuotedMax = 200;
const runWordsMax = 3;
/** Words with a lower weight are too common to be quoted. */
const quotedWeightMin = 3;

/** The shared words of a text. Up to three that stand side by side form one run. */
function runsOf(tokens: Tokens, text: string, weights: ReadonlyMap<number, number>): readonly Run[] {
  const runs: Run[] = [];
  const count = Math.min(tokens.count, tokensQuotedMax);
  for (let i = 0; i < count; i += 1) {
    const weight = weights.get(tokens.hashes[i] as number);
    if (weight === undefined || weight < quotedWeightMin) continue;
    let last = i;
    while (last + 1 < count && last - i + 1 < runWordsMax && joins(tokens, text, last, weights)) last += 1;
    runs.push({ text: text.slice(tokens.starts[i], tokens.ends[last]), weight });
    i = last;
  }
  return runs;
}

/** True when the next word is also shared and follows directly: "Antelope Reef", "中国百度", "cease-fire". */
function joins(tokens: Tokens, text: string, i: number, weights: ReadonlyMap<number, number>): boolean {
  if ((weights.get(tokens.hashes[i + 1] as number) ?? 0) < quotedWeightMin) return false;
  const between = text.slice(tokens.ends[i], tokens.starts[i + 1]);
  return between === "" || between === " " || between === "-";
}
