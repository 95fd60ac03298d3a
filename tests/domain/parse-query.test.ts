import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WireError } from "../../src/domain/errors.ts";
import {
  parseQuery,
  queryCharsMax,
  queryDepthMax,
  queryTermsMax,
  type SearchQuery,
} from "../../src/domain/parse-query.ts";

/** The tree as a person would write it with every parenthesis. */
function written(query: SearchQuery): string {
  switch (query.kind) {
    case "term":
      return `${query.words.join("_")}${query.prefix ? "*" : ""}`;
    case "not":
      return `!${written(query.part)}`;
    case "and":
      return `(${query.parts.map(written).join(" & ")})`;
    case "or":
      return `(${query.parts.map(written).join(" | ")})`;
  }
}

describe("parseQuery()", () => {
  test.each([
    ["truce", "truce"],
    ["  truce　talks ", "(truce & talks)"],
    ["truce AND talks", "(truce & talks)"],
    ["a b OR c d", "((a & b) | (c & d))"],
    ["a OR b AND NOT c", "(a | (b & !c))"],
    ["a NOT b", "(a & !b)"],
    ["a -b", "(a & !b)"],
    ['-"a b" c', "(!a_b & c)"],
    ["-(a OR b) c", "(!(a | b) & c)"],
    ["NOT NOT a", "!!a"],
    ["(a)", "a"],
    ["((a) (b OR c))", "(a & (b | c))"],
    ["cease-fire", "cease_fire"],
    ["l'union U.S. AT&T", "(l_union & U_S & AT_T)"],
    ["ceas*", "ceas*"],
    ["G20*", "G20*"],
    ['"cease fi"*', "cease_fi*"],
    ["停*", "停*"],
    ["ที่* OR ク*", "(ที่* | ク*)"],
    ['"cease, fire!"', "cease_fire"],
    ["and or not And", "(and & or & not & And)"],
    ["a(b)c", "(a & b & c)"],
    ['a"b c"d', "(a & b_c & d)"],
    ["停火 OR युद्धविराम", "(停火 | युद्धविराम)"],
    ["--a", "a"],
    ["a - b", null],
  ])("reads %s", (text, tree) => {
    if (tree === null) expect(() => parseQuery(text)).toThrow(WireError);
    else expect(written(parseQuery(text))).toBe(tree);
  });

  test.each([
    ["", "query, character 1: nothing to search for"],
    ["   ", "query, character 1: nothing to search for"],
    ["truce )", 'query, character 7: ")" without "("'],
    ["(truce", 'query, character 1: "(" without ")"'],
    ["a ()", 'query, character 4: a word is missing before ")"'],
    ["a (b OR )", 'query, character 9: a word is missing before ")"'],
    [")", 'query, character 1: ")" without "("'],
    ["OR a", "query, character 1: a word is missing before OR"],
    ["a AND OR b", "query, character 7: a word is missing before OR"],
    ["a AND", "query, character 6: a word is missing at the end"],
    ["NOT", "query, character 4: a word is missing at the end"],
    ['say "cease fire', "query, character 5: a quotation mark without its end"],
    ["\u{1f30d}x a*b", 'query, character 5: "*" stands only at the end of a word'],
    ["a *", 'query, character 3: "*" has no letter or digit to search for'],
    ['a ""', 'query, character 3: "\\"\\"" has no letter or digit to search for'],
    ["truce a*", 'query, character 7: "a*" needs 3 letters or more before the "*"'],
    ['-"e\u0301e"* truce', 'query, character 2: "\\"e\u0301e\\"*" needs 3 letters or more before the "*"'],
    ["a $$$", 'query, character 3: "$$$" has no letter or digit to search for'],
  ])("points at what is wrong in %j", (text, message) => {
    expect(() => parseQuery(text)).toThrow(expect.objectContaining({ code: "query-invalid", message }));
  });

  test("refuses what is too long, too deep or too much, and takes what is just within", () => {
    const deep = (levels: number) => `${"(".repeat(levels)}a${")".repeat(levels)}`;
    const many = (terms: number) => Array.from({ length: terms }, () => "a").join(" ");
    expect(() => parseQuery("a".repeat(queryCharsMax + 1))).toThrow("longer than");
    expect(() => parseQuery(deep(queryDepthMax + 1))).toThrow("nested deeper");
    expect(() => parseQuery(`${"-".repeat(1)}${"NOT ".repeat(queryDepthMax + 1)}a`)).toThrow("nested deeper");
    expect(() => parseQuery(many(queryTermsMax + 1))).toThrow("more than");
    expect(written(parseQuery(deep(queryDepthMax)))).toBe("a");
    expect(parseQuery(many(queryTermsMax))).toMatchObject({ kind: "and" });
    expect(parseQuery("a".repeat(queryCharsMax))).toMatchObject({ kind: "term" });
  });

  test("either answers with a tree or says query-invalid, whatever is written", () => {
    const piece = fc.constantFrom(
      "a",
      "cease-fire",
      "AND",
      "OR",
      "NOT",
      "-",
      "(",
      ")",
      '"',
      "*",
      " ",
      "停",
      "\u{1f30d}",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 60 }),
          fc.array(piece).map((parts) => parts.join("")),
        ),
        (text) => {
          try {
            expect(written(parseQuery(text))).not.toBe("");
          } catch (thrown) {
            expect(thrown).toMatchObject({ name: "WireError", code: "query-invalid" });
          }
        },
      ),
    );
  });
});
