import fc from "fast-check";
import { expect, test } from "vitest";
import { repairMojibake, replaceC1 } from "../../src/domain/text/repair-mojibake.ts";

const misread = (text: string) => Buffer.from(text, "utf8").toString("latin1");

test("repairMojibake() repairs UTF-8 that was read as Latin-1, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
      // Text in plain ASCII needs no repair.
      fc.pre(/[^\p{ASCII}]/u.test(text));
      expect(repairMojibake(misread(`x${text}`), "latin1")).toBe(`x${text}`);
    }),
  );
});

test("repairMojibake() does not change correct text", () => {
  for (const text of ["café", "Ã la carte", "£30 million", "Ünïcödé — “quoted”", "Привет", "Ã©t ’"]) {
    expect(repairMojibake(text, "latin1")).toBe(text);
  }
});

test("repairMojibake() repairs Windows-1252 when asked to", () => {
  expect(repairMojibake("lâ€™hÃ´pital", "windows-1252")).toBe("l’hôpital");
  expect(repairMojibake("lâ€™hÃ´pital", "latin1")).toBe("lâ€™hÃ´pital");
});

test("replaceC1() reads C1 controls as Windows-1252", () => {
  expect(replaceC1("\u0093quoted\u0094 \u0085")).toBe("“quoted” …");
});
