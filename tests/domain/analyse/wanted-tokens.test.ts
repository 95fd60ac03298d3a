import fc from "fast-check";
import { expect, test } from "vitest";
import { analyse, tokensOf } from "../../../src/domain/analyse/analyse.ts";
import type { Token } from "../../../src/domain/analyse/token.ts";
import { wantedTokensOf, wantedWords } from "../../../src/domain/analyse/wanted-tokens.ts";

const word = fc.constantFrom(
  ...["bridge", "BRIDGE", "bridges", "b", "air-strike", "U.S.", "O'Brien", "café", "C++", "9/11", "118,970", "3.5 %"],
  ...["Müller", "停火協議", "#flood", "@name", "AT&T", "п'ять", 'צה"ל', "iPhone", "don’t", "1 000 000", "Hawaiʻi"],
  ...["a", "quite", "plain", "words", "between"],
);
const sign = fc.constantFrom(" ", " ", " ", "", ". ", ", ", "-", "'", "#", "@", "+", "\n", "—", "\u0308", ".");
const anyText = fc.oneof(
  fc.array(fc.tuple(word, sign), { maxLength: 20 }).map((parts) => parts.flat().join("")),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.string({ unit: "binary", maxLength: 60 }),
);

/** A token without what only the index needs. */
const ofText = ({ text, start, end }: Token): Token => ({ text, start, end });

test("wantedTokensOf() gives all wanted tokens of a text, as the analysis does and at the same places", () => {
  let passedOver = 0;
  const sample = fc.record({
    text: anyText,
    language: fc.constantFrom("en", "de", "tr", null),
    wanted: fc.array(fc.tuple(fc.nat(), fc.boolean(), fc.integer({ min: 1, max: 5 })), { maxLength: 4 }),
  });
  const property = fc.property(sample, ({ text, language, wanted }) => {
    const all = tokensOf(analyse(text, language)).map(ofText);
    const chosen = wanted.flatMap(([at, isBeginning, chars]) => {
      const token = all[at % Math.max(1, all.length)]?.text ?? "|";
      // The gap between the words and the spellings is not a word.
      return token === "|" ? [] : [{ isBeginning, text: isBeginning ? [...token].slice(0, chars).join("") : token }];
    });
    const [texts, beginnings] = [false, true].map((isBeginning) =>
      chosen.filter((one) => one.isBeginning === isBeginning).map((one) => one.text),
    ) as [string[], string[]];
    const { tokens, places } = wantedTokensOf(text, language, wantedWords(texts, beginnings));
    const given = new Map(places.map((place, at) => [place, ofText(tokens[at]!)]));
    expect(given.size).toBe(tokens.length);
    for (const [place, token] of given) expect(token).toEqual(all[place]);
    for (const [place, token] of all.entries()) {
      const isWanted = texts.includes(token.text) || beginnings.some((one) => token.text.startsWith(one));
      if (isWanted) expect(given.get(place)).toEqual(token);
    }
    if (tokens.length < all.length) passedOver += 1;
  });
  fc.assert(property, { numRuns: 5000 });
  // Otherwise the test would compare nothing with nothing.
  expect(passedOver).toBeGreaterThan(500);
});
