import type { Connection } from "../../connection.ts";
import type { AskedTokens } from "./asked-tokens.ts";
import { type Bits, type IdSpan, inBoth, inEither, inverted, noBits } from "./bits.ts";
import { readSegments, type Segment } from "./index-segments.ts";
import { type Pages, pagesOf, readPostings, type Wanted } from "./read-postings.ts";

/** Two sets of entries: all that may fulfil a condition, and those of them that surely do. */
export interface Bounds {
  readonly all: Bits;
  readonly sure: Bits;
}

/**
 * What is known of a condition before it is read: how many pages it takes, and about which share of all entries each
 * set will have.
 */
export interface Estimate {
  readonly pages: number;
  readonly all: number;
  readonly sure: number;
}

/** Finds the entries with some tokens by reading the pages of the full-text index. */
export interface IndexBits {
  readonly span: IdSpan;
  estimate(asked: AskedTokens): Estimate;
  read(asked: AskedTokens): Bounds;
}

type Token = Extract<AskedTokens, { kind: "token" }>;

/** A page has the token of about so many entries. */
const entriesPerPage = 700;

/**
 * Reads the pages of the index itself, and passes over the places of the tokens. For a beginning of words, FTS5 copies
 * the places of all these words. null when the index has an unknown format. Use it for one transaction only, in which
 * nothing was indexed, because FTS5 writes its pages at the end of a transaction. `span`: the ids of all entries;
 * `rows`: their number.
 */
export function openIndexBits(connection: Connection, span: IdSpan, rows: number): IndexBits | null {
  const segments = readSegments(connection);
  return segments === null ? null : createIndexBits(connection, segments, span, rows);
}

function createIndexBits(connection: Connection, segments: readonly Segment[], span: IdSpan, rows: number): IndexBits {
  const places = new Map<string, readonly Pages[]>();

  function find(wanted: Wanted): readonly Pages[] {
    const key = `${wanted.isPrefix ? "*" : "="}${wanted.token}`;
    const known = places.get(key) ?? pagesOf(connection, segments, wanted);
    places.set(key, known);
    return known;
  }

  function estimateToken(token: Token): Estimate {
    const pages = find(token).reduce((sum, { from, to }) => sum + to - from + 1, 0);
    // Of the first and the last page of a segment, other tokens have a part.
    const full = Math.max(pages - 1.75 * segments.length, 0.01);
    const all = 1 - Math.exp((-full * entriesPerPage) / Math.max(1, rows));
    return { pages, all, sure: token.isSure ? all : 0 };
  }

  function readToken(token: Token): Bounds {
    const all = noBits(span);
    // Mostly the first column decides, and both sets are the same.
    const sure = token.isSure && !token.columns.includes("maybe") ? all : noBits(span);
    const answers = token.columns.map((one) => ["no", "maybe", "yes"].indexOf(one));
    const bits = all.length * 32;
    const take = (id: number, column: number) => {
      const at = id - span.first;
      const answer = answers[column] ?? 0;
      if (answer === 0 || at < 0 || at >= bits) return;
      all[at >>> 5] = (all[at >>> 5] ?? 0) | (1 << (at & 31));
      if (answer === 2 && token.isSure) sure[at >>> 5] = (sure[at >>> 5] ?? 0) | (1 << (at & 31));
    };
    for (const pages of find(token)) readPostings(connection, pages, token, take);
    return { all, sure };
  }

  function estimate(asked: AskedTokens): Estimate {
    if (asked.kind === "token") return estimateToken(asked);
    if (asked.kind === "not") {
      const { pages, all, sure } = estimate(asked.part);
      return { pages, all: 1 - sure, sure: 1 - all };
    }
    const isAnd = asked.kind === "and";
    const start = isAnd ? 1 : 0;
    const join = (a: number, b: number) => (isAnd ? a * b : 1 - (1 - a) * (1 - b));
    return asked.parts
      .map(estimate)
      .reduce(
        (sum, one) => ({ pages: sum.pages + one.pages, all: join(sum.all, one.all), sure: join(sum.sure, one.sure) }),
        { pages: 0, all: start, sure: start },
      );
  }

  function read(asked: AskedTokens): Bounds {
    if (asked.kind === "token") return readToken(asked);
    if (asked.kind === "not") {
      const { all, sure } = read(asked.part);
      return { all: inverted(sure), sure: inverted(all) };
    }
    const join = asked.kind === "and" ? inBoth : inEither;
    const [first = { all: noBits(span), sure: noBits(span) }, ...others] = asked.parts.map(read);
    return others.reduce((both, one) => ({ all: join(both.all, one.all), sure: join(both.sure, one.sure) }), first);
  }

  return { span, estimate, read };
}
