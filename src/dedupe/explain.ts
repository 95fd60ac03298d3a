import type { Reason } from "../domain/reason.ts";
import type { Compared } from "./copy/compared.ts";
import type { Veto } from "./copy/veto.ts";
import type { CopyGroup, StoryGroup } from "./copy-group.ts";
import type { EngineMemory } from "./engine-memory.ts";
import type { LiveItem } from "./live-item.ts";
import type { StoryFit } from "./story/story-fit.ts";
import { headWords, sizesOf } from "./text/pack-item.ts";
import type { Prepared } from "./text/prepare-item.ts";
import type { Tokens } from "./text/tokenise.ts";

export function explainSameUrl(desk: EngineMemory, other: LiveItem): Reason {
  return { code: "same-url", text: `Same page as ${nameOf(desk, other)}.`, score: 1, with: other.id };
}

export function explainSameText(desk: EngineMemory, other: LiveItem): Reason {
  return { code: "same-text", text: `Same headline and text as ${nameOf(desk, other)}.`, score: 1, with: other.id };
}

export function explainCopy(
  desk: EngineMemory,
  prepared: Prepared,
  { item, features }: Compared,
  score: number,
): Reason {
  const facts = [
    features.bodies
      ? `${percent(features.shinglesMin)} of the shorter text's phrases`
      : features.titleEqual
        ? "the same headline"
        : `${percent(features.titleOrder)} of the headline in the same order`,
    ...(features.longestRun >= 4 ? [`${features.longestRun + 2} words in a row`] : []),
    ...(features.sameMinute ? ["published in the same minute"] : []),
    ...(features.sameByline ? ["the same byline"] : []),
  ];
  const text = `Same text as ${nameOf(desk, item)}: ${facts.join(", ")}${naming(desk, prepared, item)}.`;
  return { code: "copy", text, score, with: item.id };
}

export function explainUpdate(
  desk: EngineMemory,
  prepared: Prepared,
  { item, features }: Compared,
  score: number,
): Reason {
  const share = features.bodies ? percent(features.shinglesMin) : percent(features.titleOrder);
  const text = `A newer version of ${nameOf(desk, item)}: ${share} of the ${features.bodies ? "shorter text's phrases" : "headline"}${naming(desk, prepared, item)}.`;
  return { code: "update", text, score, with: item.id };
}

export function explainVeto(desk: EngineMemory, other: LiveItem, veto: Veto, score: number): Reason {
  return {
    code: `not-copy-${veto.code}`,
    text: `Not the same text as ${nameOf(desk, other)}: ${veto.text}.`,
    score,
    with: other.id,
  };
}

export function explainStory(desk: EngineMemory, prepared: Prepared, fit: StoryFit): Reason {
  const words = sharedWords(desk, prepared, fit.nearest);
  const text = `Same story as ${nameOf(desk, fit.nearest)}${words.length === 0 ? "" : `: both tell of ${words.join(", ")}`} (${percent(fit.cosine)} alike).`;
  return { code: "story", text, score: fit.score, with: fit.nearest.id };
}

export function explainMerge(desk: EngineMemory, from: StoryGroup, into: StoryGroup, cross: number): Reason {
  const first = into.copies[0]?.members[0];
  const told = first === undefined ? `story ${into.id}` : `the story of ${nameOf(desk, first)}`;
  return {
    code: "merge",
    text: `Story ${from.id} turned out to be ${told}: an entry fits both, and they are ${percent(cross)} alike.`,
    score: cross,
    with: first?.id ?? null,
  };
}

export function explainCopyMerge(desk: EngineMemory, from: CopyGroup, into: CopyGroup, proof: LiveItem): Reason {
  const [first, other] = [into.members[0] as LiveItem, from.members[0] as LiveItem];
  const shows = proof === first || proof === other ? "it" : nameOf(desk, proof);
  const text = `The texts of ${nameOf(desk, first)} and ${nameOf(desk, other)} turned out to be one: ${shows} carries both.`;
  return { code: "copy-merge", text, score: null, with: first.id };
}

/** "Reuters 12:03" (UTC). */
function nameOf(desk: EngineMemory, item: LiveItem): string {
  const time = new Date(item.publishedAt).toISOString().slice(11, 16);
  return `${desk.sourceNames.get(item.sourceId) ?? item.sourceKey} ${time}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function naming(desk: EngineMemory, prepared: Prepared, other: LiveItem): string {
  const words = sharedWords(desk, prepared, other);
  return words.length === 0 ? "" : `; both name ${words.join(", ")}`;
}

const wordsShown = 3;

/**
 * The weightiest words that two entries share, as the newer one spells them; capitalised neighbours together ("Antelope
 * Reef").
 */
function sharedWords(desk: EngineMemory, prepared: Prepared, other: LiveItem): readonly string[] {
  const weights = sharedWeights(prepared, other);
  const texts = desk.packer.text();
  const runs = [...runsOf(desk.packer.title, texts.title, weights), ...runsOf(desk.packer.body, texts.body, weights)];
  runs.sort((a, b) => b.weight - a.weight || (a.text < b.text ? -1 : 1));
  const shown: string[] = [];
  for (const { text } of runs) {
    const folded = text.toLowerCase();
    if (shown.length < wordsShown && !shown.some((known) => known.toLowerCase().includes(folded))) shown.push(text);
  }
  return shown;
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

const tokensQuotedMax = 200;
const runWordsMax = 3;

/** Shared words with their neighbours where both are shared, at most three in a row. */
function runsOf(tokens: Tokens, text: string, weights: ReadonlyMap<number, number>): readonly Run[] {
  const runs: Run[] = [];
  const count = Math.min(tokens.count, tokensQuotedMax);
  for (let i = 0; i < count; i += 1) {
    const weight = weights.get(tokens.hashes[i] as number);
    if (weight === undefined || weight < 3) continue;
    let last = i;
    while (last + 1 < count && last - i + 1 < runWordsMax && joins(tokens, text, last, weights)) last += 1;
    runs.push({ text: text.slice(tokens.starts[i], tokens.ends[last]), weight });
    i = last;
  }
  return runs;
}

/** True where the next word is shared too and stands right behind: "Antelope Reef", "中国百度". */
function joins(tokens: Tokens, text: string, i: number, weights: ReadonlyMap<number, number>): boolean {
  if ((weights.get(tokens.hashes[i + 1] as number) ?? 0) < 3) return false;
  const between = text.slice(tokens.ends[i], tokens.starts[i + 1]);
  return between === "" || between === " " || between === "-";
}
