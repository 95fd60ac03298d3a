import fc from "fast-check";
import { expect, test } from "vitest";
import { WireError } from "../../src/domain/errors.ts";
import type { AnswerHead } from "../../src/fetch/tolerant/answer-head.ts";
import { createAnswerReader } from "../../src/fetch/tolerant/answer-reader.ts";
import { runsOf } from "../support/runs-of.ts";

const bounds = { headerBytesMax: 4000, wireBytesMax: 20_000 };

/** What a reader makes of pieces: heads, body and how it ended. */
function read(pieces: readonly Buffer[]) {
  const heads: AnswerHead[] = [];
  const body: Buffer[] = [];
  const reader = createAnswerReader(bounds, {
    onHead: (head) => void heads.push(head),
    onData: (piece) => void body.push(Buffer.from(piece)),
  });
  const told = () => ({ heads, body: Buffer.concat(body).toString("latin1") });
  try {
    for (const piece of pieces) if (reader.read(piece) === "whole") return { ...told(), end: "whole" };
    reader.end();
    return { ...told(), end: "whole" };
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown;
    return { ...told(), end: thrown.code };
  }
}

function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

const eol = fc.constantFrom("\r\n", "\n");
const text = fc.string({ unit: fc.constantFrom(..."abc09 <>&;:,=\t"), maxLength: 30 });
const field = fc
  .tuple(fc.stringMatching(/^[A-Za-z][A-Za-z-]{0,8}$/), text)
  .filter(([name]) => !/^(?:tr|co)/i.test(name));
const junk = fc.constantFrom("JustAWord", ": empty", "X (Odd): v");

/** An answer as a careless server writes it, with the fields and the body that are in it. */
const answer = fc
  .record({ eol, fields: fc.array(field, { maxLength: 6 }), junk: fc.array(junk), body: text, parts: fc.nat(4) })
  .map(({ eol, fields, junk, body, parts }) => {
    const said = fields.map(([name, value]) => `${name}:${value}`);
    const size = Math.max(1, Math.ceil(body.length / (parts + 1)));
    const pieces = body.match(new RegExp(`[\\s\\S]{1,${size}}`, "g")) ?? [];
    const chunks = pieces.map((piece) => `${piece.length.toString(16)}${eol}${piece}${eol}`).join("");
    const framing = parts === 0 ? `Content-Length: ${body.length}` : "Transfer-Encoding: chunked";
    const sent = parts === 0 ? body : `${chunks}0${eol}${eol}`;
    return { fields, body, bytes: ["HTTP/1.1 200 OK", ...junk, ...said, framing, "", sent].join(eol) };
  });

test("createAnswerReader() finds the fields and the body of an answer, in whatever pieces it comes", () => {
  fc.assert(
    fc.property(answer, fc.array(fc.nat(), { maxLength: 8 }), ({ fields, body, bytes }, places) => {
      const found = read(cut(Buffer.from(bytes, "latin1"), places));
      expect(found.end).toBe("whole");
      expect(found.body).toBe(body);
      const told = found.heads[0]?.fields.filter(([name]) => !/^(?:transfer-encoding|content-length)$/i.test(name));
      expect(told).toEqual(fields.map(([name, value]) => [name, value.trim()]));
    }),
    { numRuns: runsOf(500) },
  );
});

test("createAnswerReader() reads the same from any bytes in any pieces, throws WireErrors alone, and hands out lines", () => {
  const word = fc.constantFrom(
    "HTTP/1.1 200 OK",
    "HTTP/1.0 100",
    "\r",
    "\n",
    "\r\n",
    " ",
    "\0",
    "5",
    "fffffffff",
    "a: b",
  );
  const more = fc.constantFrom("Transfer-Encoding: chunked", "Content-Length: 5", "content-length: 9999999999999999");
  const bytes = fc
    .array(fc.oneof(word, more, fc.string({ maxLength: 9 })), { maxLength: 40 })
    .map((all) => all.join(""));
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(), { maxLength: 6 }), (written, places) => {
      const whole = Buffer.from(`${written}`, "latin1");
      const found = read([whole]);
      expect(read(cut(whole, places))).toEqual(found);
      for (const { fields } of found.heads) for (const each of fields.flat()) expect(each).not.toMatch(/[\r\n\0]/);
    }),
    { numRuns: runsOf(2000) },
  );
});

test("createAnswerReader() stops at its bounds whatever is sent without end", () => {
  const endless = ["HTTP/1.1 200 OK\n", "x: y\n", "HTTP/1.1 100\n\n", "\r\n"];
  for (const line of endless) {
    const first = line.startsWith("HTTP") ? "" : "HTTP/1.1 200 OK\n";
    const found = read([Buffer.from(first), ...Array.from({ length: 3000 }, () => Buffer.from(line))]);
    expect(["too-large", "reset", "whole"]).toContain(found.end);
  }
  const chunks = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n";
  for (const line of ["\n", "1\nx\n", "0000000"]) {
    const pieces = [Buffer.from(chunks), ...Array.from({ length: 60_000 }, () => Buffer.from(line))];
    expect(["too-large", "reset"]).toContain(read(pieces).end);
  }
});
