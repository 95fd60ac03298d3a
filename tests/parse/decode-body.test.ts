import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { decodeBody } from "../../src/parse/text/decode-body.ts";
import { encodingName } from "../../src/parse/text/encoding-name.ts";

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))));
const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><t>`;

describe("decodeBody() believes", () => {
  test("a byte order mark before everything else", () => {
    const body = decodeBody(
      bytes([0xef, 0xbb, 0xbf], declared("iso-8859-1"), [0xc3, 0xa9]),
      "text/xml; charset=koi8-r",
    );
    expect(body).toMatchObject({ encoding: "utf-8" });
    expect(body.text.endsWith("<t>é")).toBe(true);
    expect(body.text.startsWith("<?xml")).toBe(true);
  });

  test("HTTP before the document, and reports that they differ", () => {
    const body = decodeBody(bytes(declared("koi8-r"), [0xcf, 0xf0]), 'application/xml; charset="windows-1251"');
    expect(body.text.endsWith("Пр")).toBe(true);
    expect(body.complaints.join()).toContain("windows-1251");
  });

  test("the document when HTTP says nothing, or something impossible", () => {
    expect(decodeBody(bytes(declared("windows-1251"), [0xcf]), "text/xml").text.endsWith("П")).toBe(true);
    expect(decodeBody(bytes(declared("windows-1251"), [0xcf]), "text/xml; charset=utf-8").text.endsWith("П")).toBe(
      true,
    );
    expect(decodeBody(bytes(declared("windows-1251"), [0xcf]), "text/xml; charset=none").text.endsWith("П")).toBe(true);
  });

  test.each([
    ["utf-16le", [0xff, 0xfe, 0x3c, 0, 0xe9, 0], "<é"],
    ["utf-16be", [0xfe, 0xff, 0, 0x3c, 0, 0xe9], "<é"],
    ["utf-16le", [0x3c, 0, 0x74, 0, 0xe9, 0], "<té"],
    ["utf-32be", [0, 0, 0xfe, 0xff, 0, 0, 0, 0x3c, 0, 1, 0xf6, 0], "<😀"],
    ["utf-32le", [0x3c, 0, 0, 0, 0xe9, 0, 0, 0], "<é"],
  ])("the shape of %s", (encoding, octets, text) => {
    expect(decodeBody(Uint8Array.from(octets), null)).toMatchObject({ encoding, text });
  });

  test("the bytes when the declaration is wrong", () => {
    expect(decodeBody(bytes(declared("utf-8"), [0x63, 0x61, 0x66, 0xe9]), null)).toMatchObject({
      encoding: "windows-1252",
    });
    expect(decodeBody(bytes(declared("iso-8859-1"), [0xc3, 0xa9]), null).text.endsWith("<t>é")).toBe(true);
    expect(decodeBody(bytes(declared("utf-16"), "x"), null).text.endsWith("<t>x")).toBe(true);
  });

  test("UTF-8 that is broken in one place", () => {
    const body = decodeBody(bytes("<t>", [0xc3, 0xa9, 0xc3, 0xa9, 0xff, 0xc3, 0xa8, 0xc3, 0xa8]), null);
    expect(body).toMatchObject({ encoding: "utf-8", text: "<t>éé\ufffdèè" });
  });
});

test("decodeBody() leaves no control character that XML forbids, and never throws", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.option(fc.string({ maxLength: 40 })), (octets, contentType) => {
      const { text } = decodeBody(octets, contentType);
      expect([...text].every((char) => char >= " " || "\t\n\r".includes(char))).toBe(true);
      expect(/\p{Surrogate}/u.test(text)).toBe(false);
    }),
  );
});

test("decodeBody() reads its own text again from UTF-8", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      const once = decodeBody(new TextEncoder().encode(`<${text}`), null).text;
      expect(decodeBody(new TextEncoder().encode(once), null).text).toBe(once);
    }),
  );
});

/** By the encoding's name in the feed: letters that the encoding has, and bytes that are not characters in it. */
const written: readonly (readonly [name: string, letters: string, bad: readonly number[]])[] = [
  ["windows-1253", "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώ", [0xd2]],
  ["windows-1255", "אבגדהוזחטיכלמנסעפצקרשת", [0xd9]],
  ["Shift_JIS", "あいうえおかきくけこ港新聞船長", [0x83]],
  ["EUC-JP", "あいうえおかきくけこ港新聞船長", [0xa4]],
  ["EUC-KR", "가나다라마바사항구신문선장", [0xb0]],
  ["cp949", "가나다라마바사항구신문선장", [0xb0]],
  ["Big5", "港口新聞船長晚上說明情況", [0xa4]],
  ["GB2312", "港口新闻船长晚上说明情况", [0xb0]],
  ["cp936", "港口新闻船长晚上说明情况", [0xff]],
];
const feedIn = (name: string, ...parts: (string | readonly number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? iconv.encode(part, name) : Buffer.from(part))));

describe.each(written)("decodeBody() in %s", (name, letters, bad) => {
  const words = fc.string({ unit: fc.constantFrom(...letters), minLength: 6, maxLength: 60 });
  const head = `<?xml version="1.0" encoding="${name}"?><t>`;

  test("reads every text that the encoding has", () => {
    fc.assert(
      fc.property(words, (text) => {
        expect(decodeBody(feedIn(name, head, text, "</t>"), null).text).toBe(`${head}${text}</t>`);
      }),
    );
  });

  test("replaces one invalid byte by one character and leaves the others alone", () => {
    fc.assert(
      fc.property(words, words, (one, other) => {
        const { text } = decodeBody(feedIn(name, head, one, bad, " ", other, "</t>"), null);
        expect(text).toBe(`${head}${one}\ufffd ${other}</t>`);
      }),
    );
  });

  test("reads UTF-8 that is declared with this name", () => {
    fc.assert(
      fc.property(words, (text) => {
        const body = decodeBody(new TextEncoder().encode(`${head}${text}</t>`), null);
        expect(body).toMatchObject({ encoding: "utf-8", text: `${head}${text}</t>` });
      }),
    );
  });
});

test("encodingName() returns a name that can be decoded, or null", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(?:x-|cs|cp|ms|win|mac|ibm|iso)?[-_]?\d{1,5}$/)), (label) => {
      const name = encodingName(label);
      const isKnown = name === null || iconv.encodingExists(name) || new TextDecoder(name).encoding === name;
      expect(isKnown).toBe(true);
    }),
  );
});

test("a declaration is preferred to the Latin-1 that a server states for everything", () => {
  const body = decodeBody(bytes(declared("windows-1251"), [0xcf]), "text/xml; charset=ISO-8859-1");
  expect(body.text.endsWith("П")).toBe(true);
});
