import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyse, analysedCharsMax, indexText, tokensOf } from "../../../src/domain/analyse/analyse.ts";
import { waysOf } from "../../../src/domain/analyse/term-ways.ts";
import { runsOf } from "../../support/runs-of.ts";

describe("analyse()", () => {
  test.each([
    ["Cease-fire talks, the air-strike's F-16s", "cease fire talks the air strike s f 16s | ceasefire airstrike f16s"],
    ["state-of-the-art al-Qaʿida", "state of the art al qa ida | alqaida"],
    ["O'Brien’s Hawaiʻi Sana'a", "o brien s hawai i sana a | obrien hawaii sanaa"],
    ["l'union don't Trump's dell'economia", "l union don t trump s dell economia"],
    ["U.S.-led U.N. J.K. Rowling", "us led un jk rowling | usled ^"],
    ["F.Kennedy St.Petersburg", "f kennedy st petersburg"],
    ["118.970 118,970 118'970 ١١٨٬٩٧٠", "118970 118970 118970 118970"],
    ["118 970", "118 970 | 118970"],
    ["in 2024 118 people", "in 2024 118 people"],
    ["3,5 3.5 0.123 1,234.56 1.234,56 1,00,000", "3.5 3.5 0.123 1234.56 1234.56 100000"],
    ["10.11.2024 192.168.1.1", "10 11 2024 192 168 1 1"],
    ["3.5% 3,5 % ５％", "3.5 3.5 5 | 3.5% 3.5% 5%"],
    ["€3.50 5bn 118,970km", "3.50 5bn 118970km"],
    ["C++ C# R&D AT&T and/or 9/11", "c c r d at t and or 9 11 | c++ c# r&d at&t 9/11 ^^a^t"],
    ["#MeToo @name a@b.example ##x", "metoo name a b example x | #metoo @name #x ^^me^too"],
    ["İstanbul'da ISPARTA ısı", "istanbul da isparta isi ^^i^s^p^a^r^t^a"],
    ["Łódź Ørsted Straße Œuvre Þór Đuro", "lodz orsted strasse oeuvre thor duro"],
    ["Ελλάδας ΕΛΛΆΔΑΣ", "ελλαδασ ελλαδασ"],
    ["أحمد إسرائيل مُحَمَّد مكتبة یک کتاب على", "احمد اسراييل محمد مكتبه يك كتاب علي"],
    ['שָׁלוֹם צה"ל צה״ל', "שלום צהל צהל"],
    ["Ёлка мой мои Київ п'ять п’ять замо́к", "елка мой мои київ пять пять замок"],
    ["क़लम १२", "कलम 12"],
    ["停火協議 停火协议", "停火 火协 协议 议 停火 火协 协议 议"],
    ["パリ ﾊﾟﾘ バリ", "パリ リ パリ リ バリ リ"],
    ["휴전협정", "휴전 전협 협정 정"],
    ["รัฐ ๒๕๖๘", "รั ัฐ ฐ 2568"],
    ["3月", "3 月"],
    ["so\u00adft wo\u200brd ❤\ufe0f می\u200cخواهد", "soft word ميخواهد"],
    ["ＡＢＣ １２ ﬁne col·lecció", "abc 12 fine colleccio"],
    ["", ""],
    ["– … 😀", ""],
  ])("makes of %j the tokens %j", (text, tokens) => {
    expect(indexText(text, "tr")).toBe(tokens);
  });

  test("marks words in capitals for exact searches, each once, behind all others, and not the first letter of a word", () => {
    expect(indexText("The US told us: NATO, iPhone, US. Paris", "en")).toBe(
      "the us told us nato iphone us paris ^^u^s ^^n^a^t^o ^i^phone",
    );
    expect(indexText("La U\u00adS à l' ÉCOLE de \u212aG", "fr")).toBe("la us a l ecole de kg ^^u^s ^^k^g");
    expect(indexText("TRUCE HOLDS in US", "en")).toBe("truce holds in us ^");
    const many = Array.from({ length: 25 }, (_, at) => `a b c AB${at}`).join(" ");
    expect(indexText(many, "en")).toBe(`${many.toLowerCase()} ^`);
  });

  test("spells umlauts out where they are no letters of their own", () => {
    expect(indexText("Müller", "de")).toBe("muller | mueller");
    expect(indexText("Müller", null)).toBe("muller | mueller");
    expect(indexText("Gürcistan", "tr-TR")).toBe("gurcistan");
  });

  test("looks at so much of a text and no more", () => {
    expect(analyse("a ".repeat(analysedCharsMax), null).words).toHaveLength(analysedCharsMax / 2);
  });

  test("takes hostile texts a part at a time", () => {
    for (const part of [
      "1,22",
      ",22",
      " 222",
      "1.111",
      "a.",
      "a-",
      "a&",
      "9/",
      "#",
      "a'",
      "ü",
      "停",
      "\u0301",
      "٣٬٣٣٣",
      "((“",
    ]) {
      const steps = (count: number) => tokensOf(analyse(part.repeat(count), null)).length;
      // As many tokens as the text is long at most: nothing multiplies.
      expect(steps(10_000)).toBeLessThanOrEqual(part.length * 10_000 * 2);
    }
  });

  const anyText = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          ..."a B é ß 1 12 345 . , ' ’ - & / # @ % + \" · 停 パ ﾟ ั ا ُ ى й ё І 한 ᄒ ᅡ \u00ad \ufe0f ⑴ ½ ﷺ".split(" "),
          " ",
        ),
      )
      .map((parts) => parts.join("")),
  );

  test("makes no token that the index would part or join, and each stands for a part of the text, in order", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { words, spellings } = analyse(text, null);
        for (const { text: token, start, end } of [...words, ...spellings]) {
          expect(token).toMatch(/^[^\s"']+$/u);
          expect(token).toBe(token.replaceAll(/[A-Z]/g, ""));
          expect(0 <= start && start < end && end <= text.length).toBe(true);
        }
        for (const [at, word] of words.entries()) expect(word.start).toBeGreaterThanOrEqual(words[at - 1]?.start ?? 0);
        for (const { from, to } of spellings) expect(0 <= from && from < to && to <= words.length).toBe(true);
      }),
      { numRuns: runsOf(2_000) },
    );
  });

  test("two spellings of the same characters (NFC, NFD) make the same tokens", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(..."aéüßåёйїΆέ한국かがパ停ạ̈ q̣".split(""), "İ", "ﺏ")), (characters) => {
        const text = characters.join("");
        expect(indexText(text.normalize("NFD"), null)).toBe(indexText(text.normalize("NFC"), null));
      }),
    );
  });

  test("a text is found by itself as a phrase", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = tokensOf(analyse(text, null)).map((token) => token.text);
        const ways = waysOf(text, false);
        expect(ways.length === 0).toBe(tokens.length === 0);
        const found = ways.some((way) => tokens.some((_, at) => standsAt(tokens, at, way)));
        expect(found || ways.length === 0).toBe(true);
      }),
      { numRuns: runsOf(2_000) },
    );
  });
});

function standsAt(tokens: readonly string[], at: number, way: { tokens: readonly string[]; prefix: boolean }): boolean {
  return way.tokens.every((wanted, offset) => {
    const token = tokens[at + offset] ?? "";
    return way.prefix && offset === way.tokens.length - 1 ? token.startsWith(wanted) : token === wanted;
  });
}

test("characters that came after Unicode 14 part words in every engine, and ideographs to come are read as such", () => {
  // A Cyrillic letter of Unicode 16, a letter of Todhri (16), and one of an alphabet of Unicode 14 for comparison.
  expect(indexText("мо\u1c8aй #\u{105c0}х", null)).toBe("мо й х");
  expect(indexText("a\u{10570}b", null)).toBe("a\u{10570}b".normalize("NFKD").toLowerCase());
  // Extension H (15), and a place where nothing is yet.
  expect(indexText("\u{31350}\u{3fff0}", null)).toBe("\u{31350}\u{3fff0} \u{3fff0}");
});
