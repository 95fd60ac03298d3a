import { diffWordsWithSpace } from "diff";

/** A stretch of text that was kept, added or removed. */
export interface DiffPart {
  readonly kind: "same" | "added" | "taken";
  readonly text: string;
}

/**
 * Compares two states of a text word by word. Texts that are too long or too different are shown whole: the old one,
 * then the new one.
 */
export function wordDiff(before: string, after: string): readonly DiffPart[] {
  if (before === after) return [{ kind: "same", text: after }];
  const changes =
    before.length + after.length > comparedCharsMax
      ? undefined
      : diffWordsWithSpace(before, after, {
          // Short texts have no time limit, so that the result does not depend on how busy the machine is.
          ...(before.length + after.length > timedCharsMin ? { timeout: diffMsMax } : {}),
          maxEditLength: editsMax,
          intlSegmenter: segmenterOf(after),
        });
  if (changes === undefined) return wholly(before, after);
  const parts = changes.map(({ added, removed, value }): DiffPart => {
    return { kind: added ? "added" : removed ? "taken" : "same", text: value };
  });
  return keptShare(parts, before, after) < keptShareMin ? wholly(before, after) : joined(parts);
}

/** If less than this share was kept, showing the old text and then the new one is easier to read than mixed words. */
const keptShareMin = 0.4;

function wholly(before: string, after: string): readonly DiffPart[] {
  const parts: DiffPart[] = [
    { kind: "taken", text: before },
    { kind: "added", text: after },
  ];
  return parts.filter(({ text }) => text !== "");
}

function keptShare(parts: readonly DiffPart[], before: string, after: string): number {
  const kept = parts.reduce((sum, { kind, text }) => (kind === "same" ? sum + text.trim().length : sum), 0);
  return kept / Math.max(before.length, after.length, 1);
}

/** Joins changes that only a short word separates: from "six to three" to "five to four" counts as one change. */
function joined(parts: readonly DiffPart[]): readonly DiffPart[] {
  const found: DiffPart[] = [];
  let taken = "";
  let added = "";
  parts.forEach((part, at) => {
    const next = parts[at + 1];
    const isBridge = taken + added !== "" && next !== undefined && next.kind !== "same" && isShort(part.text);
    if (part.kind === "taken" || (part.kind === "same" && isBridge)) taken += part.text;
    if (part.kind === "added" || (part.kind === "same" && isBridge)) added += part.text;
    if (part.kind !== "same" || isBridge) return;
    found.push(...wholly(taken, added), part);
    taken = "";
    added = "";
  });
  return [...found, ...wholly(taken, added)];
}

/** A single word between two changes, or less. */
function isShort(text: string): boolean {
  return text.length <= bridgeCharsMax && !/\S\s+\S/u.test(text) && !text.includes("\n");
}

const bridgeCharsMax = 6;

/**
 * Cuts the middle out of long unchanged stretches, so that the changes are visible at once. Also cuts off the end of
 * very long added or removed stretches.
 */
export function shortened(parts: readonly DiffPart[]): readonly DiffPart[] {
  return parts.map((part, at) => {
    if (part.kind !== "same" && part.text.length > changedCharsMax)
      return { kind: part.kind, text: `${part.text.slice(0, changedCharsMax)} …` };
    if (part.kind !== "same" || part.text.length <= 2 * contextChars + gapCharsMin) return part;
    const head = at === 0 ? "" : part.text.slice(0, contextChars).replace(/\S*$/u, "");
    const tail = at === parts.length - 1 ? "" : part.text.slice(-contextChars).replace(/^\S*/u, "");
    return { kind: "same", text: `${head}…${tail}` };
  });
}

const comparedCharsMax = 100_000;
const editsMax = 1_000;
const timedCharsMin = 4_000;
const diffMsMax = 60;
const changedCharsMax = 4_000;
const contextChars = 120;
const gapCharsMin = 40;

/**
 * Chooses a segmenter. Scripts without spaces need a dictionary to find words. Texts in other scripts are split at
 * spaces, which is much cheaper.
 */
function segmenterOf(text: string): Intl.Segmenter | undefined {
  return unspaced.test(text) ? new Intl.Segmenter(undefined, { granularity: "word" }) : undefined;
}

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u;
