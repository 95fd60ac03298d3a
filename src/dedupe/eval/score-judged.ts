import type { EvalItem, JudgedPair, JudgedScore, ShareOf } from "./eval-types.ts";

/**
 * Compares the groups with pairs that people judged, by kind and language, with "all" last: right pairs that are
 * together, missed pairs that are found, and wrong pairs that are apart, each with its 95 % interval. Pairs whose items
 * are not in the set are left out.
 */
export function scoreJudged(
  pairs: readonly JudgedPair[],
  items: readonly EvalItem[],
  groups: { readonly copies: readonly number[]; readonly stories: readonly number[] },
): readonly JudgedScore[] {
  const places = new Map(items.map((item, place) => [item.id, place]));
  const counts = new Map<string, Counts>();
  for (const pair of pairs) {
    const [a, b] = [places.get(pair.a), places.get(pair.b)];
    if (a === undefined || b === undefined) continue;
    const of = pair.kind === "copy" ? groups.copies : groups.stories;
    for (const language of [pair.lang ?? "?", "all"]) {
      const key = `${pair.kind} ${language}`;
      const row = counts.get(key) ?? emptyCounts();
      counts.set(key, row);
      row[pair.label][of[a] === of[b] ? "together" : "apart"] += 1;
    }
  }
  const keys = [...counts.keys()].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  return keys.map((what) => scoreOf(what, counts.get(what) ?? emptyCounts()));
}

interface Count {
  together: number;
  apart: number;
}

type Counts = Record<JudgedPair["label"], Count>;

function emptyCounts(): Counts {
  const none = (): Count => ({ together: 0, apart: 0 });
  return { right: none(), missed: none(), wrong: none(), doubtful: none() };
}

function orderOf(what: string): string {
  return what.replace(/ all$/, " ~");
}

function scoreOf(what: string, { right, missed, wrong, doubtful }: Counts): JudgedScore {
  return {
    what,
    kept: shareOf(right.together, right.apart),
    found: shareOf(missed.together, missed.apart),
    parted: shareOf(wrong.apart, wrong.together),
    doubtfulTogether: shareOf(doubtful.together, doubtful.apart),
  };
}

/** The two-sided 95 % quantile of the normal distribution. */
const z = 1.96;

/** The share of `yes` with its Wilson interval (1927), which holds for small counts and for shares near 0 and 1. */
function shareOf(yes: number, no: number): ShareOf {
  const of = yes + no;
  if (of === 0) return { count: 0, of, low: null, high: null };
  const share = yes / of;
  const scale = 1 + (z * z) / of;
  const middle = (share + (z * z) / (2 * of)) / scale;
  const half = (z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))) / scale;
  return { count: yes, of, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
