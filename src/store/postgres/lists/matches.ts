import type { HoursClock } from "../../../domain/calendar/hours-clock.ts";
import { stepsPerLook } from "../../../domain/read-limits.ts";
import type { Collapse } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import { together } from "../together.ts";
import type { Transaction } from "../transaction.ts";
import { type Candidate, isFoundFew, readCandidates, type Span, type Step, stretchOf } from "./candidates.ts";
import type { SomeMatch } from "./filter-match.ts";
import { checkedRows } from "./search/checked-entries.ts";
import { isCheap } from "./search/condition.ts";

/** The direction and the start of a walk. */
export interface Way {
  readonly collapse: Collapse;
  readonly step: Step;
  /** The walk begins at this arrival, inclusive. */
  readonly start: Instant;
  /** How many matches are wanted. This decides the length of the first stretch. */
  readonly wanted: number;
  /** Whether the statement must find out `Candidate.isFirst`. */
  readonly isPlaced: boolean;
}

type Reach = Pick<Span, "from" | "to" | "isWide">;

/** How many candidates a walk has found so far. The next stretch is as long as it should take to find the others. */
interface Progress {
  rows: number;
}

/**
 * Each batch is this many times as large as the one before, up to `batchRowsMax`. Most walks end in the first batch.
 */
const batchGrowth = 4;
const batchRowsMax = 5_000;
/** The first stretch has this many entries for each wanted match. */
const stretchRows = 8;
/**
 * A further stretch is as long as it takes to find the missing matches if they are as frequent as before, times
 * `stretchSpare`: then a second attempt is seldom needed. It is at most `growthMax` times as long as all before it. It
 * is at least `growthMin` times as long, because several matches may belong to one group.
 */
const growthMax = 8;
const growthMin = 1 / 4;
const stretchSpare = 1.2;
/** After this many stretches, all remaining time is read at once. */
const stretchesMax = 12;

/**
 * If the first stretch has fewer rows than this share of the wanted matches, all remaining time is read at once, unless
 * more rows than this would be found.
 */
const sparseShare = 1 / 8;
const fewRowsMax = 200;

/**
 * The entries that match, in the order of a list: by arrival, then by group in the same direction, then by entry. They
 * come in batches, and are read only as far as the caller asks.
 */
export async function* matches(tx: Transaction, match: SomeMatch, way: Way): AsyncGenerator<readonly Candidate[]> {
  const progress = { rows: 0 };
  let stretches = 0;
  for await (const reach of reaches(tx, match, way, progress)) {
    const isSparse = match.isIndexed && stretches === 1 && progress.rows < way.wanted * sparseShare;
    const few = isSparse ? await readFew(tx, match, way, restOf(match, way, reach)) : null;
    const batches = few === null ? batchesOf(tx, match, way, reach) : slicesOf(few, firstBatch(way));
    for await (const batch of batches) {
      tx.limits.hold(batch.length);
      const inTime = batch.filter(({ at }) => match.hours.every((clock) => clock.holds(at)));
      const found = await checkedRows(tx, match, inTime);
      progress.rows += found.length;
      if (found.length > 0) yield found;
    }
    if (few !== null) return;
    stretches += 1;
  }
}

/** The candidates of one stretch of time. */
async function* batchesOf(
  tx: Transaction,
  match: SomeMatch,
  way: Way,
  reach: Reach,
): AsyncGenerator<readonly Candidate[]> {
  let limit = firstBatch(way);
  for (let behind: Candidate | null = null; ; ) {
    tx.limits.check(stepsPerLook);
    const rows: readonly Candidate[] = await readCandidates(tx, match, way, { ...reach, behind, limit });
    yield rows;
    behind = rows.at(-1) ?? null;
    if (rows.length < limit) break;
    limit = Math.min(limit * batchGrowth, batchRowsMax);
  }
}

/**
 * The candidates of all remaining time; null when more entries than `fewRowsMax` have the words. Finding that out and
 * reading them takes one round trip, unless the index cannot decide the rows: then each row is expensive to read.
 */
async function readFew(tx: Transaction, match: SomeMatch, way: Way, rest: Reach): Promise<readonly Candidate[] | null> {
  tx.limits.check(stepsPerLook);
  const span = { ...rest, behind: null, limit: fewRowsMax, foundMax: fewRowsMax };
  const read = () => readCandidates(tx, match, way, span);
  if (match.certainty !== "sure") return (await isFoundFew(tx, match, fewRowsMax)) ? await read() : null;
  const [isFew, rows] = await together([isFoundFew(tx, match, fewRowsMax), read()]);
  return isFew ? rows : null;
}

/** The stretch and all time beyond it. */
function restOf({ bounds }: SomeMatch, { step }: Way, { from, to, isWide }: Reach): Reach {
  return step === -1 ? { from: bounds.from, to, isWide } : { from, to: bounds.to, isWide };
}

function* slicesOf(rows: readonly Candidate[], size: number): Generator<readonly Candidate[]> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}

function firstBatch({ wanted }: Way): number {
  return Math.min(2 * wanted + 16, batchRowsMax);
}

async function* reaches(tx: Transaction, match: SomeMatch, way: Way, progress: Progress): AsyncGenerator<Reach> {
  const { from, to } = match.bounds;
  const start = way.step === -1 ? Math.min(way.start, to) : Math.max(way.start, from);
  for await (const reach of unbounded(tx, match, { ...way, start }, progress)) {
    if (reach.to < from || reach.from > to) return;
    yield { from: Math.max(reach.from, from), to: Math.min(reach.to, to), isWide: reach.isWide && !match.isIndexed };
  }
}

function unbounded(tx: Transaction, match: SomeMatch, way: Way, progress: Progress): AsyncGenerator<Reach> {
  const [clock] = match.hours;
  if (match.isIndexed) return widening(tx, way, { stretches: stretchesMax, progress });
  if (clock !== undefined) return byHours(tx, clock, way);
  return isCheap(match.condition) ? whole(way.step, way.start) : widening(tx, way, { stretches: 1, progress });
}

async function* whole(step: Step, start: Instant): AsyncGenerator<Reach> {
  const [from, to] = step === -1 ? [Number.MIN_SAFE_INTEGER, start] : [start, Number.MAX_SAFE_INTEGER];
  yield { from, to, isWide: true };
}

/**
 * Yields the stretches of time that a search reads one after another. The last is all remaining time. Stretches are
 * needed because a GIN index has no order.
 */
async function* widening(
  tx: Transaction,
  { step, start, wanted }: Way,
  { stretches, progress }: { readonly stretches: number; readonly progress: Progress },
): AsyncGenerator<Reach> {
  const first = await stretchOf(tx, start, step, stretchRows * wanted);
  if (first === null) return;
  if (first.far === null) return yield* whole(step, first.near);
  let [near, far] = [first.near, first.far];
  for (let turn = 0; turn < stretches; turn += 1) {
    yield { from: Math.min(near, far), to: Math.max(near, far), isWide: false };
    const length = Math.abs(first.near - far) + 1;
    [near, far] = [far + step, far + step * Math.ceil(length * growthAfter(progress.rows, wanted))];
  }
  yield* whole(step, near);
}

/** How much longer the next stretch is than all time before it. */
function growthAfter(rows: number, wanted: number): number {
  if (rows === 0) return growthMax;
  return Math.min(Math.max((stretchSpare * (wanted - rows)) / rows, growthMin), growthMax);
}

/** Goes from one stretch of the wanted hours to the next, and skips the hours and days between them. */
async function* byHours(tx: Transaction, clock: HoursClock, { step, start }: Way): AsyncGenerator<Reach> {
  let found = await stretchOf(tx, start, step, 0);
  while (found !== null) {
    const { from, to } = step === -1 ? clock.stretchBefore(found.near) : clock.stretchAfter(found.near);
    yield { from, to, isWide: false };
    found = await stretchOf(tx, step === -1 ? from - 1 : to + 1, step, 0);
  }
}
