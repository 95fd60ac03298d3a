import { termsOf } from "../../../../domain/query/needles.ts";
import { type CommonWord, commonWordsOf } from "./common-words.ts";
import { asOneMatch, everyMatch, type IndexQuery, type QueryPart } from "./index-query.ts";
import { remembered } from "./remembered.ts";
import { sampleMax, type TextTests } from "./text-tests.ts";

/** A part of a query that the index decides. A matching row is in the list or, with `refuses`, not in it. */
export interface Sieve {
  readonly index: IndexQuery;
  readonly refuses: boolean;
  /** The share of all rows that pass the sieve, by the sample; never 0. */
  readonly passes: number;
  /** What FTS5 reads for it: a list for each term. 1 is a list of a beginning that has all rows. */
  readonly reads: number;
}

/** The parts of a winnowed query. */
export type WinnowedParts = Pick<Extract<IndexQuery, { kind: "winnowed" }>, "wanted" | "refused">;

/** The list of a word costs this share of the list of a beginning with as many rows, which FTS5 makes of many lists. */
const wordCost = 1 / 4;
/** Reading and testing one text takes as long as FTS5 takes for this many rows of a list. */
const rowsPerText = 256;
/** FTS5 cannot be interrupted, so one expression should not read many more rows than this. */
const rowsPerMatchMax = 800_000;
/**
 * If no text of the sample fulfils a part, this share of all texts is assumed to fulfil it. If all texts of the sample
 * do, this share is assumed not to.
 */
const shareMin = 1 / (2 * sampleMax);

/**
 * All sieves of a query. Those that sort out the most rows for the rows that are read come first. For frequent
 * beginnings of words that are refused, there are more sieves: the words that such a beginning mostly is.
 */
export function sievesOf({ wanted, refused }: WinnowedParts, tests: TextTests): readonly Sieve[] {
  // A part is often one term, and then its share is needed twice.
  const shareOf = remembered(tests.shareOf);
  const partOf = (part: QueryPart, refuses: boolean) => {
    // The index finds only candidates for a part that is checked; the test of the whole text decides.
    const index = part.index.kind === "checked" && !refuses ? part.index.index : part.index;
    const share = shareOf(part.query);
    const reads = termsOf(part.query).reduce(
      (sum, term) => sum + likely(shareOf(term)) * (term.prefix ? 1 : wordCost),
      0,
    );
    return { index, refuses, passes: likely(refuses ? 1 - share : share), reads };
  };
  const words = commonWordsOf(
    refused.map(({ query }) => query),
    tests.texts(),
  );
  const sieves = [
    ...different(wanted).map((part) => partOf(part, false)),
    ...different(refused).map((part) => partOf(part, true)),
    ...words.map(wordSieve),
  ];
  return sieves.sort((a, b) => costOf(a) - costOf(b));
}

/** What is read to sort out a certain share of the rows, whatever share the sieves before have left. */
function costOf({ reads, passes }: Sieve): number {
  return reads / -Math.log(passes);
}

/** The rows with the word are refused. */
function wordSieve({ word, share }: CommonWord): Sieve {
  const index = { kind: "match", match: `{title body} : "${word}"`, isPrefix: false } as const;
  return { index, refuses: true, passes: likely(1 - share), reads: share * wordCost };
}

function likely(share: number): number {
  return Math.min(Math.max(share, shareMin), 1 - shareMin);
}

/** The parts without repetitions, which would spare no texts. */
function different(parts: readonly QueryPart[]): readonly QueryPart[] {
  return [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
}

/**
 * Takes the first of these sieves: at least `least` of them, and further ones as long as a list costs less than the
 * texts that it spares. With `least` 0, it takes none unless the texts that they spare cost more than their lists and
 * those of `opened` together, because FTS5 must then read the opened lists again.
 */
export function takeSieves(
  sieves: readonly Sieve[],
  { all, left, least, opened }: { all: number; left: number; least: number; opened: readonly Sieve[] },
): readonly Sieve[] {
  let expected = left;
  const end = sieves.findIndex(({ passes, reads }, at) => {
    const spared = expected * (1 - passes);
    if (at >= least && spared * rowsPerText <= reads * all) return true;
    expected *= passes;
    return false;
  });
  const taken = end === -1 ? sieves : sieves.slice(0, end);
  const isWorth = least > 0 || (left - expected) * rowsPerText > all * readsOf([...opened, ...taken]);
  return isWorth ? taken : [];
}

/** How many texts can be tested in the time in which FTS5 reads the lists of the sieves. */
export function testsFor(sieves: readonly Sieve[], all: number): number {
  return (all * readsOf(sieves)) / rowsPerText;
}

function readsOf(sieves: readonly Sieve[]): number {
  return sieves.reduce((sum, { reads }) => sum + reads, 0);
}

/**
 * Combines the sieves into few lists. FTS5 combines several of them in one expression, which takes a fraction of the
 * time in which their rows would be read. If a list has `refuses`, its rows do not match. A row that matches is in all
 * other lists.
 */
export function packed(sieves: readonly Sieve[], all: number): readonly Pick<Sieve, "index" | "refuses">[] {
  const joining = sieves.filter(({ index }) => asOneMatch(index) !== null);
  const alone = sieves.filter(({ index }) => asOneMatch(index) === null);
  const rows = all * readsOf(joining);
  // A pack of few sieves would have many rows, so all packs read about as much.
  const rowsPerPack = rows / Math.max(1, Math.ceil(rows / rowsPerMatchMax));
  const packs = new Map<number, Sieve[]>();
  let read = 0;
  for (const sieve of joining) {
    const number = Math.floor(read / rowsPerPack);
    packs.set(number, [...(packs.get(number) ?? []), sieve]);
    read += sieve.reads * all;
  }
  return [...[...packs.values()].map((pack) => ({ index: packOf(pack), refuses: false })), ...alone];
}

/**
 * The sieves as one expression. A row goes through a chain of NOT only as far as one of them refuses it. For NOT of
 * several words in one group, FTS5 would look at all of them for each row.
 */
function packOf(pack: readonly Sieve[]): IndexQuery {
  const matches = (isRefused: boolean) =>
    pack
      .filter(({ refuses }) => refuses === isRefused)
      .map(({ index }) => asOneMatch(index))
      .filter((match) => match !== null);
  const [wanted, refused] = [matches(false), matches(true)];
  const all = wanted.length === 0 ? everyMatch : `(${wanted.map(({ match }) => match).join(" AND ")})`;
  const match = [all, ...refused.map((one) => `(${one.match})`)].join(" NOT ");
  return { kind: "match", match, isPrefix: [...wanted, ...refused].some(({ isPrefix }) => isPrefix) };
}
