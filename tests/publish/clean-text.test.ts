import { describe, expect, test } from "vitest";
import { cleanLine, cleanText } from "../../src/publish/clean-text.ts";

/** XML 1.0 section 2.2 (Char), written as the ranges of the standard. */
function isXmlCharacter(code: number): boolean {
  return code === 0x9 || code === 0xa || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0x10ffff);
}

function isNoncharacter(code: number): boolean {
  return (code & 0xfffe) === 0xfffe || (code >= 0xfdd0 && code <= 0xfdef);
}

const isControl = (code: number) => code < 0x20 || (code >= 0x7f && code <= 0x9f);

/** What `cleanText` makes of one character between two letters. */
function cleaned(code: number): string {
  const character = String.fromCodePoint(code);
  if (character === "\r") return "\n";
  if (character === "\t" || character === "\n") return character;
  if (code === 0xfffd || (code >= 0xd800 && code <= 0xdfff)) return "?";
  return isControl(code) || isNoncharacter(code) || !isXmlCharacter(code) ? "" : character;
}

describe("cleanText()", () => {
  test("removes what XML forbids, marks what was lost, and keeps every other character", () => {
    const wrong = [];
    for (let code = 0; code <= 0x2ffff; code += 1) {
      const found = cleanText(`a${String.fromCodePoint(code)}b`);
      if (found !== `a${cleaned(code)}b`) wrong.push([code.toString(16), found]);
    }
    expect(wrong).toEqual([]);
  });

  test("has one kind of line end", () => {
    expect(cleanText("a\r\nb\rc\nd")).toBe("a\nb\nc\nd");
  });
});

describe("cleanLine()", () => {
  test("puts single spaces for white space of every kind, and none at the ends", () => {
    for (const space of [" ", "  ", "\t", "\n", "\r\n", "\u00a0", "\u2003", "\u2028", "\u3000", "\ufeff", " \u00a0 "])
      expect(cleanLine(`${space}a${space}b c${space}`)).toBe("a b c");
    expect(cleanLine("a b c")).toBe("a b c");
    expect(cleanLine(" ")).toBe("");
    expect(cleanLine("")).toBe("");
  });
});
