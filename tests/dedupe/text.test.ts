import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanBody } from "../../src/dedupe/text/clean-body.ts";
import { comparedTitle } from "../../src/dedupe/text/compared-title.ts";
import { createTokens, tokenise } from "../../src/dedupe/text/tokenise.ts";

function words(text: string): readonly string[] {
  const tokens = createTokens(100);
  tokenise(text, 0, tokens);
  return [...tokens.hashes.subarray(0, tokens.count)].map((_, i) => text.slice(tokens.starts[i], tokens.ends[i]));
}

function hashes(text: string): readonly number[] {
  const tokens = createTokens(100);
  tokenise(text, 0, tokens);
  return [...tokens.hashes.subarray(0, tokens.count)];
}

test.each([
  ["Erdoğan’s ally", "Erdogan ally"],
  ["ＧＤＰ １２％", "gdp 12"],
  ["Votes: 1,200", "vote 1200"],
  ["118.970 Fälle", "118 970 Fälle"],
  ["118.970 Fälle", "118970 Fälle"],
  ["1 250 000", "1.250.000"],
  ["20\u202f000 €", "20,000"],
  ["1,20,000 homes", "120,000 homes"],
  ["₹3,45,67,890", "34567890"],
  ["7,9 Prozent", "7.9 Prozent"],
  ["1.200,50 Euro", "1,200.50 Euro"],
  ["three ships", "3 ship"],
  ["٢٠ قتيلا", "20 قتيلا"],
  ["أحمد", "احمد"],
  ["Ёлка", "елка"],
  ["ﾄﾖﾀ", "トヨタ"],
])("tokenise() reads %s and %s as the same words", (a, b) => {
  expect(hashes(a)).toEqual(hashes(b));
});

test.each([
  ["3.141", ["3.141"]],
  ["3.14 159", ["3.14", "159"]],
  ["in 2022 100 men", ["in", "2022", "100", "men"]],
  ["top 5 100-metre runners", ["top", "5", "100", "metre", "runners"]],
  ["on 28.01.2022 300 came", ["on", "28.01.2022", "300", "came"]],
  ["won 0 300", ["won", "0", "300"]],
  ["call 12 3456", ["call", "12", "3456"]],
])("tokenise() reads the words of %s as they stand", (text, expected) => {
  expect(words(text)).toEqual(expected);
});

test.each([
  ["5.6", "56"],
  ["1,2 Prozent", "12 Prozent"],
  ["0,25", "025"],
])("tokenise() keeps the decimal sign of %s", (decimal, whole) => {
  expect(hashes(decimal)).not.toEqual(hashes(whole));
});

test("tokenise() cuts Han in pairs and Thai in fours", () => {
  expect(words("東京都心")).toEqual(["東京", "京都", "都心"]);
  expect(words("น้ำท่วม").length).toBeGreaterThan(0);
});

test("tokenise() stays within its buffers and the text, for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      const tokens = createTokens(20);
      tokenise(text, 0, tokens);
      expect(tokens.count).toBeLessThanOrEqual(20);
      for (let i = 0; i < tokens.count; i += 1) {
        expect(tokens.starts[i]).toBeLessThan(tokens.ends[i] as number);
        expect(tokens.ends[i]).toBeLessThanOrEqual(text.length);
      }
    }),
  );
});

describe("cleanBody()", () => {
  test.each([
    ["HARBOUR TOWN, Aug 19 : Ferries stopped at noon.", "Ferries stopped at noon."],
    ["By Ann Poe and Li Wu LISBON, Aug 21 (Reuters) - Ferries stopped.", "Ferries stopped."],
    ["LISBON (AP) — Ferries stopped.", "Ferries stopped."],
    ["Ann Poe　Li Wu\n\n［リスボン　２０日　ロイター］ - 船が止まった。", "船が止まった。"],
    ["МОСКВА, 4 июля. /ТАСС/. Паромы встали.", "Паромы встали."],
    ["北京8月20日电（记者 张三）轮渡停航。", "轮渡停航。"],
    ["Ferries stopped at noon. Read more", "Ferries stopped at noon. "],
    ["Ferries stopped.\n\nSOURCE: NEWS AGENCIES\n\nLEAVE A REPLY", "Ferries stopped.\n\n"],
    ["Ferries stopped because of the stor...", "Ferries stopped because of the "],
    ["The talks - long delayed - began.", "The talks - long delayed - began."],
    ["[リスボン ２０日 ロイター] -", ""],
  ])("reads %s", (text, expected) => {
    const { start, end } = cleanBody(text);
    expect(text.slice(start, end).trim()).toBe(expected.trim());
  });

  test("names the reporters and the agency", () => {
    expect(cleanBody("By Ann Poe and Li Wu LISBON, Aug 21 (Reuters) - Ferries stopped.")).toMatchObject({
      byline: "Ann Poe and Li Wu",
      agency: "reuters",
    });
  });

  test("keeps its bounds when lower-case letters are longer than capitals", () => {
    const text = "İSTANBUL'DA İKİ VAPUR ÇARPIŞTI. Read more";
    expect(text.slice(cleanBody(text).start, cleanBody(text).end)).toBe("İSTANBUL'DA İKİ VAPUR ÇARPIŞTI. ");
    expect(cleanBody("İİİ").end).toBe(3);
  });

  test("gives bounds inside any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => {
        const { start, end } = cleanBody(text);
        expect(0 <= start && start <= end && end <= text.length).toBe(true);
      }),
    );
  });
});

test.each([
  ["Ferries stop - Reuters", "", "Ferries stop"],
  ["Ferries stop - Harbour Gazette", "Ferries stop  Harbour Gazette", "Ferries stop"],
  ["Ferries stop - minister", "The minister said so on Monday.", "Ferries stop - minister"],
  ["Ferries stop, two sources say", "", "Ferries stop"],
])("comparedTitle() reads %s", (headline, text, expected) => {
  expect(comparedTitle(headline, text).title).toBe(expected);
});
