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
          timeout: diffMsMax,
          maxEditLength: editsMax,
          intlSegmenter: segmenterOf(after),
        });
  if (changes === undefined) {
    const parts: DiffPart[] = [
      { kind: "taken", text: before },
      { kind: "added", text: after },
    ];
    return parts.filter(({ text }) => text !== "");
  }
  return changes.map(({ added, removed, value }) => {
    return { kind: added ? "added" : removed ? "taken" : "same", text: value };
  });
}

/**
 * Cuts the middle of long unchanged stretches, so that the change is visible at once; and the end of very long added or
 * removed stretches.
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
const diffMsMax = 60;
const changedCharsMax = 4_000;
const contextChars = 120;
const gapCharsMin = 40;

/**
 * Chooses a segmenter. Scripts without spaces need a dictionary to find words; splitting all others at spaces is much
 * cheaper.
 */
function segmenterOf(text: string): Intl.Segmenter | undefined {
  return unspaced.test(text) ? new Intl.Segmenter(undefined, { granularity: "word" }) : undefined;
}

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u;
