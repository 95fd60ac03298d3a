import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WireError } from "../../../src/domain/errors.ts";
import { parseQuery } from "../../../src/domain/query/parse-query.ts";
import { printQuery } from "../../../src/domain/query/print-query.ts";
import { readQuery } from "../../../src/domain/query/read-query.ts";
import { queryCharsMax, queryDepthMax, queryTermsMax } from "../../../src/domain/query/search-query.ts";
import { runsOf } from "../../support/runs-of.ts";

const understood = (text: string) => printQuery(readQuery(text).query);
const notesOf = (text: string) => readQuery(text).notes.map(({ at, text: note }) => `${at}: ${note}`);

describe("parseQuery()", () => {
  test.each([
    ["truce", "truce"],
    ["  truce　talks ", "truce AND talks"],
    ["truce AND talks", "truce AND talks"],
    ["truce & talks", "truce AND talks"],
    ["a b OR c d", "a AND b OR c AND d"],
    ["a | b AND NOT c", "a OR b AND NOT c"],
    ["a NOT b", "a AND NOT b"],
    ["a -b", "a AND NOT b"],
    ["house –white", "house AND NOT white"],
    ["house −white !green", "house AND NOT white AND NOT green"],
    ['-"a b" c', 'NOT "a b" AND c'],
    ["-(a OR b) c", "NOT (a OR b) AND c"],
    ["NOT NOT a", "NOT NOT a"],
    ["(a)", "a"],
    ["((a) (b OR c))", "a AND (b OR c)"],
    ["(a b) OR c", "a AND b OR c"],
    ["cease-fire", "cease-fire"],
    ["l'union U.S. AT&T", "l'union AND U.S AND AT&T"],
    ["C++ C# #MeToo @name 3.5% 9/11", "C++ AND C# AND #MeToo AND @name AND 3.5% AND 9/11"],
    ["ferry any(kind:agency) sources>=3", "ferry AND any(kind:agency) AND sources>=3"],
    ["any(a OR -b) -sources>2", "any(a OR NOT b) AND NOT sources>=3"],
    ["any (a b)", "any AND a AND b"],
    ["state:Flash", "state:flash"],
    ["ceas*", "ceas*"],
    ["G20*", "G20*"],
    ['"cease fi"*', '"cease fi"*'],
    ["停*", "停*"],
    ["ที่* OR ク*", "ที่* OR ク*"],
    ['"cease, fire!"', '"cease, fire!"'],
    ["“cease fire” «halt» 「停火」 „a b“ »c d«", '"cease fire" AND "halt" AND "停火" AND "a b" AND "c d"'],
    ["‘port strike’ the players’ union", '"port strike" AND the AND players AND union'],
    ["and or not And", "and AND or AND not AND And"],
    ["a(b)c", "a AND b AND c"],
    ["（停火 OR 谈判）美国", "(停火 OR 谈判) AND 美国"],
    ['a"b c"d', 'a AND "b c" AND d'],
    ["--a", "a"],
    ["a - b", "a AND b"],
    ["-5 degrees", "5 AND degrees"],
    ['צה"ל', 'צה"ל'],
    ["title:trump", "title:trump"],
    ["title:(a OR text) -text:b", "(title:a OR title:text) AND NOT text:b"],
    ['author:"Ana Lima" site:www.Example.org', 'author:"Ana Lima" AND site:example.org'],
    ['source:reuters OR source:"Gulf News"', 'source:reuters OR source:"Gulf News"'],
    ["source:(reuters OR afp)", "source:reuters OR source:afp"],
    ["kind:Agency lang:pt_BR urgency:3 category:sport", "kind:agency AND lang:pt-br AND urgency:3 AND category:sport"],
    ["after:2026-06-01 before:2026-06-02T12:30Z", "after:2026-06-01 AND before:2026-06-02T12:30"],
    ["bank NEAR/5 crisis", "bank NEAR/5 crisis"],
    ["bank w/5 crisis", "bank NEAR/5 crisis"],
    ["bank PRE/2 (crisis OR run*)", "bank PRE/2 (crisis OR run*)"],
    ["a NEAR/2 b NEAR/3 c", "a NEAR/2 b AND b NEAR/3 c"],
    ["x a NEAR/2 b OR y", "x AND a NEAR/2 b OR y"],
    ["NOT (a NEAR/2 b)", "NOT (a NEAR/2 b)"],
    ['"bank crisis"~5', '"bank crisis"~5'],
    ["=US =“New York”", '=US AND ="New York"'],
    ["title:=WHO", "title:=WHO"],
    ["$fruit -$veg title:$tree", "$fruit AND NOT $veg AND title:$tree"],
    ["in:history a b", "in:history (a AND b)"],
    ["a in:history OR b", "(in:history a) OR b"],
    ["$5bn deal", "5bn AND deal"],
    ["in 118 970 cases of 2024 100", 'in AND "118 970" AND cases AND of AND 2024 AND 100'],
    ["https://example.org/path", "https://example.org/path"],
    ["Trump: I won at 10:30", "Trump AND I AND won AND at AND 10:30"],
    ["Ferry sinks | Example News", "Ferry AND sinks OR Example AND News"],
    ["Ferry sinks |", "Ferry AND sinks"],
    ["1) first (second", "1 AND first AND second"],
    ["😀 wow ❤️", "wow"],
    ["f**k", "f**k"],
    ['Ferry sinks "at once', "Ferry AND sinks AND at AND once"],
  ])("understands %s as %s", (text, printed) => {
    expect(understood(text)).toBe(printed);
    expect(readQuery(understood(text)).query).toEqual(readQuery(text).query);
  });

  test.each([
    ["", "query, character 1: nothing to search for"],
    ["   ", "query, character 1: nothing to search for"],
    ["– | & 😀", "query, character 1: nothing to search for"],
    ["truce )", 'query, character 7: ")" without "("'],
    ["(truce", 'query, character 1: "(" without ")"'],
    ["a ()", 'query, character 4: a word is missing before ")"'],
    [")", 'query, character 1: ")" without "("'],
    ['say "cease', "query, character 5: a quotation mark is not closed"],
    ['a OR b OR "c d', "query, character 11: a quotation mark is not closed"],
    ["a OR truce )", 'query, character 12: ")" without "("'],
    ["-(truce", 'query, character 2: "(" without ")"'],
    ["a OR ()", 'query, character 7: a word is missing before ")"'],
    ["a (b OR )", 'query, character 9: a word is missing before ")"'],
    ["OR a", "query, character 1: a word is missing before OR (in quotes it is a word itself)"],
    ["a AND OR b", "query, character 7: a word is missing before OR (in quotes it is a word itself)"],
    ["a AND", "query, character 6: a word is missing at the end"],
    ["NOT", "query, character 4: a word is missing at the end"],
    ["truce a*", 'query, character 7: "a*" needs 3 letters or more before the "*"'],
    ['-"éé"* truce', 'query, character 2: "\\"éé\\"*" needs 3 letters or more before the "*"'],
    [
      "\u{1f30d} headline:x",
      "query, character 3: there is no field headline: (write title:, or put it in quotes if it is a text)",
    ],
    [
      "fire slug:US-FED",
      "query, character 6: feeds carry no slugs, so they cannot be searched (write the words of the slug, or category: or site:)",
    ],
    ["sorce:x", "query, character 1: there is no field sorce: (write source:, or put it in quotes if it is a text)"],
    ["kind:x", "query, character 6: kind: is one of agency, outlet, aggregator"],
    ["lang:english-speaking-x1y2z3a4b5", "query, character 6: lang: takes a language tag such as en or pt-br"],
    ["after:yesterday", "query, character 7: after: takes a day or a time in UTC: 2026-06-01, 2026-06-01T12:30"],
    ["before:2026-02-30", "query, character 8: before: takes a day or a time in UTC: 2026-06-01, 2026-06-01T12:30"],
    ["before:2026-02-03T12:07", "query, character 8: before: takes a time on a quarter of an hour: 12:00, 12:15"],
    ["urgency:0", "query, character 9: urgency: takes a whole number from 1 (flash) to 8"],
    ["site:a/b", "query, character 6: site: takes a host such as example.org"],
    ["a NEAR/500 b", "query, character 3: NEAR/500: at most 100 words may be between"],
    ["a NEAR/5 -b", "query, character 10: NEAR takes words, phrases, and groups of them with OR"],
    ["a NEAR/5 (b c)", "query, character 10: NEAR takes words, phrases, and groups of them with OR"],
    ["bank~2", 'query, character 5: a "~" must follow a phrase: "bank crisis"~5'],
    ["=US*", 'query, character 2: an exact word cannot have "*" or "~"'],
    ["in:archive a", 'query, character 1: the only value of in: is history, as in "in:history ferry"'],
    ["in:history", "query, character 1: in:history needs words to look for"],
    ["source:$fruit", "query, character 8: $fruit is a list of words; source: takes no words"],
    ["title:(a source:b)", "query, character 10: source: is not allowed inside title:"],
  ])("points at what is wrong in %j", (text, message) => {
    expect(() => parseQuery(text)).toThrow(expect.objectContaining({ code: "query-invalid", message }));
  });

  test("says what it left out, and what may not be meant", () => {
    expect(notesOf("truce – talks • 😀")).toEqual(["7: left out, because it has no meaning in a query: – • 😀"]);
    expect(notesOf("More »")).toEqual(["6: left out, because it has no meaning in a query: »"]);
    expect(notesOf("drone or missile")).toEqual(["7: or is searched as a word; write OR for alternatives"]);
    expect(notesOf("bank NEAR crisis")).toEqual(["6: NEAR is searched as a word; write NEAR/5 for nearness"]);
    expect(notesOf("f*ck it")).toEqual(['1: f*ck: a "*" inside a word means nothing']);
    expect(notesOf("using foo:bar")).toEqual([
      "7: foo: is not a field and is searched as a word; the fields are title, text, author, source, kind, lang, category, site, urgency, state, after, before, in",
    ]);
    expect(notesOf("Ferry |")).toEqual(["7: left out, because a word is missing on one side: |"]);
    expect(notesOf("Ferry AND quay")).toEqual([]);
  });

  test("refuses what is too long, too deep or too much, and takes what is just within", () => {
    const deep = (levels: number) => `${"(".repeat(levels)}-a${")".repeat(levels)}`;
    const many = (terms: number) => Array.from({ length: terms }, () => "a").join(" ");
    expect(() => parseQuery("a".repeat(queryCharsMax + 1))).toThrow("longer than");
    expect(() => parseQuery(deep(queryDepthMax))).toThrow("nested deeper");
    expect(() => parseQuery(`${"NOT ".repeat(queryDepthMax + 1)}a`)).toThrow("nested deeper");
    expect(() => parseQuery(many(queryTermsMax + 1))).toThrow("more than");
    expect(understood(deep(queryDepthMax - 1))).toBe("NOT a");
    expect(parseQuery(many(queryTermsMax))).toMatchObject({ kind: "and" });
    expect(parseQuery("a".repeat(queryCharsMax))).toMatchObject({ kind: "term" });
  });

  test("puts the terms of lists in their places", () => {
    const lists = { fruit: ["apple", "passion fruit", "pear*", "=Kiwi"], one: ["apple"] };
    expect(printQuery(parseQuery("-$fruit fresh", lists))).toBe(
      'NOT (apple OR "passion fruit" OR pear* OR =Kiwi) AND fresh',
    );
    expect(printQuery(parseQuery("title:$one", lists))).toBe("title:apple");
    const message = "query: there is no list $veg in the configuration (it has $fruit, $one)";
    expect(() => parseQuery("$veg", lists)).toThrow(expect.objectContaining({ code: "query-invalid", message }));
    expect(() => parseQuery("$tostring", lists)).toThrow("there is no list");
    const long = { many: Array.from({ length: 500 }, (_, at) => `word${at}`) };
    expect(() => parseQuery("$many $many $many $many", long)).not.toThrow();
    expect(() => parseQuery("$many $many $many $many more", long)).toThrow("more than 2000 words and phrases");
  });

  const piece = fc.constantFrom(
    ...'a|cease-fire|AND|OR|NOT|NEAR/3|PRE/2|w/9|-|–|!|(|)|"|“|”|«|*|~2|~| |  |停|\u{1f30d}|title:|in:history|source:|after:2026-06-01|=|US|$|$fruit|5|\'|’|#|@|%|C++|9/11|:|.|,|&|צה"ל|١٢|or|https://a.b'.split(
      "|",
    ),
    "|",
  );
  const anyText = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.string({ unit: "grapheme", maxLength: 40 }),
    fc.array(piece).map((parts) => parts.join("")),
    fc.array(piece).map((parts) => parts.join(" ")),
  );

  test("either answers with a tree or says query-invalid, and the printed tree reads as the same", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tree = treeOf(text);
        if (tree !== null) expect(readQuery(printQuery(tree)).query).toEqual(tree);
      }),
      { numRuns: runsOf(3_000) },
    );
  });
});

function treeOf(text: string) {
  try {
    return readQuery(text).query;
  } catch (thrown) {
    if (!(thrown instanceof WireError) || thrown.code !== "query-invalid") throw thrown;
    return null;
  }
}
