import { eld } from "eld/extrasmall";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { languageDetector } from "../../src/normalise/language/language-detector.ts";
import { type GroupTable, groupKey, packGroups } from "../../src/normalise/language/pack-groups.ts";

const texts = [
  "The harbour master said on Sunday that pilots would go back to work after nine days.",
  "Le capitaine du port a annoncé dimanche que les pilotes reprendraient le travail.",
  "Der Hafenmeister sagte am Sonntag, die Lotsen würden nach neun Tagen wieder arbeiten.",
  "Satamapäällikkö sanoi sunnuntaina, että luotsit palaavat töihin yhdeksän päivän jälkeen.",
  "Liman başkanı pazar günü kılavuz kaptanların işe döneceğini söyledi.",
  "Начальник порта сообщил в воскресенье, что лоцманы вернутся к работе.",
  "أعلن مدير الميناء يوم الأحد أن المرشدين سيعودون إلى العمل",
  "港務局長は日曜日、水先人が仕事に戻ると述べた。",
  "'t Is de havenmeester z'n zondag: 'n loods zegt \"ja\" & 'nee'.",
];

function answers(detector: Pick<typeof eld, "detect">, text: string): unknown {
  const found = detector.detect(text);
  return [found.language, found.isReliable(), found.getScores()];
}

describe("languageDetector", () => {
  test("gives the same answers as the package from which its table comes", () => {
    for (const text of texts) expect(answers(languageDetector, text)).toEqual(answers(eld, text));
  });

  test("gives the same answers as the package for any text", () => {
    const piece = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...texts.flatMap((text) => text.split(" "))));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join(" ");
        expect(answers(languageDetector, text)).toEqual(answers(eld, text));
      }),
    );
  });
});

describe("packGroups()", () => {
  test("gives exactly the scores of every group", async () => {
    const file = new URL("../ngrams/extrasmall.js", import.meta.resolve("eld/extrasmall"));
    const { ngramsData } = await import(file.href);
    const { readFileSync } = await import("node:fs");
    const packed = packGroups(readFileSync(file, "utf8"));
    expect(packed.languages).toEqual(ngramsData.languages);
    const groups = Object.keys(ngramsData.ngrams);
    expect(groups.filter((group) => !hasScores(packed, group, ngramsData.ngrams[group]))).toEqual([]);
  });

  test("refuses a text that is not such a table", () => {
    expect(() => packGroups("export const data = {}")).toThrow("unexpected form");
  });
});

function hasScores(packed: GroupTable, group: string, expected: Readonly<Record<string, number>>): boolean {
  const scores: number[] = new Array(Object.keys(packed.languages).length).fill(0);
  packed.addScores(groupKey(group) ?? 0, 0, scores);
  return scores.every((score, language) => score === (expected[language] ?? 0));
}
