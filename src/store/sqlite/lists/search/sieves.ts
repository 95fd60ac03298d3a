import { termsOf } from "../../../../domain/query/needles.ts";
import { asOneMatch, every, type IndexQuery, isPlain, joined, type QueryPart, without } from "./index-query.ts";
import { sampleMax, type TextTests } from "./text-tests.ts";

/** A part of a query that the index decides. A matching row is in the list or, with `refuses`, not in it. */
export interface Sieve {
  readonly index: IndexQuery;
  readonly refuses: boolean;
  /** The share of all rows that pass the sieve, by the sample; never 0. */
  readonly passes: number;
  /** How many rows FTS5 reads for it, as a multiple of all rows: a list for each term. */
  readonly reads: number;
}

/** Reading and testing one text takes as long as FTS5 takes for this many rows of a list. */
const rowsPerText = 256;
/** FTS5 cannot be interrupted, so one expression should not read many more rows than this. */
const rowsPerMatchMax = 800_000;
/** A part that no text of the sample fulfils, or all of them, is taken to be fulfilled, or not, by one in this many. */
const shareMin = 1 / (2 * sampleMax);

/**
 * The wanted parts, rarest first, then the refused parts, most frequent first. Of equally rare parts, those that FTS5
 * answers row by row come first.
 */
export function sievesOf(
  { wanted, refused }: Pick<Extract<IndexQuery, { kind: "winnowed" }>, "wanted" | "refused">,
  tests: TextTests,
): readonly Sieve[] {
  const measured = ({ query, index }: QueryPart) => ({
    // The index finds only candidates for a part that is checked; the test of the whole text decides.
    index: index.kind === "checked" ? index.index : index,
    isTerm: query.kind === "term",
    share: Math.min(Math.max(tests.shareOf(query), shareMin), 1 - shareMin),
    reads: termsOf(query).reduce((sum, term) => sum + Math.max(tests.shareOf(term), shareMin), 0),
  });
  const wantedSieves = different(wanted)
    .map(measured)
    .sort((a, b) => a.share - b.share || costOf(a) - costOf(b))
    .map(({ index, share, reads }) => ({ index, refuses: false, passes: share, reads }));
  const refusedSieves = different(refused)
    .map((part) => ({ ...measured(part), index: part.index }))
    .sort((a, b) => b.share - a.share)
    .map(({ index, share, reads }) => ({ index, refuses: true, passes: 1 - share, reads }));
  return [...wantedSieves, ...refusedSieves];
}

/** The parts without repetitions, which would spare no texts. */
function different(parts: readonly QueryPart[]): readonly QueryPart[] {
  return [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
}

function costOf({ isTerm, index }: { readonly isTerm: boolean; readonly index: IndexQuery }): number {
  if (!isPlain(index)) return 2;
  return isTerm ? 0 : 1;
}

/**
 * The first of these sieves: at least `least`, and then as long as a list costs less than the texts that it spares.
 * `all`: how many rows the index has. `left`: how many rows passed the sieves before these.
 */
export function takeSieves(
  sieves: readonly Sieve[],
  { all, left, least }: { readonly all: number; readonly left: number; readonly least: number },
): readonly Sieve[] {
  let expected = left;
  const end = sieves.findIndex(({ passes, reads }, at) => {
    const spared = expected * (1 - passes);
    expected *= passes;
    return at >= least && spared * rowsPerText <= reads * all;
  });
  return end === -1 ? sieves : sieves.slice(0, end);
}

/**
 * The sieves as few lists. FTS5 combines several of them in one expression: that takes a fraction of the time in which
 * their rows would be read. With `refuses`, no row of the list matches; each row of all others may.
 */
export function packed(sieves: readonly Sieve[], all: number): readonly Pick<Sieve, "index" | "refuses">[] {
  const joining = sieves.filter(({ index }) => asOneMatch(index) !== null);
  const alone = sieves.filter(({ index }) => asOneMatch(index) === null);
  const rows = all * joining.reduce((sum, { reads }) => sum + reads, 0);
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

function packOf(pack: readonly Sieve[]): IndexQuery {
  const wanted = pack.filter(({ refuses }) => !refuses).map(({ index }) => index);
  const refused = pack.filter(({ refuses }) => refuses).map(({ index }) => index);
  const all = wanted.length === 0 ? every : joined("and", wanted);
  const query = refused.length === 0 ? all : without(all, joined("or", refused));
  return asOneMatch(query) ?? query;
}
