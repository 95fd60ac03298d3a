import { WireError } from "../../../../domain/errors.ts";
import type { EntryState } from "../../../../domain/query/entry-states.ts";
import { factTime } from "../../../../domain/query/read-fact.ts";
import type { FactQuery, SearchQuery } from "../../../../domain/query/search-query.ts";
import { categoryTag, feedTag, languageTag, siteTag, urgencyTag } from "../../../searching/tags.ts";
import { compileNear, compileTerm, type IndexDialect } from "./compile-terms.ts";
import { indexCostOf, mayWinnow, textsTogether } from "./index-cost.ts";
import { charsOf, every, type IndexQuery, joined, without } from "./index-query.ts";
import { searchRowFirst } from "./search-row.ts";
import { isOfTexts } from "./text-tests.ts";

/** The rows that a query matches: the rows of `index`, or with `negated` all other rows. */
export interface CompiledQuery {
  readonly index: IndexQuery;
  readonly negated: boolean;
}

/** Returns the feeds that a condition on sources names. */
export type FeedsNamed = (fact: FactQuery) => readonly number[];

/** Translates a query for one of the two indexes. Error: query-invalid, when the result is too large. */
export function compileQuery(query: SearchQuery, dialect: IndexDialect, feedsNamed: FeedsNamed): CompiledQuery {
  // An earlier build's index splits texts into other tokens than the analysis does, so its texts cannot be tested.
  const mayTest = dialect.isPresent;
  const compiled = compile(query, { dialect, feedsNamed, looksBack: false, mayTest, mayScan: mayTest }, 0);
  if (charsOf(compiled.index) > matchCharsMax) throw new WireError("query-invalid", "query: too long");
  return compiled;
}

const matchCharsMax = 400_000;
/**
 * The greatest depth of nested groups. FTS5 allows a depth of 256 (SQLITE_FTS5_MAX_EXPR_DEPTH). Our reader of queries
 * allows far less (`queryDepthMax`).
 */
const depthMax = 60;

interface Setting {
  readonly dialect: IndexDialect;
  readonly feedsNamed: FeedsNamed;
  readonly looksBack: boolean;
  /**
   * `mayTest`: whether texts may be tested instead of searching the index. `mayScan`: whether the newest texts may be
   * tested first.
   */
  readonly mayTest: boolean;
  readonly mayScan: boolean;
}

function compile(query: SearchQuery, setting: Setting, depth: number): CompiledQuery {
  if (depth > depthMax) throw new WireError("query-invalid", "query: nested too deeply");
  const cost = setting.mayTest && query.kind !== "history" && isOfTexts(query) ? indexCostOf(query) : 0;
  return cost > 0 ? compileCostly(query, cost, setting, depth) : compileKind(query, setting, depth);
}

/** Compiles a query for which reading some texts is cheaper than reading its index lists. */
function compileCostly(query: SearchQuery, cost: number, setting: Setting, depth: number): CompiledQuery {
  const whole = asked(query, setting);
  const listed = matching(compileKind(query, { ...setting, mayScan: false }, depth));
  const index: IndexQuery = mayWinnow(query) ? { kind: "winnowed", query: whole, index: listed } : listed;
  return { index: setting.mayScan ? { kind: "scanned", query: whole, index, testsMax: cost } : index, negated: false };
}

function asked(query: SearchQuery, { looksBack }: Setting): SearchQuery {
  return looksBack ? { kind: "history", part: query } : query;
}

/** The rows that a query matches, as one query to the index. */
export function matching({ index, negated }: CompiledQuery): IndexQuery {
  return negated ? without(every, index) : index;
}

function compileKind(query: SearchQuery, setting: Setting, depth: number): CompiledQuery {
  const { dialect, looksBack } = setting;
  switch (query.kind) {
    case "term":
      return { index: compileTerm(query, looksBack, dialect), negated: false };
    case "near":
      return { index: compileNear(query, looksBack, dialect), negated: false };
    case "fact":
      return { index: compileFact(query, setting), negated: false };
    case "any": {
      const { index, negated } = compile(query.part, setting, depth + 1);
      return { index: { kind: "story", part: index, negated }, negated: false };
    }
    case "sources":
      return { index: { kind: "sources", min: query.min }, negated: false };
    case "history":
      return compile(query.part, { ...setting, looksBack: true }, depth + 1);
    case "not":
      return negate(compile(query.part, setting, depth + 1));
    case "and":
      return allOf(textsTogether(query).map((part) => compile(part, setting, depth + 1)));
    case "or":
      return negate(allOf(textsTogether(query).map((part) => negate(compile(part, setting, depth + 1)))));
    case "list":
      throw new WireError("query-invalid", `query: there is no list $${query.name} in the configuration`);
  }
}

function negate(compiled: CompiledQuery): CompiledQuery {
  return { index: compiled.index, negated: !compiled.negated };
}

/**
 * a AND b AND NOT c AND NOT d becomes (a AND b) without (c OR d). Negations alone (NOT c AND NOT d) become everything
 * except (c OR d). OR is compiled by De Morgan's law.
 */
function allOf(parts: readonly CompiledQuery[]): CompiledQuery {
  if (parts.length === 0) throw new WireError("query-invalid", "query: a group without terms");
  const wanted = parts.filter((part) => !part.negated).map((part) => part.index);
  const refused = parts.filter((part) => part.negated).map((part) => part.index);
  if (wanted.length === 0) return { index: joined("or", refused), negated: true };
  if (refused.length === 0) return { index: joined("and", wanted), negated: false };
  return { index: without(joined("and", wanted), joined("or", refused)), negated: false };
}

function compileFact(fact: FactQuery, { feedsNamed }: Setting): IndexQuery {
  const { field, value } = fact;
  switch (field) {
    case "source":
    case "kind":
      return tagged(feedsNamed(fact).map(feedTag));
    case "lang": {
      const tag = languageTag(value);
      if (tag === null) return { kind: "nothing" };
      return value.includes("-") ? { kind: "checked", index: tagged([tag]), query: fact } : tagged([tag]);
    }
    case "category":
      return tagged([categoryTag(value)]);
    case "urgency":
      return tagged(Array.from({ length: Number(value) }, (_, at) => urgencyTag(at + 1)));
    case "site":
      return { kind: "match", match: `(tags : "${siteTag(value)}" *)`, isPrefix: true };
    case "state":
      return { kind: "state", state: value as EntryState };
    case "after":
      return { kind: "range", from: searchRowFirst(factTime(value)), to: Number.MAX_SAFE_INTEGER };
    case "before":
      return { kind: "range", from: 0, to: searchRowFirst(factTime(value)) - 1 };
  }
}

/** An index query for entries with one of these tags. */
export function tagged(tags: readonly string[]): IndexQuery {
  if (tags.length === 0) return { kind: "nothing" };
  return { kind: "match", match: `(tags : (${tags.join(" OR ")}))`, isPrefix: false };
}
